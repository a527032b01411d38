"""Values that are a sentence of some language stay values: in SQL, paths, templates, the page, the
terminal and spreadsheets.

Acts: whoever writes a value of an extract anywhere.
"""

from __future__ import annotations

import csv
from decimal import Decimal, InvalidOperation

import duckdb

from orchestration.landing.faults import printable
from orchestration.publish.release import PAGE_FILE
from tests.access.refreshed import FILE_NAME, HOSTILE, Done, content_of, files_in
from tests.page.reading import Page


def test_hostile_values_are_values(done: Done) -> None:
    root = done.settings.build_dir.parent
    assert [path for path in root.rglob("pwned")] == []
    with duckdb.connect(str(done.release.database), read_only=True) as connection:
        tenants = {
            name
            for (name,) in connection.execute("select tenant_name from marts.dim_tenant").fetchall()
        }
        files = connection.execute("select file_name from marts.dim_delivery").fetchall()
        (score,) = connection.execute(
            "select count(*) from marts.fct_designation_scores"
        ).fetchone() or (0,)
    spaces = {" ".join(text.split()) for text in HOSTILE.values()}
    assert spaces <= {" ".join(name.split()) for name in tenants}
    assert "1337" not in " ".join(tenants)
    page = Page(done.release.folder / PAGE_FILE)
    shown = {
        " ".join(text.split())
        for number in page.partners.values()
        for tenants in page.block(f"customers-{number}-security")["tenants"]
        for text in tenants
    }
    assert spaces <= shown
    assert (FILE_NAME,) in files
    assert score > 0


def test_hostile_values_are_no_commands_to_the_terminal(done: Done) -> None:
    assert "\x1b" not in done.scorecard
    assert "\x07" not in done.scorecard
    assert "\u202e" not in done.scorecard
    assert max(len(line) for line in done.scorecard.splitlines()) < 2_000


def test_an_error_is_no_command_to_the_terminal() -> None:
    assert printable(HOSTILE["escape"]) == "?[2J?]0;title? ? ?2J"


def test_no_value_is_a_formula_in_a_spreadsheet(done: Done) -> None:
    sheets = [path for path in files_in(done.release.folder) if path.suffix in (".csv", ".xlsx")]
    assert {path.suffix for path in sheets} == {".csv", ".xlsx"}
    for path in sheets:
        if path.suffix == ".xlsx":
            assert b"<f>" not in content_of(path)
            assert b"<f " not in content_of(path)
            continue
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        formulas = [cell for cell in cells if cell.startswith(("=", "@", "+", "-", "\t", "\r"))]
        assert [cell for cell in formulas if not _is_number(cell)] == []


def _is_number(cell: str) -> bool:
    try:
        return bool(Decimal(cell)) or True
    except InvalidOperation:
        return False
