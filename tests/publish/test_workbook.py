"""The workbook and CSV of a release. Acts: whoever changes workbook.py or the marts it reads."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import openpyxl
import pytest

from orchestration.publish import workbook
from orchestration.publish.workbook import (
    CSV_FOLDER,
    WORKBOOK_FILE,
    Sheet,
    read_sheets,
    write_workbook,
)
from orchestration.raw.store import spill_folder

_SHEETS = [
    "Summary",
    "Net customer adds",
    "Intermediate certifications",
    "Deployments",
    "Usage growth",
]


def _copy(release: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """A copy of a release's database: one process opens a file with one configuration."""
    [(path,)] = release.execute("select path from duckdb_databases() where not internal").fetchall()
    return Path(shutil.copy(path, folder / "score.duckdb"))


@pytest.fixture(scope="module")
def database(
    demo_release: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return _copy(demo_release, tmp_path_factory.mktemp("workbook"))


@pytest.fixture(scope="module")
def folder(database: Path) -> Path:
    write_workbook(database, database.parent)
    return database.parent


def test_what_does_not_fit_into_memory_has_a_place_of_its_own(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copy(database, tmp_path / "score.duckdb"))
    folder = tmp_path / "release"
    folder.mkdir()
    places: list[str] = []

    def read(connection: duckdb.DuckDBPyConnection) -> list[Sheet]:
        places.extend(connection.execute("select current_setting('temp_directory')").fetchone())
        connection.execute("set memory_limit = '50MB'")
        connection.execute("set threads = 1")
        many = "select md5(i::varchar) as text from range(3000000) as numbers (i)"
        rows = connection.execute(f"select text from ({many}) order by text").fetchmany(1)
        assert [path.name for path in folder.iterdir()] == ["spill"]
        assert len(rows) == 1
        return read_sheets(connection)

    monkeypatch.setattr(workbook, "read_sheets", read)
    files = write_workbook(copy, folder)
    # Not where the build, written beside it, spills (store.py); and nothing of it stays.
    assert places == [str(folder / "spill")]
    assert Path(places[0]) != spill_folder(copy)
    assert {path for path in folder.rglob("*") if path.is_file()} == set(files)
    assert not (folder / "spill").exists()


def test_a_sheet_for_totals_and_one_per_metric(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / WORKBOOK_FILE)
    assert book.sheetnames == _SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.max_row > 1
        assert all(cell.font.bold for cell in sheet[1])


def test_cells_hold_what_the_marts_hold(folder: Path, database: Path) -> None:
    book = openpyxl.load_workbook(folder / WORKBOOK_FILE)
    with duckdb.connect(str(database), read_only=True) as connection:
        sheets = read_sheets(connection)
    for sheet in sheets:
        header, *rows = book[sheet.name].iter_rows(values_only=True)
        assert header == sheet.headings
        assert len(rows) == len(sheet.rows)
        for found, expected in zip(rows, sheet.rows, strict=True):
            assert [_cell(value) for value in found] == [_cell(value) for value in expected]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "year"):
        return f"{value:%Y-%m-%d}"
    try:
        return f"{float(value):.6f}"  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value or None)


def test_totals_are_those_of_the_newest_month(
    folder: Path, demo_release: duckdb.DuckDBPyConnection
) -> None:
    sheet = openpyxl.load_workbook(folder / WORKBOOK_FILE)["Summary"]
    header, *rows = sheet.iter_rows(values_only=True)
    place = {name: header.index(name) for name in ("Partner ID", "Path", "Total points")}
    found = sorted((row[place["Partner ID"]], round(row[place["Total points"]], 4)) for row in rows)
    expected = demo_release.execute(
        """
        select partner_id, round(total_points::double, 4) from marts.fct_designation_scores
        where is_rule_in_force
            and as_of_month = (select max(as_of_month) from marts.fct_designation_scores)
        order by all
        """
    ).fetchall()
    assert found == expected


