"""A sound landing folder as it really arrives: what is done to its files changes no row, or is
refused in words.

Each case is told by what was done to one file. What staging reads of the folder must be what it
reads of the sound one.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.landing.faults import DeliveryError
from orchestration.raw.store import open_store
from tests.landing.extracts import NEEDED, Landing, refresh, row, text_of, write_parquet
from tests.zoo.sound_rows import STAGING_MODEL
from tests.zoo.staging_views import create_staging_tables

pytestmark = pytest.mark.slow

MONTHS = ("2026-08", "2026-09", "2026-10")
MONTH = MONTHS[-1]
#: Of loading, not of what is read.
_OF_FILES = "file_id"

Change = Callable[[str], str | bytes]


def sound(root: Path) -> Landing:
    """One delivery: two tenants over three months, two people, two locations."""
    landing = Landing(root)
    tenants = [f"11111111-0000-4000-8000-00000000000{n}" for n in "ab"]
    usage = {
        dataset: [
            row(dataset, month, CustomerTenantId=tenant, SubscriptionId=f"{tenant[:-1]}{number}")
            for number, tenant in enumerate(tenants)
            for month in MONTHS
        ]
        for dataset in ("AzureUsage", "EMSUsage")
    }
    usage["CPORM365Usage"] = [
        row("CPORM365Usage", month, CustomerTenantId=tenants[0]) for month in MONTHS
    ]
    people = [
        row("TrainingCompletions", MONTH, MCPID="", CorpEmail=f"{name}@partner.example", Email="")
        for name in ("ann", "bob")
    ]
    locations = [row("Profile", MONTH, MPNId=number) for number in ("2000000", "2000001")]
    landing.complete(MONTH, TrainingCompletions=people, Profile=locations, **usage)
    return landing


def staged(root: Path, build: Path) -> dict[str, list[tuple]]:
    """What staging reads of a landing folder, table by table."""
    refresh(root, build)
    with open_store(build) as connection:
        create_staging_tables(connection, *STAGING_MODEL.values())
        return {model: _rows(connection, model) for model in STAGING_MODEL.values()}


def _rows(connection: duckdb.DuckDBPyConnection, model: str) -> list[tuple]:
    names = [name for name, *_ in connection.execute(f"describe staging.{model}").fetchall()]
    kept = ", ".join(name for name in names if name not in (_OF_FILES, "record"))
    return connection.execute(f"select {kept} from staging.{model} order by all").fetchall()


@pytest.fixture(scope="module")
def of_sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple]]:
    folder = tmp_path_factory.mktemp("sound")
    tables = staged(sound(folder / "landing").root, folder / "build.duckdb")
    assert all(tables[STAGING_MODEL[dataset]] for dataset in NEEDED)
    return tables


_DATES = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_GUIDS = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
#: Done to the text of a file: nothing of it changes what is read.
HARMLESS: dict[str, Change] = {
    "gzip": lambda text: gzip.compress(text.encode()),
    "CRLF, two marks": lambda text: "\ufeff\ufeff" + text.replace("\n", "\r\n"),
    "sep= and CRLF": lambda text: "sep=,\r\n" + text.replace("\n", "\r\n"),
    "a line break in the header, CRLF": lambda text: _with_column(text, '"of\nours"', "\r\n"),
    "a CRLF in the header, LF, a mark": lambda text: (
        "\ufeff" + _with_column(text, '"a\r\nb"', "\n")
    ),
    "rows of commas below": lambda text: text + ("," * text.split("\n")[0].count(",") + "\n") * 20,
    "a 0x1A at the end": lambda text: text + "\x1a",
    "times in UTC": lambda text: _DATES.sub(r"\g<0>T00:00:00+00:00", text),
    "the month first": lambda text: _DATES.sub(r"\2/\3/\1 12:00:00 AM", text),
    "ids in capitals": lambda text: _GUIDS.sub(lambda guid: guid[0].upper(), text),
    "ids in braces": lambda text: _GUIDS.sub(r"{\g<0>}", text),
    "ids without dashes": lambda text: _GUIDS.sub(lambda guid: guid[0].replace("-", ""), text),
    "ids as pandas writes them": lambda text: re.sub(r"\b[12]00000\d\b", r"\g<0>.0", text),
    "no MCPID, as nan": lambda text: _with_mcp_id(text, "nan"),
    "no MCPID, as <NA>": lambda text: _with_mcp_id(text, "<NA>"),
}


def _with_column(text: str, header: str, newline: str) -> str:
    first, *lines = text.splitlines()
    return newline.join([f"{header},{first}", *(f"x,{line}" for line in lines), ""])


def _with_mcp_id(text: str, word: str) -> str:
    first, *lines = text.splitlines()
    place = first.split(",").index("MCPID") if "MCPID" in first else None
    cells = [line.split(",") for line in lines]
    for each in cells if place is not None else []:
        each[place] = word
    return "\n".join([first, *(",".join(each) for each in cells), ""])


@pytest.mark.parametrize("name", HARMLESS)
def test_what_changes_nothing(tmp_path: Path, of_sound: dict[str, list[tuple]], name: str) -> None:
    landing = sound(tmp_path / "landing")
    changed = 0
    for dataset in NEEDED:
        path = landing.root / MONTH / f"{dataset}.csv"
        new = HARMLESS[name](path.read_text())
        content = new.encode() if isinstance(new, str) else new
        changed += content != path.read_bytes()
        path.write_bytes(content)
    assert changed
    assert staged(landing.root, tmp_path / "build.duckdb") == of_sound


def test_parquet_with_ids_as_decimals(tmp_path: Path, of_sound: dict[str, list[tuple]]) -> None:
    landing = sound(tmp_path / "landing")
    for dataset in NEEDED:
        path = landing.root / MONTH / f"{dataset}.csv"
        header = path.read_text().splitlines()[0].split(",")
        columns = ", ".join(
            f'cast("{name}" as decimal(38, 4)) as "{name}"'
            if name in ("PGAMpnId", "MPNId")
            else f'"{name}"'
            for name in header
        )
        source = f"read_csv('{path}', all_varchar = true, nullstr = [''])"
        write_parquet(path.with_suffix(".parquet"), f"select {columns} from {source}")
        path.unlink()
    assert staged(landing.root, tmp_path / "build.duckdb") == of_sound


#: Done to the text of one file, and what the refusal says of it.
REFUSED: dict[str, tuple[str, Change, tuple[str, ...]]] = {
    "day before month": (
        "TrainingCompletions",
        lambda text: text.replace("2024-05-17", "17/05/2024"),
        ("the day before the month", "Download it again", "without opening and saving it"),
    ),
    "months as days of January": (
        "EMSUsage",
        lambda text: _DATES.sub(r"1/\2/\1", text),
        ("the day before the month", "column Month"),
    ),
    "dates with points": (
        "CPORM365Usage",
        lambda text: _DATES.sub(r"\3.\2.\1", text),
        ("the day before the month", "column Date"),
    ),
    "rows twice": (
        "EMSUsage",
        lambda text: text + text.splitlines()[2] + "\n",
        ("record 7", "record 2", "ACCEPT_REPEATED=2026-10/EMSUsage.csv"),
    ),
    "a web page": (
        "Profile",
        lambda text: "<html>sign in</html>",
        ("a web page", "choose CSV or TSV"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(tmp_path: Path, name: str) -> None:
    dataset, change, words = REFUSED[name]
    landing = sound(tmp_path / "landing")
    path = landing.root / MONTH / f"{dataset}.csv"
    path.write_text(change(path.read_text()))
    with pytest.raises(DeliveryError) as caught:
        refresh(landing.root, tmp_path / "build.duckdb")
    for word in (f"{MONTH}/{dataset}.csv", *words):
        assert word in str(caught.value)


def test_a_part_in_capitals_overlaps(tmp_path: Path) -> None:
    landing = sound(tmp_path / "landing")
    path = landing.root / MONTH / "AzureUsage.csv"
    header, *lines = path.read_text().splitlines()
    landing.put(
        MONTH,
        "AzureUsage_2.csv",
        text_of(header.split(","), [line.upper().split(",") for line in lines[2:4]]),
    )
    with pytest.raises(DeliveryError, match=r"AzureUsage_2\.csv, record 1.*this one as record 3"):
        refresh(landing.root, tmp_path / "build.duckdb")
