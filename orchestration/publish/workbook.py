"""The newest month as an Excel workbook and as CSV, for whoever works in a spreadsheet.

Belongs here: which columns each sheet has, their headings and formats. Does not belong here: any
figure; all are read from the marts, under the rules in force.

`score.xlsx` has a sheet of totals, one per metric counted in tenants (those that add or take away
something, and those near a threshold), and one of people with their certificates. `csv/` has the
same tables. Text is always text: a name that begins like a formula is none.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from orchestration.publish.page.shared_queries import NOT_IN_TOTAL

WORKBOOK_FILE = "score.xlsx"
CSV_FOLDER = "csv"

#: A spreadsheet reads a text that begins so as a formula.
_FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60
_ROWS_MEASURED = 200

_SUMMARY = """
    select
        partner_name as "Partner",
        partner_id as "Partner ID",
        as_of_month as "Month",
        path_label as "Path",
        total_points as "Total points",
        (from ({not_in_total})) as "Left out",
        qualifying_points as "Points to qualify",
        qualifies as "Qualifies",
        is_best_path as "Better path",
        {points},
        rule_version_label as "Rules",
        history_status as "History"
    from marts.score_summary
    where as_of_month = (select max(as_of_month) from marts.score_summary)
    order by all
"""

_TENANTS = """
    select
        dim_partner.partner_name as "Partner",
        dim_path.label as "Path",
        lines.label as "Product line",
        dim_tenant.tenant_name as "Tenant",
        facts.tenant_id as "Tenant ID",
        dim_customer.customer_name as "Customer",
        facts.current_value as "Now",
        facts.baseline_value as "A year ago",
        facts.contribution as "Adds",
        reasons.label as "Why",
        facts.deciding_workload as "Deciding workload",
        facts.current_paid_count as "Paid licences",
        facts.current_active_count as "Active licences",
        facts.side as "Near a threshold",
        facts.measured_on as "Measured on",
        measures.label as "Measure",
        facts.measured_value as "Figure",
        facts.threshold_value as "Threshold",
        facts.points_change as "Points if crossed"
    from (
        select
            each.*,
            near.side,
            near.measured_on,
            near.measure,
            near.measured_value,
            near.threshold_value,
            near.points_change
        from marts.fct_tenant_contributions as each
        left join marts.fct_near_thresholds as near
            on
                each.partner_id = near.partner_id
                and each.path = near.path
                and each.metric = near.metric
                and each.product_line = near.product_line
                and each.tenant_id = near.tenant_id
                and near.is_nearest
        where
            each.metric = $metric
            and each.is_rule_in_force
            and each.as_of_month = $month
            and (each.contribution <> 0 or near.side is not null)
    ) as facts
    inner join marts.dim_partner using (partner_id)
    inner join marts.dim_path using (path)
    inner join marts.dim_tenant using (tenant_id)
    inner join marts.dim_customer on facts.customer_id = dim_customer.customer_id
    inner join marts.dim_label as lines
        on facts.product_line = lines.code and lines.kind = 'product_line'
    inner join marts.dim_label as reasons
        on
            facts.reason = reasons.code
            and reasons.kind = case
                when facts.contribution = 0 then 'contribution_reason_without_effect'
                else 'contribution_reason'
            end
    left join marts.dim_label as measures
        on facts.measure = measures.code and measures.kind = 'measure'
    order by all
"""

_PEOPLE = """
    select
        dim_partner.partner_name as "Partner",
        dim_path.label as "Path",
        facts.step as "Step",
        facts.person_key as "Person (hashed)",
        facts.certifications as "Certifications",
        facts.counts as "Counts",
        facts.counts_until as "Counts until",
        lapsing.ends_on as "Next one lapses",
        lapsing.points_at_stake as "Points at stake"
    from marts.fct_skilling_people as facts
    inner join marts.dim_partner using (partner_id)
    inner join marts.dim_path using (path)
    left join marts.fct_expiring_certifications as lapsing
        on
            facts.partner_id = lapsing.partner_id
            and facts.path = lapsing.path
            and facts.metric = lapsing.metric
            and facts.person_key = lapsing.person_key
            and lapsing.is_next
    where
        facts.metric = $metric
        and facts.is_rule_in_force
        and facts.as_of_month = $month
    order by all
