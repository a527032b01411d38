"""Loads the cases of a zoo and notes what became of every file.

Cases that must load share one delivery per dataset; should the loader refuse one of them, the
others are loaded without it. Cases that must be refused are each a delivery of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from orchestration.landing import folder as landing
from orchestration.landing.contracts import CONTRACT_OF
from orchestration.landing.faults import DeliveryError, Fault
from orchestration.raw import load
from orchestration.raw import store as raw_store
from tests.landing.extracts import KEY, text_of
from tests.zoo.case import Case
from tests.zoo.sound_rows import MONTH, STAGING_MODEL, account, sound_row
from tests.zoo.staging_views import create_staging_tables

#: Files of one delivery: with many more, comparing them as parts of one extract takes long.
DELIVERY_FILES = 30


@dataclass
class Seen:
    """What became of one case."""

    faults: tuple[Fault, ...] = ()
    #: An error that is no refusal: an operator would see a traceback.
    crash: str = ""
    #: Records, loaded, quarantined: as the receipt counts them. None without a receipt.
    counts: tuple[int, int, int] | None = None
    unknown_columns: str = ""
    #: Records without any value.
    blank: set[int] = field(default_factory=set)
    #: First and last month, as the receipt tells them.
    months: tuple[date | None, date | None] = (None, None)
    #: Record → texts by column of `raw`.
    rows: dict[int, dict[str, str | None]] = field(default_factory=dict)
    #: Record, physical line, column, reason, raw text.
    quarantine: list[tuple[int, int | None, str, str, str]] = field(default_factory=list)
    #: What staging reads of the case's partner.
    staged: list[dict[str, object]] = field(default_factory=list)


def keep(folder: Path, cases: Iterable[Case]) -> dict[int, Seen]:
    """Load all cases; what was seen of each, by its number."""
    cases = list(cases)
    seen = {case.number: Seen() for case in cases}
    with raw_store.open_store(folder / "refused.duckdb") as connection:
        for case in cases:
            if case.refused:
                seen[case.number] = _load_alone(connection, folder / str(case.number), case)
    for dataset in dict.fromkeys(case.dataset for case in cases):
        ours = [case for case in cases if case.dataset == dataset and not case.refused]
        together = [case for case in ours if not case.alone]
        for start in range(0, len(together), DELIVERY_FILES):
            part = together[start : start + DELIVERY_FILES]
            seen |= _load_together(folder / f"{dataset}_{start}", dataset, part)
        for case in ours:
            if case.alone:
                seen |= _load_apart(folder / str(case.number), case)
    return seen


def _write(root: Path, case: Case) -> None:
    path = root / MONTH / case.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(case.content)


def _load(connection: duckdb.DuckDBPyConnection, root: Path, *datasets: str) -> tuple[Fault, ...]:
    try:
        checked = load.check_month(connection, landing.scan(root), MONTH)
        for dataset in datasets:
            load.load_dataset(connection, checked, dataset, KEY)
    except DeliveryError as error:
        assert all(str(fault) in str(error) for fault in error.faults)
        return error.faults
    return ()


def _load_apart(folder: Path, case: Case) -> dict[int, Seen]:
    try:
        return _load_together(folder, case.dataset, [case])
    except Exception as error:
        return {case.number: Seen(crash=repr(error))}


def _load_alone(connection: duckdb.DuckDBPyConnection, root: Path, case: Case) -> Seen:
    _write(root, case)
    try:
        faults = _load(connection, root, case.dataset)
    except Exception as error:
        return Seen(crash=repr(error))
    if faults:
        left = connection.execute(
            "select count(*) from duckdb_tables() where schema_name = 'raw_files'"
        ).fetchone()
        assert left == (0,), "a refused delivery left a table behind"
        return Seen(faults)
    [seen] = _look(connection, case.dataset, [case]).values()
    _forget(connection)
    return seen


def _forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty the raw layer, so that a case that should have been refused touches no other."""
    connection.execute("drop schema raw cascade")
    connection.execute("drop schema raw_files cascade")
    raw_store._lay_out(connection)


