"""A landing folder to begin with: `make init LANDING_DIR=…`.

Belongs here: the checklist, the templates, and sorting loose downloads into deliveries. Does not
belong here: what a dataset must look like (contracts.py), and loading.

Nothing that is there is overwritten, and downloads are copied, never moved.
"""

from __future__ import annotations

import csv
import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
from rich.console import Console

from orchestration.commands.failures import Failed
from orchestration.landing.contract import Contract
from orchestration.landing.contracts import CONTRACTS, COVERAGE
from orchestration.landing.delivery_name import DeliveryName
from orchestration.landing.extract_files import inspect, readable
from orchestration.landing.faults import Refused, printable
from orchestration.landing.folder import (
    TEMPLATES,
    LandingFile,
    dataset_of,
    format_of,
    is_not_loaded,
    is_passed_over,
    stamp_of,
)
from orchestration.raw.file_load import read_file, with_more_fields
from orchestration.raw.store import open_store

CHECKLIST = "CHECKLIST.md"

#: No person's id leaves the table that it is read into, and that is thrown away.
_NO_KEY = b"not a key: nothing is kept"

_HEAD = """# {month}: what to download

Partner Center → Insights → Download reports. Keep the files as they come (CSV, TSV, gzip or
Parquet); do not open and save them in a spreadsheet. Put them into the folder `{month}` next to
this list. Each file name must begin with the name of its dataset.

"""
_OURS = """
Tables of your own, if you have them (headers in `{templates}/`):

"""
_FOOT = """
Then run `make run LANDING_DIR={landing}`. Corrections and late files go into `{month}.2`.
"""


def make_landing(landing: Path, month: str | None, loose: Path | None, today: date) -> None:
    """Make the folder with its checklist and templates, and sort `loose` downloads into it.

    `month` is the as-of month (`2026-10`), by default the last that is closed on `today`. Raises
    `Failed` for a month that is none, and after all others are sorted for files that could not be.
    """
    name = DeliveryName.parse(month) if month else None
    if month and (name is None or name.revision > 1):
        raise Failed(f"{month} is not a month: write it like 2026-10.")
    wanted = name.month if name else _closed_on(today)
    console = Console(highlight=False, soft_wrap=True)
    landing = landing.expanduser().absolute()
    landing.mkdir(parents=True, exist_ok=True)
    _write_templates(landing / TEMPLATES)
    if loose is not None:
        _sort(landing, loose, name.month if name else None, console)
    (landing / wanted).mkdir(exist_ok=True)
    (landing / CHECKLIST).write_text(_checklist(landing, wanted), encoding="utf-8")
    console.print(f"{landing / CHECKLIST} lists what to download for {wanted}.", markup=False)


def _closed_on(day: date) -> str:
    """The last month that is over on a day."""
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"


def _write_templates(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for contract in (*CONTRACTS, COVERAGE):
        with (folder / f"{contract.dataset}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(column.header for column in contract.stored)


def _checklist(landing: Path, month: str) -> str:
    folder = landing / month
    there = {dataset_of(path.name) for path in folder.iterdir() if format_of(path.name)}

    def line(contract: Contract) -> str:
        mark = "x" if contract.dataset in there else " "
        needed = "required" if contract.needed else "optional"
        if contract.needed_for:
            needed = f"optional; for {contract.needed_for}"
        return f"- [{mark}] **{contract.dataset}** ({needed}): {contract.about}.\n"

    reports = "".join(line(contract) for contract in CONTRACTS if not contract.is_ours)
    ours = "".join(line(contract) for contract in (*CONTRACTS, COVERAGE) if contract.is_ours)
    head, foot = _HEAD.format(month=month), _FOOT.format(month=month, landing=landing)
    return f"{head}{reports}{_OURS.format(templates=TEMPLATES)}{ours}{foot}"


@dataclass(frozen=True)
class _Download:
    path: Path
    contract: Contract
    #: As-of month by its rows; None where rows have none.
    month: str | None


def _sort(landing: Path, loose: Path, month: str | None, console: Console) -> None:
    """Copy each download into the delivery of its month; raises `Failed` naming what stayed."""
    if not loose.is_dir():
        raise Failed(f"{loose} is not a folder: name the folder with your downloads.")
    downloads: list[_Download] = []
    stayed: list[str] = []
    with tempfile.TemporaryDirectory() as scratch, open_store(Path(scratch) / "sort") as store:
        for path in sorted(loose.iterdir()):
            if is_passed_over(path.name) or not path.is_file():
                continue
            if is_not_loaded(path.name):
                name = printable(path.name)
                console.print(f"  {name}: no metric reads this dataset", markup=False)
                continue
            found = _download(store, path, Path(scratch), month)
            if isinstance(found, str):
                stayed.append(found)
            else:
                downloads.append(found)
    newest = month or max((each.month for each in downloads if each.month), default=None)
    for each in downloads:
        place = each.month or newest
        if place is None:
            stayed.append(f"{each.path.name}: its month is unknown; give it with MONTH=2026-10")
        elif problem := _copy(each.path, landing / place):
            stayed.append(problem)
        else:
            console.print(f"  {place}/{printable(each.path.name)}", markup=False)
    if stayed:
        raise Failed(
            "These files were not sorted and are still where they were:\n" + "\n".join(stayed)
        )


def _download(
    store: duckdb.DuckDBPyConnection, path: Path, scratch: Path, month: str | None
) -> _Download | str:
    """What a loose file is, or why that is unknown."""
    dataset, ending = dataset_of(path.name), format_of(path.name)
    contract = next((each for each in CONTRACTS if each.dataset == dataset), None)
    if contract is None or ending is None:
        names = ", ".join(each.dataset for each in CONTRACTS)
        return f"{path.name}: the name must begin with a dataset ({names}) and end with a format"
    if not contract.is_usage:
        return _Download(path, contract, month)
    file = LandingFile("", path.name, path, contract.dataset, ending, stamp_of(path))
    try:
        last = max(_months(store, file, contract, scratch), default=None)
    except Refused as error:
        return str(error.faults[0])
    # A download in mid-month has some days of the running month too.
    closed = _closed_on(date.fromtimestamp(path.stat().st_mtime))
    return _Download(path, contract, month or (min(last, closed) if last else None))


def _months(
    store: duckdb.DuckDBPyConnection, file: LandingFile, contract: Contract, scratch: Path
) -> Iterator[str]:
    """The months of a file's usage, as text; raises `Refused` for one that cannot be read."""
    table = "raw_files.sorted"
    store.execute(f"drop table if exists {table}")
    with readable(inspect(store, file, contract), scratch / "copies") as plain:
        while read_file(store, table, plain, _NO_KEY) is None:
            plain = with_more_fields(plain)
    months = store.execute(f"select distinct raw.as_month(month) from {table}").fetchall()
    return (f"{month:%Y-%m}" for (month,) in months if month is not None)


def _copy(path: Path, folder: Path) -> str | None:
    """Copy a file into a delivery; says why not where another one is there."""
    target = folder / path.name
    if target.exists():
        if filecmp.cmp(target, path, shallow=False):
            return None
        return (
            f"{folder.name}/{path.name} exists with different content; if this is a correction, "
            f"put all files of the dataset into {folder.name}.2 yourself"
        )
    folder.mkdir(exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    shutil.copyfile(path, unfinished)
    os.replace(unfinished, target)
    return None