"""


@dataclass(frozen=True)
class Sheet:
    """One table: its name, headings and rows."""

    name: str
    headings: tuple[str, ...]
    rows: list[tuple]


def write_workbook(database: Path, folder: Path) -> list[Path]:
    """Write the marts of `database`, a build or a release, into `folder`; returns the files."""
    with duckdb.connect(str(database), read_only=True) as connection:
        # The release's tables are written beside it (publishing.py), by another instance of DuckDB:
        # where two put what does not fit into memory into one folder, they overwrite each other's.
        connection.execute("set memory_limit = '1GB'")
        connection.execute("set temp_directory = $path", {"path": str(folder / "spill")})
        sheets = read_sheets(connection)
    tables = folder / CSV_FOLDER
    tables.mkdir()
    files = [folder / WORKBOOK_FILE]
    # Rows go to disk as they are written: a distributor has many.
    with xlsxwriter.Workbook(
        str(files[0]),
        {
            "constant_memory": True,
            # What a killed process leaves of it goes with the unfinished release.
            "tmpdir": str(folder),
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    ) as book:
        formats = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "month": book.add_format({"num_format": "yyyy-mm-dd"}),
            "number": book.add_format({"num_format": "#,##0.####"}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    for sheet in sheets:
        path = tables / f"{sheet.name.lower().replace(' ', '_')}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(sheet.headings)
            writer.writerows([_neutral(value) for value in row] for row in sheet.rows)
        files.append(path)
    return files


def read_sheets(connection: duckdb.DuckDBPyConnection) -> list[Sheet]:
    """The tables in the order of the metrics, the totals first."""
    metrics = connection.execute(
        "select metric, label, is_skilling from marts.dim_metric order by display_order"
    ).fetchall()
    points = ", ".join(f'{metric}_points as "{label}"' for metric, label, _ in metrics)
    summary = _SUMMARY.format(not_in_total=NOT_IN_TOTAL, points=points)
    sheets = [_sheet(connection, "Summary", summary, {})]
    # As a value of its own: other months are left out while reading where DuckDB knows the one.
    newest = connection.execute("select max(as_of_month) from marts.fct_metric_scores").fetchone()
    month = newest[0] if newest else None
    for metric, label, is_skilling in metrics:
        query = _PEOPLE if is_skilling else _TENANTS
        sheets.append(_sheet(connection, label, query, {"metric": metric, "month": month}))
    return sheets


def _sheet(
    connection: duckdb.DuckDBPyConnection, name: str, query: str, parameters: dict[str, object]
) -> Sheet:
    cursor = connection.execute(query, parameters)
    headings = tuple(column[0] for column in cursor.description or ())
    return Sheet(name, headings, cursor.fetchall())


def _write_sheet(worksheet: Worksheet, sheet: Sheet, formats: dict) -> None:
    worksheet.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        longest = max((len(_shown(row[column])) for row in sheet.rows[:_ROWS_MEASURED]), default=0)
        worksheet.set_column(column, column, min(max(longest, len(heading) // 2, 8) + 2, _WIDEST))
    worksheet.write_row(0, 0, sheet.headings, formats["heading"])
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                worksheet.write_string(number, column, "yes" if value else "no")
            elif isinstance(value, Decimal | int):
                worksheet.write(number, column, value, formats["number"])
            elif isinstance(value, date):
                worksheet.write(number, column, value, formats["month"])
            elif value is not None:
                worksheet.write_string(number, column, value)
    worksheet.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.headings) - 1)


def _shown(value: object) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def _neutral(value: object) -> object:
    """The value for CSV; a text that a spreadsheet would calculate gets an apostrophe before it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".")
    if isinstance(value, str) and value.startswith(_FORMULA_BEGINNINGS):
        return f"'{value}"
    return value
