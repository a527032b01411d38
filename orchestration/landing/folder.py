"""What lies in the landing folder: deliveries, their files, and what does not belong there.

Belongs here: the grammar of file names, and one look at names, sizes and times. Does not
belong here: opening a file (extract_files.py) and comparing with what was loaded (delivery_check).

    <landing>/2026-10/AzureUsage_part1.csv     delivery 2026-10, revision 1
    <landing>/2026-10.2/EMSUsage.csv.gz        its first correction, or a dataset that came later
    <landing>/2026-10/Coverage.csv             which months were asked for, beyond the rows
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.landing.contracts import CONTRACTS, COVERAGE, NOT_LOADED
from orchestration.landing.delivery_name import DeliveryName, first_day
from orchestration.landing.faults import Fault, LandingError, quoted
from orchestration.machine.access import may

_FORMATS = ("csv", "tsv", "csv.gz", "tsv.gz", "parquet")
_COVERAGE_FILE = "coverage.csv"

#: Names by which browsers and copying tools mark what they have not finished.
_UNFINISHED_ENDINGS = (
    ".part",
    ".partial",
    ".tmp",
    ".temp",
    ".crdownload",
    ".download",
    ".filepart",
)
_UNFINISHED_BEGINNINGS = (".~", "~")

#: What file systems, file servers and desktops leave in any folder, folded; what is hidden and
#: empty markers are passed over as well.
_LEFT_BY_SYSTEMS = (
    *("lost+found", "system volume information", "$recycle.bin", "recycler", "#recycle"),
    *("@recycle", "#snapshot", "@eadir", "__macosx", "desktop.ini", "thumbs.db"),
)
#: How office programs name the file by which they lock another: ~$name, .~lock.name#
_LOCK_FILE = re.compile(r"~\$.+|\.~lock\..+#")


#: A folder beside the deliveries with headers to begin a file with (commands/init.py).
TEMPLATES = "templates"

#: Delivery and file name: what a file and its receipt are found by.
FileKey = tuple[str, str]


@dataclass(frozen=True)
class Stamp:
    """What the file system says of a file's content without reading it.

    A file with the same stamp is taken as unchanged. Size and time of change can be the same for
    other bytes; the number of the file and the time at which that was last written (`changed_ns`)
    cannot be set by a copying tool. Times are in ns since 1970.
    """

    bytes: int
    modified_ns: int
    inode: int
    changed_ns: int


@dataclass(frozen=True)
class LandingFile:
    """One extract file as it lies there."""

    delivery: str
    name: str
    path: Path
    dataset: str
    format: str
    stamp: Stamp

    @property
    def key(self) -> FileKey:
        return self.delivery, self.name

    @property
    def bytes(self) -> int:
        return self.stamp.bytes

    @property
    def place(self) -> str:
        """The file for a message: its path inside the landing folder."""
        return f"{self.delivery}/{self.name}"


@dataclass(frozen=True)
class Delivery:
    """One delivery folder. `month` is its as-of month (`2026-10`), `files` are in order of name."""

    name: str
    month: str
    revision: int
    path: Path
    files: tuple[LandingFile, ...]
    coverage: LandingFile | None
    #: What does not belong in the folder, and what of it may not be read.
    faults: tuple[Fault, ...]
    #: Places whose names say that they are still being copied; they are among the faults.
    unfinished: tuple[str, ...]
    #: Extracts that no metric reads: they may lie there.
    left: tuple[str, ...] = ()

    @property
    def as_of_month(self) -> date:
        return first_day(self.month)

    @property
    def all_files(self) -> tuple[LandingFile, ...]:
        return self.files if self.coverage is None else (*self.files, self.coverage)


def scan(landing_dir: Path) -> tuple[Delivery, ...]:
    """Every delivery, in order of as-of month and revision.

    Reads names, sizes and times only. What is wrong inside a delivery folder stands in its
    `faults`. Raises `LandingError` for a folder that is missing, empty or unreadable, and for
    anything beside the delivery folders that looks like a delivery or an extract.
    """
    root = landing_dir.absolute()
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        raise LandingError(
            "The landing folder cannot be read.",
            [
                Fault(
                    str(root),
                    "a folder of deliveries",
                    error.strerror or str(error),
                    "Check LANDING_DIR and the permissions of the folder.",
                )
            ],
        ) from None
    faults: list[Fault] = []
    deliveries: list[Delivery] = []
    for entry in entries:
        if is_passed_over(entry.name) or entry.name == TEMPLATES:
            continue
        try:
            if not entry.is_dir():
                if format_of(entry.name):
                    faults.append(_stray_extract(entry.name))
            elif name := DeliveryName.parse(entry.name):
                deliveries.append(_delivery(Path(entry.path), name))
            else:
                faults.append(_strange_folder(entry.name))
        except PermissionError:
            faults.append(_no_rights(entry.name, "folder", "read and enter"))
    if not deliveries and not faults:
        faults.append(
            Fault(
                str(root),
                "a folder per delivery, named after its as-of month, such as 2026-10",
                "none",
                "Put each month's extracts into such a folder.",
            )
        )
    if faults:
        raise LandingError("The landing folder cannot be used as it is.", faults)
    return tuple(sorted(deliveries, key=lambda delivery: (delivery.month, delivery.revision)))


def signature(deliveries: Iterable[Delivery]) -> str:
    """A text that changes whenever a name or stamp of a file in the deliveries does."""
    lines = (
        f"{file.place}\0{file.stamp}\n" for delivery in deliveries for file in delivery.all_files
    )
    return hashlib.sha256("".join(sorted(lines)).encode("utf-8", "surrogateescape")).hexdigest()


def stamp_of(path: Path) -> Stamp:
    """The file's stamp as it is now."""
    # Not from a folder's listing: on Windows that knows no number of a file.
    stat = path.stat()
    return Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ino, stat.st_ctime_ns)


