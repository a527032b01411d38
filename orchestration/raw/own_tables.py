"""What PartnerCenterScore and PartnerTrack must obey beyond the kinds of their values.

Belongs here: figures and paths that cannot be, and rows that contradict each other. Does not
belong here: the kinds of values (value_checks.py), and which names there are (seed_names.py).

People type these two tables. They are read by key (partner, area and month; of a score path and
metric too), so two rows of one key that differ are both set aside: nobody can tell which is meant.
They may stand in two files of a delivery, and so are looked for when all of these are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, replace

import duckdb

from orchestration.landing.contract import Contract
from orchestration.landing.contracts import PARTNER_CENTER_SCORE, PARTNER_TRACK
from orchestration.landing.extract_files import Extract, readable
from orchestration.raw import seed_names
from orchestration.raw.delivery_check import CheckedMonth
from orchestration.raw.file_table import FileTable, distinct_values
from orchestration.raw.quarantine import WrongValue, set_aside
from orchestration.raw.repetition import loaded_extract
from orchestration.raw.store import plain_copies, recreate_view
from orchestration.raw.value_checks import note_partners

#: The column that says something of the key.
_SAYS = {PARTNER_TRACK.dataset: "path", PARTNER_CENTER_SCORE.dataset: "points"}


def impossible(table: FileTable) -> Iterator[WrongValue]:
    """Ways of a row to be impossible that the file has."""
    contract = table.extract.contract
    if contract is PARTNER_TRACK:
        query = f"""
            select file.rowid as row_id, 'path' as name, 'unknown_path' as reason
            from {table.kept_sql}
                and raw.as_text(path) is not null
                and coalesce({_path()} not in ({_list(seed_names.track_paths())}), true)
        """
    elif contract is PARTNER_CENTER_SCORE:
        query = _impossible_scores(table)
    else:
        return
    connection = table.connection
    connection.execute(f"create or replace temp table impossible as {query}")
    for name, reason in connection.execute(
        "select distinct name, reason from impossible order by all"
    ).fetchall():
        yield WrongValue(
            name,
            reason,
            "file.rowid in (select row_id from impossible "
            f"where name = '{name}' and reason = '{reason}')",
        )


def _impossible_scores(table: FileTable) -> str:
    """Points out of bounds, and no path where the version of the month has two.

    A month, area or metric of which no rule is known is not judged but for points below zero.
    """
    areas = seed_names.name_map(seed_names.area_names(with_groups=False))
    return f"""
        with bounds as (
            select
                solution_area, path, metric, max_points::decimal(28, 10) as max_points,
                effective_from::date as effective_from, effective_before::date as effective_before
            from (values {seed_names.values_list(map(astuple, seed_names.metric_bounds()))})
                as bounds(solution_area, path, metric, max_points, effective_from, effective_before)
        ),

        scores as (
            select
                file.rowid as row_id,
                {areas}[raw.as_key(solution_area)][1] as solution_area,
                last_day(raw.as_month(month)) as judged_on,
                raw.as_text(path) is null as is_without_path,
                {_path()} as path,
                {_metric()} as metric,
                raw.as_number(points) as points
            from {table.kept_sql}
        ),

        judged as (
            select
                scores.row_id,
                any_value(scores.points) as points,
                any_value(scores.is_without_path) as is_without_path,
                count(distinct bounds.path) as paths_count,
                max(bounds.max_points) filter (
                    bounds.metric = scores.metric
                    and (bounds.path = scores.path or scores.path is null)
                ) as max_points
            from scores
            left join bounds
                on
                    scores.solution_area = bounds.solution_area
                    and bounds.effective_from <= scores.judged_on
                    and coalesce(bounds.effective_before > scores.judged_on, true)
            group by scores.row_id
        )

        select row_id, 'points' as name, 'points_out_of_bounds' as reason
        from judged
        where points < 0 or points > max_points
        union all
        select row_id, 'path' as name, 'required_value_empty' as reason
        from judged
        where is_without_path and paths_count > 1
    """


def set_aside_contradictions(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedMonth,
    contract: Contract,
    extracts: list[Extract],
) -> None:
    """Set aside rows of one key that say different things, in all files of a delivery.

    Must run in the transaction that loaded `extracts`, files of one dataset.
    """
    if contract.dataset not in _SAYS:
        return
    column = _SAYS[contract.dataset]
    for delivery in dict.fromkeys(extract.file.delivery for extract in extracts):
        files = connection.execute(
            "select file_id, file_name, blank_count, quarantined_count from raw.files "
            "where delivery = ? and dataset = ? order by file_name",
            [delivery, contract.dataset],
        ).fetchall()
        tables = [
            FileTable(
                connection,
                loaded_extract(connection, checked, extracts, file_id, delivery, name),
                file_id,
                *left_out,
            )
            for file_id, name, *left_out in files
        ]
        connection.execute(
            f"create or replace temp table contradictions as {_contradictions(contract, tables)}"
        )
        for table in tables:
            found = f"from contradictions where file_id = {table.file_id}"
            if connection.execute(f"select 1 {found} limit 1").fetchone():
                connection.execute(
                    "insert into raw.contradicted "
                    f"select distinct file_id, partner_id, area, month, path, metric {found}"
                )
                condition = f"{table.record_sql} in (select record {found})"
                with readable(table.extract, plain_copies(connection)) as plain:
                    wrong = [WrongValue(column, "contradicts_another", condition)]
                    _count(set_aside(replace(table, extract=plain), wrong))
    recreate_view(connection, contract)


def _contradictions(contract: Contract, tables: list[FileTable]) -> str:
    """SQL of file, record and key of each row that another one of its key differs from."""
    if contract is PARTNER_TRACK:
        areas = seed_names.name_map(seed_names.area_names(with_groups=True))
        area = f"unnest(coalesce({areas}[raw.as_key(solution_area)], [raw.as_key(solution_area)]))"
        path, metric, says = "''", "''", _path()
    else:
        areas = seed_names.name_map(seed_names.area_names(with_groups=False))
        area = f"{areas}[raw.as_key(solution_area)][1], raw.as_key(solution_area), '(empty)'"
        area = f"coalesce({area})"
        single = seed_names.quoted(seed_names.single_path())
        path = f"coalesce({_path()}, raw.as_key(path), {single})"
        metric = f"coalesce({_metric()}, raw.as_key(metric), '(empty)')"
        says = "raw.as_number(points)"
    rows = " union all ".join(
        f"""
        select
            {table.file_id} as file_id, {table.record_sql} as record,
            raw.as_id(pga_mpn_id) as partner_id, {area} as area, raw.as_month(month) as month,
            {path} as path, {metric} as metric, {says}::varchar as says
        from {table.kept_sql}
        """
        for table in tables
    )
    files = ", ".join(str(table.file_id) for table in tables)
    return f"""
        with said as (
            select *, false as is_contradicted from ({rows})
            union all
            -- Of files that were loaded before: a row of another part contradicts them as well.
            select file_id, null, partner_text, solution_area, month, path, metric, null, true
            from raw.contradicted
            where file_id in ({files})
        ),

        apart as (
            select
                *,
                count(distinct says) over key as sayings,
                bool_or(is_contradicted) over key as is_known_to_be
            from said
            window key as (partition by partner_id, area, month, path, metric)
        )

        select distinct file_id, record, partner_id, area, month, path, metric
        from apart
        where record is not null and (sayings > 1 or is_known_to_be)
    """


def _count(table: FileTable) -> None:
    """Bring the receipt of a file up to date with what is set aside by now."""
    table.connection.execute(
        "update raw.files set loaded_count = records_count - $aside, quarantined_count = $aside "
        "where file_id = $file_id",
        {"aside": table.quarantined, "file_id": table.file_id},
    )
    table.connection.execute("delete from raw.file_partners where file_id = ?", [table.file_id])
    note_partners(table, distinct_values(table))


def _path() -> str:
    return f"{seed_names.name_map(seed_names.path_names())}[raw.as_key(path)]"


def _metric() -> str:
    names = seed_names.name_map(seed_names.metric_names())
    return f"{names}[replace(raw.as_key(metric), '_', ' ')]"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(map(seed_names.quoted, names))
