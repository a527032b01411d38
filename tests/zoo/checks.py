"""Compares what became of a case with what must become of it."""

from __future__ import annotations

from collections import Counter

from orchestration.landing.contracts import CONTRACT_OF
from tests.zoo.case import Case
from tests.zoo.keeper import Seen, words_of
from tests.zoo.sound_rows import MONTH


def check(case: Case, found: Seen) -> None:
    """Fail where a record loaded that must not, did not load, or loaded with another value."""
    assert found.crash == ""
    if case.refused:
        _check_refused(case, found)
    else:
        assert found.faults == (), f"refused: {words_of(found.faults)}"
        _check_counts(case, found)
        if case.compares_raw:
            _check_rows(case, found)
        _check_quarantine(case, found)
        _check_staged(case, found)


def _check_refused(case: Case, found: Seen) -> None:
    assert found.faults, f"loaded: {found.counts}, {found.rows}, {found.quarantine}"
    for fault in found.faults:
        assert fault.place == f"{MONTH}/{case.file_name}"
        assert fault.expected and fault.found and fault.what_to_do.endswith((".", ".)"))
    for wanted in case.refused:
        assert any(
            all(word in str(fault) for word in wanted.words)
            and wanted.record in (None, fault.record)
            # A location is called MpnId in one dataset and MPNId in the others.
            and (wanted.column or fault.column or "").lower() == (fault.column or "").lower()
            for fault in found.faults
        ), f"wanted {wanted}, found {words_of(found.faults)}"


def _check_counts(case: Case, found: Seen) -> None:
    loaded, aside = len(case.loaded), len(case.aside)
    assert found.counts == (loaded + aside, loaded, aside), found.quarantine
    assert found.blank == case.blank
    assert tuple(filter(None, found.unknown_columns.split(","))) == case.unknown
    if CONTRACT_OF[case.dataset].is_usage:
        months = [r.reads["usage_month"] for r in case.loaded.values() if r.reads is not None]
        assert found.months == (min(months, default=None), max(months, default=None))


def _check_rows(case: Case, found: Seen) -> None:
    """The texts of `raw` are those of the file, record by record, and no others are there."""
    contract = CONTRACT_OF[case.dataset]
    name_of = {column.header.lower(): column.name for column in contract.stored}
    expected = {
        record: dict.fromkeys(name_of.values())
        | {name_of[header.lower()]: text for header, text in loaded.texts.items()}
        for record, loaded in case.loaded.items()
    }
    for row in found.rows.values():
        row.pop("person_key", None)
    assert found.rows == expected


def _check_quarantine(case: Case, found: Seen) -> None:
    assert {
        record: (line, column.lower(), reason)
        for record, line, column, reason, _ in found.quarantine
    } == {
        record: (aside.line, aside.column.lower(), aside.reason)
        for record, aside in case.aside.items()
    }
    lines = b"" if case.file_name.endswith("parquet") else case.content
    physical = lines.decode("utf-8-sig", errors="replace").split("\n")
    for _, line, _, _, raw_text in found.quarantine:
        if line is not None:
            rest = "\n".join(physical[line - 1 :])
            assert raw_text and rest.startswith(raw_text)
            assert rest[len(raw_text) :].lstrip("\r")[:1] in ("\n", "")


def _check_staged(case: Case, found: Seen) -> None:
    wanted = [row.reads for row in case.loaded.values() if row.reads and row.reads["partner_id"]]
    if not wanted:
        return
    names = list(wanted[0])
    assert Counter(tuple(row[name] for name in names) for row in found.staged) == Counter(
        tuple(row[name] for name in names) for row in wanted
    )