def is_unfinished(name: str) -> bool:
    """Whether a file's name says that it is still being copied or downloaded."""
    folded = name.lower()
    is_marked = folded.endswith(_UNFINISHED_ENDINGS) or folded.startswith(_UNFINISHED_BEGINNINGS)
    return is_marked and not _LOCK_FILE.fullmatch(folded)


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is none of ours: hidden, or left by a system."""
    folded = name.lower()
    is_left = folded in _LEFT_BY_SYSTEMS or _LOCK_FILE.fullmatch(folded) is not None
    return is_left or folded.startswith(".")


def dataset_of(name: str) -> str | None:
    """The dataset that a file name begins with, the longest where several do; None for none."""
    folded = name.lower()
    datasets = (contract.dataset for contract in CONTRACTS)
    found = [dataset for dataset in datasets if folded.startswith(dataset.lower())]
    return max(found, key=len, default=None)


def is_not_loaded(name: str) -> bool:
    """Whether a file name is that of a dataset of Partner Center that no metric reads."""
    folded = name.lower()
    known = folded.startswith(tuple(dataset.lower() for dataset in NOT_LOADED))
    return known and dataset_of(name) is None and format_of(name) is not None


def format_of(name: str) -> str | None:
    """The format that a file name ends in; None for none."""
    folded = name.lower()
    return next((ending for ending in _FORMATS if folded.endswith(f".{ending}")), None)


def _delivery(path: Path, name: DeliveryName) -> Delivery:
    files: list[LandingFile] = []
    faults: list[Fault] = []
    unfinished: list[str] = []
    left: list[str] = []
    coverage = None
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
        place = f"{path.name}/{entry.name}"
        if is_unfinished(entry.name):
            faults.append(_half_copied(place))
            unfinished.append(place)
            continue
        if is_passed_over(entry.name):
            continue
        kind, ending = dataset_of(entry.name), format_of(entry.name)
        if entry.name.lower() == _COVERAGE_FILE:
            kind, ending = COVERAGE.dataset, "csv"
        if not entry.is_file():
            faults.append(_no_file(place))
        elif not _is_text(place):
            faults.append(_unreadable_name(place))
        elif is_not_loaded(entry.name):
            left.append(place)
        elif kind is None or ending is None:
            if entry.stat().st_size:
                faults.append(_strange_file(place))
        else:
            file = LandingFile(
                path.name,
                entry.name,
                Path(entry.path),
                kind,
                ending,
                stamp_of(Path(entry.path)),
            )
            if not may(file.path, os.R_OK):
                faults.append(_no_rights(place, "file", "read"))
            if kind == COVERAGE.dataset:
                coverage = file
            else:
                files.append(file)
    return Delivery(
        name=path.name,
        month=name.month,
        revision=name.revision,
        path=path,
        files=tuple(files),
        coverage=coverage,
        faults=tuple(faults),
        unfinished=tuple(unfinished),
        left=tuple(left),
    )


def _is_text(name: str) -> bool:
    return name.isprintable() and not any("\ud800" <= letter <= "\udfff" for letter in name)


def _stray_extract(name: str) -> Fault:
    return Fault(
        name,
        "extracts inside a delivery folder",
        "an extract outside any delivery folder",
        "Move it into the folder of its as-of month, such as 2026-10.",
    )


def _strange_folder(name: str) -> Fault:
    return Fault(
        quoted(name),
        "a folder named after its as-of month (2026-10) or a correction of it (2026-10.2)",
        "a different name",
        "Rename the folder, or move it out of the landing folder.",
    )


def _half_copied(place: str) -> Fault:
    return Fault(
        place,
        "a finished file",
        "a name that marks an unfinished copy",
        "Wait until the copy has finished; delete the file if nothing is writing to it any more.",
    )


def _no_rights(place: str, what: str, rights: str) -> Fault:
    return Fault(
        place,
        f"a readable {what}",
        "permission denied",
        f"Give the user that runs the refresh permission to {rights} it.",
    )


def _no_file(place: str) -> Fault:
    return Fault(
        place,
        "files only",
        "a folder or a broken link",
        "Put the extracts directly into the delivery folder.",
    )


def _strange_file(place: str) -> Fault:
    datasets = ", ".join(contract.dataset for contract in CONTRACTS)
    return Fault(
        place,
        f"a file named after its dataset ({datasets}; or Coverage.csv) and its format "
        f"({', '.join(_FORMATS)})",
        "a different name",
        "Rename the file so that its name begins with the dataset, or move it out of the folder.",
    )


def _unreadable_name(place: str) -> Fault:
    return Fault(
        quoted(place),
        "a file name in UTF-8 without control characters",
        "a different name",
        "Rename the file.",
    )
