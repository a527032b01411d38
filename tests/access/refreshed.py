"""One refresh of a world with people who can be recognised and values that would do harm.

Not tests. File names, headers and cells would do harm wherever a value of an extract became SQL, a
path, a template or a command. The world is loaded by Dagster with its history, because that is one
more place where something could be written down; then a second delivery with spoilt people is
refused, because messages are another.
"""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from orchestration.dagster.instance import open_instance
from orchestration.dagster.partitions import add_months, known_months, range_tags
from orchestration.explain.scorecard import print_scorecard
from orchestration.publish.release import PAGE_FILE, Release, current_release
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


def _without_header(landing: Path) -> None:
    """A delivery whose people begin in the first line, where the header should be."""
    delivery = Delivery("2026-11")
    fill(delivery)
    delivery.certificate(PARTNER, "ann", "SC-200", **PERSON)
    delivery.write(landing)
    file = landing / "2026-11" / "TrainingCompletions.csv"
    file.write_text("|".join([*PERSON.values(), "2022-06-01"]) + "\n")


def refreshed(root: Path) -> Done:
    """Refresh in a folder, under a umask of its own."""
    before = os.umask(0o027)
    try:
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
    finally:
        os.umask(before)
    return Done(settings, release, capture.get(), refusal)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def content_of(path: Path) -> bytes:
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
            return path.read_bytes() + tables_of(connection, except_schemas=()).encode()
    return path.read_bytes()


def tables_of(connection: duckdb.DuckDBPyConnection, except_schemas: tuple[str, ...]) -> str:
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() union all "
        "select schema_name, view_name from duckdb_views() where not internal"
    ).fetchall()
    return "\n".join(
        repr(connection.execute(f'from "{schema}"."{name}"').fetchall())
        for schema, name in tables
        if schema not in except_schemas
    )