def _load_together(folder: Path, dataset: str, cases: list[Case]) -> dict[int, Seen]:
    root = folder / "landing"
    for case in cases:
        _write(root, case)
    datasets = [dataset]
    if dataset == "CPORM365Usage":
        # Claims name locations: the account of each comes from a Profile.
        pairs = [(row["MpnId"], account(case.number)) for case in cases for row in _claims(case)]
        path = root / MONTH / "Profile.csv"
        path.write_text(text_of(["MPNId", "PGAMpnId"], pairs), encoding="utf-8")
        datasets.append("Profile")
    refused: dict[int, Seen] = {}
    with raw_store.open_store(folder / "build.duckdb") as connection:
        connection.execute("set threads = 1")
        while faults := _load(connection, root, *datasets):
            named = [
                case
                for case in cases
                if any(fault.place == f"{MONTH}/{case.file_name}" for fault in faults)
            ]
            assert named, f"faults of no case: {faults}"
            for case in named:
                mine = tuple(f for f in faults if f.place == f"{MONTH}/{case.file_name}")
                refused[case.number] = Seen(mine)
                (root / MONTH / case.file_name).unlink()
            cases = [case for case in cases if case not in named]
        connection.execute(
            "insert into raw.deliveries "
            "select distinct delivery, as_of_month, revision, loaded_at from raw.files "
            "order by loaded_at limit 1"
        )
        connection.execute("update raw.files set is_held = true")
        if dataset in STAGING_MODEL:
            create_staging_tables(connection, STAGING_MODEL[dataset])
        return refused | _look(connection, dataset, cases)


def _claims(case: Case) -> Iterator[dict[str, str]]:
    for record in range(1, 100):
        yield sound_row(case.dataset, case.number, record)


def _look(
    connection: duckdb.DuckDBPyConnection, dataset: str, cases: list[Case]
) -> dict[int, Seen]:
    number_of = {case.file_name: case.number for case in cases}
    seen = {case.number: Seen() for case in cases}
    ids: dict[int, int] = {}
    for file_id, name, *counts, unknown, first, last in connection.execute(
        "select file_id, file_name, records_count, loaded_count, quarantined_count, "
        "unknown_columns, first_month, last_month from raw.files where dataset = ?",
        [dataset],
    ).fetchall():
        of = seen[number_of[name]]
        ids[file_id] = number_of[name]
        of.counts = (counts[0], counts[1], counts[2])
        of.unknown_columns = unknown
        of.months = (first, last)
    table = CONTRACT_OF[dataset].table
    for row in _dicts(connection, f"from raw.{table} order by file_id, record"):
        seen[ids[row.pop("file_id")]].rows[row.pop("record")] = row
    for file_id, *row in connection.execute(
        "select file_id, record, physical_line, column_name, reason, raw_text "
        "from raw.quarantine order by file_id, record"
    ).fetchall():
        if file_id in ids:
            seen[ids[file_id]].quarantine.append(tuple(row))
    for file_id, record in connection.execute("from raw.blank_records").fetchall():
        if file_id in ids:
            seen[ids[file_id]].blank.add(record)
    model = STAGING_MODEL.get(dataset)
    has_staging = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'staging'"
    ).fetchone()
    if model and has_staging:
        case_of = {account(case.number): case.number for case in cases}
        rows = _dicts(connection, f"from staging.{model}")
        for row in _side_by_side(rows) if dataset == "EMSUsage" else rows:
            if row["partner_id"] in case_of:
                seen[case_of[row["partner_id"]]].staged.append(row)
    return seen


def _side_by_side(rows: Iterable[dict]) -> Iterable[dict]:
    """One row per record, the figures of its workloads in columns as the file has them."""
    records: dict[tuple[int, int], dict] = {}
    for row in rows:
        nothing = {
            f"{prefix}_{figure}": None
            for prefix in ("aadp", "intune", "azip", "aatp", "mdo", "mde")
            for figure in ("paid_count", "active_count")
        }
        record = records.setdefault((row["file_id"], row["record"]), row | nothing)
        for figure in ("paid_count", "active_count") if row["workload_key"] else ():
            record[f"{row['workload_key']}_{figure}"] = row[figure]
    return records.values()


def _dicts(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict]:
    rows = connection.execute(sql)
    names = [column[0] for column in rows.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def words_of(faults: Iterable[Fault]) -> str:
    """Faults for a failure's message."""
    return json.dumps([str(fault) for fault in faults], indent=1)
