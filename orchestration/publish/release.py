"""A release as it lies on disk: its folder, its label, and which one is current.

Belongs here: reading releases. Does not belong here: making or switching them (publishing.py).

PUBLISH_DIR/
    current → <version>             the link that readers follow
    current.txt                     instead of it, the version's name, where links cannot be had
    as-known-<delivery> → <version> the same for what was known at a delivery, where asked for
    <version>/release.json          the label: what it is and what it was made of
    <version>/audit.json            the questions of the audit, and their answers
    <version>/partner_score.duckdb  the marts in one file
    <version>/parquet/<table>.parquet
    <version>/scorecard.html        the scores for people, as one page
    <version>/docs.html             dbt docs: the overview, every table, column and rule, the code
    <version>/column_lineage.html   from which columns each column is made
    rejected/<version>/             the same of a candidate that the audit refused
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from orchestration.landing.delivery_name import DeliveryName

DATABASE_FILE = "partner_score.duckdb"
PARQUET_FOLDER = "parquet"
LABEL_FILE = "release.json"
AUDIT_FILE = "audit.json"
PAGE_FILE = "scorecard.html"
CURRENT_LINK = "current"
#: Of the file that stands for a link: Windows gives links to administrators only, and cannot
#: replace one that is in use.
POINTER_ENDING = ".txt"
REJECTED_FOLDER = "rejected"


def link_of(as_known: DeliveryName | str | None) -> str:
    """The link by which readers find the release as known at a delivery, or of all of them."""
    return f"as-known-{as_known}" if as_known else CURRENT_LINK


@dataclass(frozen=True)
class Label:
    """What stands in `release.json`, and but for `inputs` in the table `meta_publish` as well."""

    version: str
    #: ISO date, the first of the newest scored month.
    as_of_month: str
    #: ISO time in UTC, without offset.
    built_at: str
    code_version: str
    is_demo: bool
    #: Hash of the receipts, see fingerprint.py.
    inputs: str
    quarantined_rows: int
    tests_run: int
    tests_passed: int
    #: Rows per table.
    tables: dict[str, int]
    #: The last delivery that was known; empty for a release of all deliveries.
    as_known: str = ""
    #: Version of the current release that an as-known one was compared with; empty for none.
    compared_with: str = ""

    @property
    def link(self) -> str:
        """The link by which readers find the release."""
        return link_of(self.as_known)

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2) + "\n"


@dataclass(frozen=True)
class Release:
    """A complete release folder."""

    folder: Path
    label: Label

    @property
    def database(self) -> Path:
        return self.folder / DATABASE_FILE

    @property
    def parquet(self) -> Path:
        return self.folder / PARQUET_FOLDER


def read_release(folder: Path) -> Release | None:
    """The release in `folder`, or None where there is no readable label.

    Raises `PermissionError`: a release that this process may not read is there all the same.
    """
    try:
        content = json.loads((folder / LABEL_FILE).read_bytes())
        return Release(folder, Label(**content))
    except PermissionError:
        raise
    except (OSError, ValueError, TypeError):
        return None


def current_folder(publish_dir: Path) -> Path | None:
    """The folder that is current, whatever state it is in; None where none was ever made so."""
    return linked_folder(publish_dir, CURRENT_LINK)


def linked_folder(publish_dir: Path, name: str) -> Path | None:
    """The folder that the link `name`, or the pointer file in its place, leads to; None without."""
    link = publish_dir / name
    if link.is_symlink() or link.exists():
        return link.resolve()
    pointer = publish_dir / f"{name}{POINTER_ENDING}"
    return (publish_dir / pointer.read_text().strip()).resolve() if pointer.exists() else None


def current_release(publish_dir: Path) -> Release | None:
    """The release that readers get now, or None."""
    return linked_release(publish_dir, None)


def linked_release(publish_dir: Path, as_known: DeliveryName | None) -> Release | None:
    """The release as known at a delivery, with None the current one; None where there is none."""
    folder = linked_folder(publish_dir, link_of(as_known))
    return read_release(folder) if folder else None


def all_releases(publish_dir: Path, as_known: str = "") -> list[Release]:
    """Every complete release of all deliveries, or as known at one, newest build first."""
    return _releases_in(publish_dir, as_known)


def rejected_releases(publish_dir: Path) -> list[Release]:
    """Every candidate that the audit refused, newest build first."""
    return _releases_in(publish_dir / REJECTED_FOLDER, "")


def _releases_in(parent: Path, as_known: str) -> list[Release]:
    if not parent.is_dir():
        return []
    found = [
        release
        for folder in parent.iterdir()
        if folder.is_dir() and not folder.is_symlink() and not folder.name.startswith(".")
        if (release := read_release(folder)) is not None and release.label.as_known == as_known
    ]
    return sorted(found, key=lambda release: release.label.built_at, reverse=True)
