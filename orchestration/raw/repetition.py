"""The same row twice: in two files of a dataset in one delivery, or in one file of usage.

Belongs here: finding rows that are the same, and what is said of them. Does not belong here: when
two rows are the same (likeness.py), the same bytes twice (load.py), the same usage under several
attributions (the models).

First hashes of columns in `raw` are compared, of each new file of usage, and of files that have a
month and a partner in common by their receipts. Only of rows that look alike there the files are
read again, for all columns that `raw` does not keep.

Whoever knows better names file or delivery in ACCEPT_REPEATED: then all rows count, and their
number stands in the receipt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement

import duckdb
from rich.console import Console

from orchestration.landing.contract import Contract
from orchestration.landing.extract_files import (
    FIELDS_FAULT,
    SPARE_COLUMNS,
    Extract,
    inspect,
    readable,
)
from orchestration.landing.faults import Fault
from orchestration.landing.folder import LandingFile
from orchestration.raw.delivery_check import CheckedMonth
from orchestration.raw.in_force import LoadedFile
from orchestration.raw.likeness import comparable, compared_columns, first_looked_at
from orchestration.raw.store import file_table, plain_copies


@dataclass(frozen=True)
class _Part:
    """A file that may repeat rows, and the columns of it that are compared."""

    file_id: int
    extract: Extract
    is_new: bool
    columns: dict[str, int]


def repeated(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedMonth,
    extracts: list[Extract],
    accepted: Set[str],
) -> list[Fault]:
    """A fault for each file just loaded and each file, or itself, whose rows it repeats.

    Must run in the transaction that loaded `extracts`, files of one dataset. Rows of files and
    deliveries that are `accepted` are counted in the receipts instead.
    """
    contract = extracts[0].contract
    faults: list[Fault] = []
    for delivery in dict.fromkeys(extract.file.delivery for extract in extracts):
        files = dict(
            connection.execute(
                "select file_id, file_name from raw.files where delivery = ? and dataset = ?",
                [delivery, contract.dataset],
            ).fetchall()
        )
        new = {each.file.name for each in extracts if each.file.delivery == delivery}
        for group in _groups(connection, contract, files, new):
            if alike := _fill_alike(connection, contract, group):
                parts = [
                    _as_read(connection, checked, extracts, file_id, delivery, files[file_id])
                    for file_id in alike
                ]
                # Those that are loaded already first: the fault is a new one's.
                parts.sort(key=lambda part: (part.is_new, part.extract.file.name))
                _fill_repeated(connection, contract, parts)
                faults += _faults(connection, parts, accepted)
    return faults


def _groups(
    connection: duckdb.DuckDBPyConnection, contract: Contract, files: dict[int, str], new: set[str]
) -> Iterator[list[int]]:
    """Files to be compared with each other, and new files of usage to be looked at alone."""
    if near := _near(connection, contract, files):
        yield near
    if contract.is_usage:
        yield from (
            [file_id] for file_id, name in files.items() if name in new and file_id not in near
        )


def _near(
    connection: duckdb.DuckDBPyConnection, contract: Contract, files: Iterable[int]
) -> list[int]:
    """The files that have both a month and a partner in common with another one."""
    if len(ids := list(files)) < 2:
        return []
    conditions = []
    if contract.is_usage:
        conditions.append(
            "select 1 from raw.file_months as a inner join raw.file_months as b "
            "using (usage_month) where a.file_id = one.file_id and b.file_id = other.file_id"
        )
    if contract.partner is not None:
        conditions.append(
            "select 1 from raw.file_partners as a inner join raw.file_partners as b "
            "on a.partner_text is not distinct from b.partner_text "
            "where a.file_id = one.file_id and b.file_id = other.file_id"
        )
    rows = connection.execute(
        """
        with ids as (select unnest($ids::integer[]) as file_id)

        select distinct one.file_id
        from ids as one
        inner join ids as other on one.file_id <> other.file_id
        """
        + (f"where {' and '.join(f'exists ({each})' for each in conditions)}" if conditions else "")
        + " order by all",
        {"ids": ids},
    ).fetchall()
    return [file_id for (file_id,) in rows]


def _fill_alike(
    connection: duckdb.DuckDBPyConnection, contract: Contract, files: list[int]
) -> list[int]:
    """Fill `alike` with file and record of rows that look the same in `raw`; the files of them."""
    absent = {
        header
        for (headers,) in connection.execute(
            "select absent_columns from raw.files where list_contains($ids::integer[], file_id)",
            {"ids": files},
        ).fetchall()
        for header in headers.split(",")
    }
    columns = first_looked_at(contract, absent)
    row_hash = f"hash({', '.join(comparable(column, column.name) for column in columns)})"
    # Not through the view: row ids of what this transaction has written begin somewhere else.
    tables = {file_id: file_table(contract, file_id) for file_id in files}
    all_hashes = " union all ".join(
        f"select {row_hash} as row_hash from {t}" for t in tables.values()
    )
    # Mostly none, and only then is any record looked for.
    connection.execute(
        "create or replace temp table seen_twice as "
        f"select row_hash from ({all_hashes}) group by row_hash having count(*) > 1"
    )
    if connection.execute("select 1 from seen_twice limit 1").fetchone() is None:
        return []
    connection.execute("create or replace temp table alike (file_id integer, record bigint)")
    for file_id, table in tables.items():
        first_row = connection.execute(f"select min(rowid) from {table}").fetchone()
        assert first_row is not None
        connection.execute(
            f"insert into alike select {file_id}, rowid - $first + 1 from {table} "
            f"where {row_hash} in (select row_hash from seen_twice)",
            {"first": first_row[0]},
        )
    connection.execute(
        """
        delete from alike
        using (
            select file_id, record from raw.quarantine
            union all
            select file_id, record from raw.blank_records
        ) as passed_over
        where alike.file_id = passed_over.file_id and alike.record = passed_over.record
        """
    )
    found = connection.execute("select distinct file_id from alike order by file_id").fetchall()
    return [file_id for (file_id,) in found]


def _as_read(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedMonth,
    extracts: list[Extract],
    file_id: int,
    delivery: str,
    name: str,
) -> _Part:
    """A loaded file, to be read again as it was read."""
    extract = loaded_extract(connection, checked, extracts, file_id, delivery, name)
    return _Part(
        file_id, extract, extract in extracts, compared_columns(extract.contract, extract.header)
    )


def loaded_extract(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedMonth,
    extracts: list[Extract],
    file_id: int,
    delivery: str,
    name: str,
) -> Extract:
    """A loaded file as it was read: one of `extracts` that are new, or one loaded before."""
    for extract in extracts:
        if (extract.file.delivery, extract.file.name) == (delivery, name):
            return extract
    contract = extracts[0].contract
    [file] = [
        file
        for each in checked.deliveries
        for file in each.files
        if (file.delivery, file.name) == (delivery, name)
    ]
    extract = inspect(connection, file, contract)
    columns = connection.execute(f"describe {file_table(contract, file_id)}").fetchall()
    if FIELDS_FAULT in [column[0] for column in columns]:
        extract = replace(extract, spare_columns=SPARE_COLUMNS[-1])
    return extract


def _fill_repeated(
    connection: duckdb.DuckDBPyConnection, contract: Contract, parts: list[_Part]
) -> None:
    """Fill `repeated` with each row of `alike` that is the same as one before it, and that one.

    Two files are compared in the columns that both have.
    """
    connection.execute(
        "create or replace temp table repeated "
        "(part integer, record bigint, one integer, one_record bigint)"
    )
    kinds = list(dict.fromkeys(frozenset(part.columns) for part in parts))
    for one, other in combinations_with_replacement(kinds, 2):
        connection.execute(
            "create or replace temp table reread "
            "(part integer, record bigint, is_one boolean, is_other boolean, row_hash ubigint)"
        )
        for number, part in enumerate(parts):
            if (kind := frozenset(part.columns)) in (one, other):
                _read_again(connection, contract, number, part, one & other)
                connection.execute(
                    "update reread set is_one = ?, is_other = ? where part = ?",
                    [kind == one, kind == other, number],
                )
        connection.execute(
            f"""
            insert into repeated
            with firsts as (
                select row_hash, is_one, is_other, min((part, record)) as place
                from reread
                group by all
            )

            select reread.part, reread.record, firsts.place[1], firsts.place[2]
            from reread
            inner join firsts
                on reread.row_hash = firsts.row_hash
                and reread.is_one = firsts.is_other and reread.is_other = firsts.is_one
            where
                firsts.place < (reread.part, reread.record)
                and ({contract.is_usage} or firsts.place[1] <> reread.part)
            """
        )


def _read_again(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    number: int,
    part: _Part,
    common: frozenset[str],
) -> None:
    """Add the rows of `alike` that are in this file to `reread`."""
    by_header = {column.header: column for column in contract.stored}
    cells = ", ".join(
        comparable(by_header.get(name), part.extract.text_sql(part.columns[name]))
        for name in sorted(common)
    )
    with readable(part.extract, plain_copies(connection)) as plain:
        connection.execute(
            f"""
            insert into reread
            select {number}, record, null, null, hash({cells})
            from (select row_number() over () as record, * from {plain.read_sql()})
            semi join (select record from alike where file_id = {part.file_id}) using (record)
            """,
            {"path": plain.path_parameter},
        )


def _faults(
    connection: duckdb.DuckDBPyConnection, parts: list[_Part], accepted: Set[str]
) -> Iterator[Fault]:
    found = connection.execute(
        """
        select part, one, count(*), min(record), arg_min(one_record, record)
        from repeated
        group by part, one
        order by part, one
        """
    ).fetchall()
    for number, one, count, record, one_record in found:
        file, other = parts[number].extract.file, parts[one].extract.file
        if not parts[number].is_new:
            continue
        if {file.delivery, file.place, other.place} & accepted:
            connection.execute(
                """
                update raw.files set repeated_count = (
                    select count(distinct record) from repeated where part = ?
                )
                where file_id = ?
                """,
                [number, parts[number].file_id],
            )
        else:
            yield _fault(file, other, count, record, one_record)


def _fault(file: LandingFile, other: LandingFile, count: int, record: int, first: int) -> Fault:
    if file is other:
        expected = "every row once"
        found = f"the row of record {first:,} again ({count:,} rows repeat an earlier one)"
        mending = (
            "Usage would count twice: download the extract again, or remove the rows that were "
            "added twice."
        )
    else:
        expected = "rows that are in no other file of the delivery"
        found = f"{count:,} that are also in {other.name} (this one as record {first:,})"
        mending = (
            "Parts of an extract must not overlap: remove this file, or download parts that have "
            "no rows in common."
        )
    return Fault(
        file.place,
        expected,
        found,
        f"{mending} If all these rows are correct, set ACCEPT_REPEATED={file.place} to count them.",
        record=record,
    )


def print_repeated(files: Iterable[LoadedFile], console: Console) -> None:
    """Say of each file how many of its rows count twice; nothing where none do."""
    for file in files:
        if file.repeated:
            console.print(
                f"{file.place}: {file.repeated:,} rows repeat others and count as well, because "
                "ACCEPT_REPEATED says so.",
                style="yellow",
                markup=False,
            )
