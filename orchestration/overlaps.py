"""Parts of one extract that overlap: two files of a dataset in one delivery with the same row.

Belongs here: finding the same row, all columns but the measures, in two files. Does not belong
here: the same bytes twice (load.py), the same usage in several rows of one file (the models).

Nothing is done for a dataset of one file. For several, first what the receipts know of months and
partners is compared, then hashes of the columns in `raw`; only where both speak for a shared row
are the files read again, for the columns that `raw` does not keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import duckdb

from orchestration.contract import MEASURES, Column, Contract, fold
from orchestration.delivery_check import CheckedMonth
from orchestration.extract_files import FIELDS_FAULT, SPARE_COLUMNS, Extract, inspect
from orchestration.faults import Fault
from orchestration.raw_store import file_table


def overlapping(
    connection: duckdb.DuckDBPyConnection, checked: CheckedMonth, extracts: list[Extract]
) -> Iterator[Fault]:
    """A fault for each two files that share a row, one of them just loaded.

    Must run in the transaction that loaded `extracts`, files of one dataset.
    """
    contract = extracts[0].contract
    for delivery in dict.fromkeys(extract.file.delivery for extract in extracts):
        files = dict(
            connection.execute(
                "select file_id, file_name from raw.files where delivery = ? and dataset = ?",
                [delivery, contract.dataset],
            ).fetchall()
        )
        near = _near(connection, contract, files)
        if near and _fill_alike(connection, contract, near):
            parts = [
                (
                    file_id,
                    _as_read(connection, checked, extracts, file_id, delivery, files[file_id]),
                )
                for file_id in near
            ]
            # Those that are loaded already first: the fault is a new one's.
            parts.sort(key=lambda part: (part[1] in extracts, part[1].file.name))
            yield from _shared(connection, contract, parts)


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


def _fill_alike(connection: duckdb.DuckDBPyConnection, contract: Contract, files: list[int]) -> int:
    """Fill `alike` with file and record of rows that look the same in `raw`; how many they are."""
    absent = {
        header
        for (headers,) in connection.execute(
            "select absent_columns from raw.files where list_contains($ids::integer[], file_id)",
            {"ids": files},
        ).fetchall()
        for header in headers.split(",")
    }
    cells = ", ".join(
        _comparable(contract, column, column.name)
        for column in contract.stored
        if column.kind not in MEASURES and column.header not in absent
    )
    # Not through the view: row ids of what this transaction has written begin somewhere else.
    tables = {file_id: file_table(contract, file_id) for file_id in files}
    rows = " union all ".join(
        f"select {file_id} as file_id, rowid - (select min(rowid) from {table}) + 1 as record, "
        f"hash({cells}) as row_hash from {table}"
        for file_id, table in tables.items()
    )
    connection.execute(
        f"""
        create or replace temp table alike as
        with all_rows as ({rows}),

        rows as (
            select all_rows.* from all_rows anti join raw.quarantine using (file_id, record)
        ),

        shared as (
            select row_hash from rows group by row_hash having min(file_id) < max(file_id)
        )

        select file_id, record from rows semi join shared using (row_hash)
        """
    )
    row = connection.execute("select count(*) from alike").fetchone()
    assert row is not None
    return row[0]


def _comparable(contract: Contract, column: Column | None, text: str) -> str:
    """SQL of a value to compare by. Months and dates by what they say, all else as written."""
    if column is not None and column.kind == "month":
        return f"raw.as_month({text})"
    if column is not None and column.kind == "date" and not contract.is_usage:
        return f"raw.as_date({text})"
    return f"coalesce({text}, '')"


def _as_read(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedMonth,
    extracts: list[Extract],
    file_id: int,
    delivery: str,
    name: str,
) -> Extract:
    """The extract of a loaded file, to be read again as it was read."""
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
        return replace(extract, spare_columns=SPARE_COLUMNS[-1])
    return extract


def _shared(
    connection: duckdb.DuckDBPyConnection, contract: Contract, parts: list[tuple[int, Extract]]
) -> Iterator[Fault]:
    """Compare rows of `alike` in all columns that the files have in common, but the measures."""
    extracts = [extract for _, extract in parts]
    measures = {column.header for column in contract.stored if column.kind in MEASURES}
    measures.update(contract.other_measures.split())
    columns = [
        {
            contract.meanings.get(fold(name), fold(name)): position
            for position, name in reversed(list(enumerate(extract.header)))
        }
        for extract in extracts
    ]
    common = set.intersection(*(set(each) for each in columns)) - measures
    by_header = {column.header: column for column in contract.stored}
    connection.execute(
        "create or replace temp table reread (part integer, record bigint, row_hash ubigint)"
    )
    for part, (file_id, extract) in enumerate(parts):
        cells = ", ".join(
            _comparable(contract, by_header.get(name), extract.text_sql(columns[part][name]))
            for name in sorted(common)
        )
        connection.execute(
            f"""
            insert into reread
            select {part}, record, row_hash
            from (
                select row_number() over () as record, hash({cells}) as row_hash
                from {extract.read_sql()}
            )
            semi join (select record from alike where file_id = {file_id}) using (record)
            """,
            {"path": extract.path_parameter},
        )
    found = connection.execute(
        """
        with shared as (
            select
                min(part) as one, arg_min(record, part) as one_record,
                max(part) as other, arg_max(record, part) as other_record,
            from reread
            group by row_hash
            having min(part) < max(part)
        )

        select one, other, count(*), min(one_record), arg_min(other_record, one_record)
        from shared
        group by one, other
        order by one, other
        """
    ).fetchall()
    for one, other, count, one_record, other_record in found:
        yield Fault(
            extracts[other].file.place,
            "rows that no other file of the delivery has",
            f"{count:,} that {extracts[one].file.name} has too (there it is record {one_record:,})",
            "Parts of an extract must not overlap, or usage counts twice. Take this file away, or "
            "download parts that have no row in common.",
            record=other_record,
        )
