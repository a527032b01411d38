"""Where names, e-mails, ids of people and the key are after a refresh, and where they are not.

Acts: whoever lets a column of TrainingCompletions through, or writes a new kind of file. One world
holds people who can be recognised, and file names, headers and cells that would do harm wherever a
value of an extract became SQL, a path, a template or a command. It is loaded by Dagster with its
history, because that is one more place where something could be written down; then a second
delivery with spoilt people is refused, because messages are another.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from orchestration.faults import printable
from orchestration.instance import open_instance
from orchestration.partitions import add_months, known_months, range_tags
from orchestration.person_key import padded_keys
from orchestration.release import PAGE_FILE, Release, current_release
from orchestration.scorecard import print_scorecard
from orchestration.settings import Settings
from tests.orchestration.tiny_world import PARTNER, fill
from tests.page.reading import Page
from tests.worlds.writer import CERTIFICATE_TITLES, Delivery

MONTH = "2026-10"
KEY = "f1d2d2f924e986ac86fdf7b36c94bcdf32beec15aa"

#: Everything that tells who somebody is; no other text of the world contains one of them.
PERSON = {
    "IndividualFirstName": "Zofiaqq",
    "IndividualLastName": "Wrzosekqq",
    "Email": "zofiaqq@home.example",
    "CorpEmail": "wrzosekqq@work.example",
    "MCPID": "mcpid-778899",
    "AADUserId": "5f3d9c1e-77aa-4bbb-8ccc-0123456789ab",
}

#: Cells that are a sentence of some language.
HOSTILE = {
    "sql": "x'); drop schema marts cascade; --",
    "sql_name": 'x" cascade; drop table "raw',
    "template": "{{ 7 * 191 }}{% set x = 1 %}{# gone #}",
    "shell": "$(touch pwned) `touch pwned` ; touch pwned | cat > pwned",
    "path": "../../../../pwned",
    "pattern": "*?[a-z]{b,c}",
    "percent": "%s %n %(x)s %00",
    "formula": "=cmd|' /C calc'!A0",
    "markup": "[red]x[/] [/nonsense] <script>x</script>",
    "escape": "\x1b[2J\x1b]0;title\x07 \u202e \x9b2J",
    "lines": "one\ntwo\r\nthree",
    "long": "long" * 5000,
}
FILE_NAME = "AzureUsage'; drop table raw.files; -- $(touch pwned) {{ x }} [*?] %s.csv"


@dataclass(frozen=True)
class Done:
    """The settings of the refresh, its release, and what the refused delivery was told."""

    settings: Settings
    release: Release
    scorecard: str
    refusal: str


def _landing(root: Path) -> Path:
    delivery = Delivery(MONTH)
    fill(delivery)
    for number, (name, text) in enumerate(HOSTILE.items()):
        more = {"CustomerName": text, "SubscriptionId": text, "ResellerName": text}
        row = delivery.azure(
            PARTNER, f"hostile {name}", date(2026, 10, 1), "1", CustomerTenantName=text, **more
        )
        delivery.azure(PARTNER, f"service {name}", date(2026, 10, 1), "1", service=text)
        row["\x1b[2J'; --"] = text
        row["{{ 7 * 191 }}"] = text
        delivery.location(PARTNER, f"40000019{number}", text)
        delivery.certificate(PARTNER, f"person {name}", "SC-200", MCPID=text)
    delivery.certificate(PARTNER, "ann", "SC-200", **PERSON)
    title = CERTIFICATE_TITLES["SC-300"]
    delivery.certificate(PARTNER, "ann", "SC-300", **{**PERSON, "MCPID": ""}, TrainingTitle=title)
    delivery.write(root)
    (root / MONTH / "AzureUsage.csv").rename(root / MONTH / FILE_NAME)
    return root


def _run(settings: Settings, month: str) -> tuple[bool, str]:
    from orchestration.definitions import defs

    with open_instance(settings) as instance:
        add_months(instance, [month])
        result = defs.resolve_job_def("refresh").execute_in_process(
            instance=instance,
            tags=range_tags(known_months(instance), [month]),
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            raise_on_error=False,
        )
        failures = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    return result.success, "\n".join(str(failure) for failure in failures)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    root = tmp_path_factory.mktemp("people")
    before = os.umask(0o027)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANDING_DIR", str(_landing(root / "landing")))
        patch.setenv("BUILD_DIR", str(root / "build"))
        patch.setenv("PUBLISH_DIR", str(root / "published"))
        key_file = root / "keys" / "person.key"
        patch.setenv("PERSON_KEY_FILE", str(key_file))
        patch.chdir(root)
        key_file.parent.mkdir()
        key_file.touch(0o600)
        key_file.write_text(KEY)
        settings = Settings.from_environment()
        success, why = _run(settings, MONTH)
        assert success, why
        release = current_release(settings.publish_dir)
        assert release is not None
        console = Console(width=200, file=io.StringIO(), force_terminal=False)
        with console.capture() as capture:
            print_scorecard(release, settings.publish_dir, console)
        _without_header(settings.landing_dir)
        success, refusal = _run(settings, "2026-11")
        assert not success
        yield Done(settings, release, capture.get(), refusal)
    os.umask(before)


def _without_header(landing: Path) -> None:
    """A delivery whose people begin in the first line, where the header should be."""
    delivery = Delivery("2026-11")
    fill(delivery)
    delivery.certificate(PARTNER, "ann", "SC-200", **PERSON)
    delivery.write(landing)
    file = landing / "2026-11" / "TrainingCompletions.csv"
    file.write_text("|".join([*PERSON.values(), "2022-06-01"]) + "\n")


def _secrets() -> list[bytes]:
    """The key as text and in every form that it takes on the way."""
    key = KEY.encode()
    forms = [key, hashlib.sha256(key).digest(), *padded_keys(key).values()]
    return [*forms, *(form.hex().encode() for form in forms)]


def _people() -> list[str]:
    return [text.lower() for text in PERSON.values()]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def _read(path: Path) -> bytes:
    """The bytes of a file; of one whose bytes are packed, such as a database, the values."""
    if path.suffix == ".parquet":
        return repr(duckdb.execute("from read_parquet(?)", [str(path)]).fetchall()).encode()
    if path.name == PAGE_FILE:
        page = Page(path)
        return repr([page.source, *map(page.block, page.packed)]).encode()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return b"\n".join(book.read(name) for name in book.namelist())
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            return path.read_bytes() + _tables(connection, except_schemas=()).encode()
    return path.read_bytes()


def _tables(connection: duckdb.DuckDBPyConnection, except_schemas: tuple[str, ...]) -> str:
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() union all "
        "select schema_name, view_name from duckdb_views() where not internal"
    ).fetchall()
    return "\n".join(
        repr(connection.execute(f'from "{schema}"."{name}"').fetchall())
        for schema, name in tables
        if schema not in except_schemas
    )


def test_the_scan_would_find_people_in_raw(done: Done) -> None:
    with duckdb.connect(str(done.settings.build_file), read_only=True) as connection:
        raw = _tables(connection, except_schemas=()).lower()
    kept = [text for text in _people() if text != PERSON["AADUserId"]]
    assert [text for text in kept if text not in raw] == []


def test_no_personal_data_above_raw(done: Done) -> None:
    with duckdb.connect(str(done.settings.build_file), read_only=True) as connection:
        above = _tables(connection, except_schemas=("raw", "raw_files")).lower()
        people = connection.execute(
            "select distinct person_key from marts.fct_skilling_people"
        ).fetchall()
    assert [text for text in _people() if text in above] == []
    key = hmac.new(KEY.encode(), PERSON["MCPID"].encode(), hashlib.sha256).hexdigest()
    assert (key,) in people


def test_no_personal_data_in_any_other_file(done: Done) -> None:
    found = []
    scanned = 0
    for folder in (done.settings.build_dir, done.settings.publish_dir):
        for path in _files(folder):
            if path == done.settings.build_file:
                continue
            content = _read(path).lower()
            scanned += 1
            found += [(path, text) for text in _people() if text.encode() in content]
    assert found == []
    assert scanned > 50
    assert [text for text in _people() if text in done.scorecard.lower()] == []
    assert "2026-11/TrainingCompletions.csv" in done.refusal
    assert [text for text in _people() if text in done.refusal.lower()] == []


def test_the_key_is_in_no_file_but_its_own(done: Done) -> None:
    root = done.settings.build_dir.parent
    found = []
    for path in _files(root):
        if path != done.settings.person_key_file:
            content = _read(path)
            found += [path for secret in _secrets() if secret in content]
    assert found == []


def test_rights(done: Done) -> None:
    def mode(path: Path) -> str:
        return f"{stat.S_IMODE(path.stat().st_mode):03o}"

    settings = done.settings
    assert mode(settings.build_dir) == "700"
    assert mode(settings.build_file) == "600"
    assert mode(settings.dagster_home) == "700"
    assert {mode(path) for path in _files(settings.dbt_target)} == {"600"}
    assert mode(settings.person_key_file) == "600"
    assert {mode(path) for path in _files(done.release.folder)} == {"640"}
    folders = [done.release.folder, done.release.parquet, settings.publish_dir]
    assert {mode(path) for path in folders} == {"750"}


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
        for tenants in page.block(f"customers-{number}")["tenants"]
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
    sheets = [path for path in _files(done.release.folder) if path.suffix in (".csv", ".xlsx")]
    assert {path.suffix for path in sheets} == {".csv", ".xlsx"}
    for path in sheets:
        if path.suffix == ".xlsx":
            assert b"<f>" not in _read(path)
            assert b"<f " not in _read(path)
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
