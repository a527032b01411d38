"""The zoo of broken extracts: every record loads with the right values, is set aside, or refused."""

from __future__ import annotations

from collections import Counter

import pytest

from orchestration.contracts import CONTRACT_OF
from tests.zoo import cells, records, whole_files
from tests.zoo.case import Book, Case
from tests.zoo.keeper import Seen, keep, words_of
from tests.zoo.sound_rows import MONTH, PARTNER_OF


def _book() -> Book:
    book = Book()
    for chapter in (whole_files, records, cells):
        chapter.add(book)
    return book


BOOK = _book()
FEWEST_CASES = 80


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Seen]:
    """What became of every case; all are loaded at once."""
    return keep(tmp_path_factory.mktemp("zoo"), BOOK.cases)


@pytest.mark.parametrize("case", BOOK.cases, ids=lambda case: case.id)
def test_case(case: Case, seen: dict[int, Seen]) -> None:
    found = seen[case.number]
    assert found.crash == ""
    if case.refused:
        _check_refused(case, found)
    else:
        assert found.faults == (), f"refused: {words_of(found.faults)}"
        _check_counts(case, found)
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
            and wanted.column in (None, fault.column)
            for fault in found.faults
        ), f"wanted {wanted}, found {words_of(found.faults)}"


def _check_counts(case: Case, found: Seen) -> None:
    loaded, aside = len(case.loaded), len(case.aside)
    assert found.counts == (loaded + aside, loaded, aside), found.quarantine
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
    wanted = [loaded.reads for loaded in case.loaded.values() if loaded.reads]
    if not wanted:
        return
    names = list(wanted[0])
    assert Counter(tuple(row[name] for name in names) for row in found.staged) == Counter(
        tuple(row[name] for name in names) for row in wanted
    )


def test_the_zoo_is_whole() -> None:
    """At least as many cases as promised, of each outcome for each dataset, no two alike."""
    assert len(BOOK.cases) >= FEWEST_CASES
    assert len({case.id for case in BOOK.cases}) == len(BOOK.cases)
    outcomes = Counter((case.dataset, case.outcome) for case in BOOK.cases)
    assert min(outcomes.values()) >= 5
    assert len(outcomes) == 3 * len(PARTNER_OF)