def test_every_tenant_that_adds_or_takes_away_is_there(
    folder: Path, demo_release: duckdb.DuckDBPyConnection
) -> None:
    book = openpyxl.load_workbook(folder / WORKBOOK_FILE)
    for metric, label in demo_release.execute(
        "select metric, label from marts.dim_metric where category <> 'skilling'"
    ).fetchall():
        header, *rows = book[label].iter_rows(values_only=True)
        adds = header.index("Adds")
        found = sum(row[adds] for row in rows)
        (expected, count) = demo_release.execute(
            """
            select sum(contribution)::double, count(*) filter (contribution <> 0)
            from marts.fct_tenant_contributions
            where metric = ? and is_rule_in_force
                and as_of_month = (select max(as_of_month) from marts.fct_tenant_contributions)
            """,
            [metric],
        ).fetchone()
        assert found == pytest.approx(expected, abs=1e-6)
        assert sum(1 for row in rows if row[adds]) == count
        assert all(row[adds] or row[header.index("Near a threshold")] for row in rows)


def test_csv_is_the_same_table(folder: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        sheets = read_sheets(connection)
    names = {path.name for path in (folder / CSV_FOLDER).iterdir()}
    assert names == {f"{name.lower().replace(' ', '_')}.csv" for name in _SHEETS}
    for sheet in sheets:
        path = folder / CSV_FOLDER / f"{sheet.name.lower().replace(' ', '_')}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        assert tuple(header) == sheet.headings
        assert [[_cell(value) for value in row] for row in rows] == [
            [_cell(value) for value in row] for row in sheet.rows
        ]
        assert not any("E-" in value for row in rows for value in row)


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"])
def test_names_are_never_formulas(database: Path, tmp_path: Path, name: str) -> None:
    copy = Path(shutil.copy(database, tmp_path / "score.duckdb"))
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update marts.score_summary set partner_name = ?", [name])
        connection.execute("update marts.dim_tenant set tenant_name = ?", [name])
    write_workbook(copy, tmp_path)
    book = openpyxl.load_workbook(tmp_path / WORKBOOK_FILE)
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert book["Summary"]["A2"].value == name
    assert book["Summary"]["A2"].data_type == "s"
    with (tmp_path / CSV_FOLDER / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        _, first, *_ = csv.reader(file)
    assert first[0] == f"'{name}"


def test_of_several_areas_every_sheet_names_the_area(
    demo_areas_landing: Path, build_marts, tmp_path: Path
) -> None:
    """First; both metrics of certifications have a sheet, and services that are deployments."""
    marts = build_marts(demo_areas_landing)
    database = _copy(marts, tmp_path)
    with duckdb.connect(str(database)) as connection:
        sheets = {sheet.name: sheet for sheet in read_sheets(connection)}
        assert {*_SHEETS, "Advanced certifications", "Services"} == set(sheets)
        labels = {
            label
            for (label,) in marts.execute("select label from marts.dim_solution_area").fetchall()
        }
        assert len(labels) == 2
        for sheet in sheets.values():
            assert sheet.headings[0] == "Solution area"
            assert {row[0] for row in sheet.rows} <= labels
        for name in ("Summary", "Net customer adds", "Usage growth"):
            assert {row[0] for row in sheets[name].rows} == labels
        (count,) = marts.execute(
            """
            select count(*) from marts.fct_designation_scores
            where is_rule_in_force
                and as_of_month = (select max(as_of_month) from marts.fct_designation_scores)
            """
        ).fetchone()
        assert len(sheets["Summary"].rows) == count
        assert "Not known" not in sheets["Summary"].headings
        assert "Counts" in {row[-1] for row in sheets["Services"].rows}
        connection.execute(
            """
            update marts.fct_metric_scores
            set
                basis = if(metric = 'deployments', 'declared', 'not_computable'),
                reason_not_computable = 'dataset_missing: AzureUsage'
            where metric in ('deployments', 'usage_growth')
            """
        )
        summary = read_sheets(connection)[0]
        told = dict(zip(summary.headings, summary.rows[0], strict=True))
        assert told["Not known"] == "Usage growth: no AzureUsage of this month"
        assert told["Declared"] == "Deployments"
        assert told["Points at most"] == told["Total points"]
    write_workbook(database, tmp_path)
    assert {path.stem for path in (tmp_path / CSV_FOLDER).iterdir()} >= {"services", "summary"}
