"""The newest month as an Excel workbook and as CSV, for whoever works in a spreadsheet.

Belongs here: which sheets there are, and their formats. Does not belong here: their columns
(workbook_queries.py), and any figure; all are read from the marts, under the rules in force.

`score.xlsx` has a sheet of totals, one per metric of usage with its tenants (those that add or take
away something, and those near a threshold), one per metric of certifications with its people, and
one of services where those count as deployments. Where several solution areas are scored, the first
column is the area. `csv/` has the same tables. Text is always text: a name that begins like a
formula is none.
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

from orchestration.publish import workbook_queries as queries
from orchestration.publish.not_known import not_known
from orchestration.publish.page.shared_queries import NOT_IN_TOTAL

WORKBOOK_FILE = "score.xlsx"
CSV_FOLDER = "csv"

#: A spreadsheet reads a text that begins so as a formula.
_FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60
_ROWS_MEASURED = 200


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
        "select metric, label, is_skilling, unit from marts.dim_metric order by display_order"
    ).fetchall()
    [(has_areas, has_classes, has_unknowns, has_services, month)] = connection.execute(
        queries.TOLD
    ).fetchall()
    area = queries.AREA if has_areas else ""
    summary = queries.SUMMARY.format(
        area=area,
        not_in_total=NOT_IN_TOTAL,
        more=(queries.CLASS if has_classes else "") + (queries.KNOWN if has_unknowns else ""),
        points=", ".join(f'{metric}_points as "{label}"' for metric, label, _, _ in metrics),
        reason=not_known("facts.reason_not_computable"),
    )
    sheets = [_sheet(connection, "Summary", summary, {})]
    for metric, label, is_skilling, unit in metrics:
        if unit != "services":
            query = (queries.PEOPLE if is_skilling else queries.TENANTS).format(area=area)
            sheets.append(_sheet(connection, label, query, {"metric": metric, "month": month}))
    if has_services:
        query = queries.SERVICES.format(area=area)
        sheets.append(_sheet(connection, "Services", query, {"month": month}))
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
