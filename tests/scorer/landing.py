"""The landing folder as a whole: deliveries in force, what they cover, which tells the truth.

A delivery is an as-of month; its folders are revisions, and per dataset the highest revision that
has it is in force. The rest is history and takes part in nothing.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.scorer.datasets import READERS, read_rows
from tests.scorer.reading import ClaimRow
from tests.scorer.tables import open_table
from tests.scorer.values import read_id, read_month

FOLDER = re.compile(r"(\d{4}-\d{2})(?:\.(\d+))?")
USAGE = ("AzureUsage", "EMSUsage", "CPORM365Usage")
NEEDED = (*USAGE, "TrainingCompletions", "Profile")


@dataclass
class Extract:
    """One dataset of one folder: rows by file, and the months declared beyond them."""

    as_of: int
    files: list[list[NamedTuple]] = field(default_factory=list)
    declared: tuple[int, int] | None = None
    declared_for: list[tuple[str | None, range]] = field(default_factory=list)
    left_aside: int = 0


def _span(rows: list[NamedTuple]) -> range:
    if not rows:
        return range(0)
    months = [row.month for row in rows]
    return range(min(months), max(months) + 1)


def _dataset_of(path: Path) -> str | None:
    name = path.name.lower()
    if not name.endswith((".csv", ".tsv", ".csv.gz", ".tsv.gz", ".parquet")):
        return None
    return next((d for d in READERS if name.startswith(d.lower())), None)


def _declare(folder: Path, extracts: dict[str, Extract], as_of: int) -> None:
    """Note the months that were asked for; a partner is named for some datasets alone."""
    by_name = {dataset.lower(): extract for dataset, extract in extracts.items()}
    for path in sorted(folder.iterdir()):
        if not path.name.lower().startswith("coverage."):
            continue
        columns = ["dataset", "firstmonth", "lastmonth", "pgampnid"]
        for name, first, last, partner in open_table(path).picked(columns):
            extract = by_name.get((name or "").strip().lower())
            begins, ends = read_month(first), read_month(last)
            if extract is None or begins is None or ends is None:
                continue
            extract.declared = begins, min(ends, as_of)
            months = range(begins, min(ends, as_of) + 1)
            extract.declared_for.append((read_id(partner), months))


def _read_folder(folder: Path, as_of: int) -> dict[str, Extract]:
    extracts: dict[str, Extract] = {}
    seen = set()
    for path in sorted(folder.iterdir()):
        dataset = _dataset_of(path)
        digest = dataset and (dataset, sha256(path.read_bytes()).digest())
        if dataset is None or digest in seen:
            continue
        seen.add(digest)
        rows, left_aside = read_rows(open_table(path), dataset, as_of)
        extract = extracts.setdefault(dataset, Extract(as_of))
        extract.files.append(rows)
        extract.left_aside += left_aside
    _declare(folder, extracts, as_of)
    return extracts


class Landing:
    """All extracts in force by (dataset, as-of month); ValueError for an incomplete delivery."""

    def __init__(self, root: Path):
        self.extracts: dict[tuple[str, int], Extract] = {}
        folders = [(FOLDER.fullmatch(f.name), f) for f in root.iterdir() if f.is_dir()]
        revisions = [(read_month(m[1]), int(m[2] or 1), f) for m, f in folders if m]
        for as_of, _, folder in sorted(revisions):
            for dataset, extract in _read_folder(folder, as_of).items():
                self.extracts[dataset, as_of] = extract
        self.as_of_months = sorted({as_of for _, as_of in self.extracts})
        for as_of in self.as_of_months:
            missing = [d for d in NEEDED if (d, as_of) not in self.extracts]
            if missing:
                raise ValueError(f"delivery {as_of // 12}-{as_of % 12 + 1:02}: no {missing}")

    @property
    def newest(self) -> int:
        """The newest as-of month of any delivery."""
        return self.as_of_months[-1]

    @cached_property
    def accounts(self) -> dict[int, dict[str, str]]:
        """Global account by location, for each delivery.

        Its own Profile says so; of a location that it lacks the newest Profile before it, and where
        none before names it, the earliest after.
        """
        told = {
            as_of: {
                row.location: row.partner
                for rows in self.extracts["Profile", as_of].files
                for row in rows
            }
            for as_of in self.as_of_months
        }
        accounts: dict[int, dict[str, str]] = {}
        for as_of in self.as_of_months:
            # The least believed first: each overrules those before it.
            after = [month for month in reversed(self.as_of_months) if month > as_of]
            up_to = [month for month in self.as_of_months if month <= as_of]
            accounts[as_of] = {}
            for month in (*after, *up_to):
                accounts[as_of].update(told[month])
        return accounts

    def partner_of(self, row: NamedTuple, as_of: int) -> str | None:
        """Global account of a row of a delivery; None for a location that no Profile names."""
        if isinstance(row, ClaimRow):
            return self.accounts[as_of].get(row.location)
        return row.partner

    def _partners(self, rows: list[NamedTuple], as_of: int) -> set[str]:
        return {self.partner_of(row, as_of) for row in rows} - {None}

    @cached_property
    def named(self) -> dict[int, set[str]]:
        """Partners that a delivery names in any of its datasets."""
        named = defaultdict(set)
        for (_, as_of), extract in self.extracts.items():
            for rows in extract.files:
                named[as_of] |= self._partners(rows, as_of)
        return named

    @cached_property
    def partners(self) -> list[str]:
        """Every partner of the landing folder."""
        return sorted(set().union(*self.named.values()))

    def _covered_by(self, extract: Extract, listed: set[str]) -> dict[str, set[int]]:
        covered: dict[str, set[int]] = defaultdict(set)
        all_rows = [row for rows in extract.files for row in rows]
        for rows in extract.files:
            for partner in self._partners(rows, extract.as_of):
                covered[partner].update(_span(rows))
        for partner in listed - covered.keys():
            covered[partner].update(_span(all_rows))
        if extract.declared:
            first, last = extract.declared
            for partner in covered:
                covered[partner].update(range(first, last + 1))
        return covered

    @cached_property
    def truth(self) -> dict[tuple[str, str], dict[int, int]]:
        """By dataset and partner: which delivery (as-of month) tells each covered usage month."""
        truth: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        for dataset in USAGE:
            for as_of in self.as_of_months:
                profile = self.extracts["Profile", as_of].files
                listed = {row.partner for rows in profile for row in rows}
                covered = self._covered_by(self.extracts[dataset, as_of], listed)
                for partner, months in covered.items():
                    truth[dataset, partner].update(dict.fromkeys(months, as_of))
        return truth

    @cached_property
    def rows_of(self) -> dict[tuple[str, str], list[NamedTuple]]:
        """By dataset and partner: the usage rows that are the truth of their month."""
        chosen: dict[tuple[str, str], list[NamedTuple]] = defaultdict(list)
        for (dataset, as_of), extract in self.extracts.items():
            if dataset not in USAGE:
                continue
            for row in (row for rows in extract.files for row in rows):
                partner = self.partner_of(row, as_of)
                if partner and self.truth[dataset, partner].get(row.month) == as_of:
                    chosen[dataset, partner].append(row)
        return chosen

    @cached_property
    def present(self) -> set[tuple[str, str]]:
        """Pairs of usage dataset and partner with a row in any delivery in force."""
        return {
            (dataset, partner)
            for (dataset, as_of), extract in self.extracts.items()
            if dataset in USAGE
            for rows in extract.files
            for partner in self._partners(rows, as_of)
        }

    def snapshot(self, partner: str, month: int) -> tuple[list[NamedTuple], str]:
        """Certificates of a partner as of a month, and whether they are those of that time.

        The newest delivery of that month or before that names the partner; where there is none, the
        earliest after it, called reconstructed. A delivery that names the partner without
        certificates says it has none.
        """
        naming = [as_of for as_of in self.as_of_months if partner in self.named[as_of]]
        before = [as_of for as_of in naming if as_of <= month]
        as_of, basis = (before[-1], "snapshot") if before else (naming[0], "reconstructed")
        return self._certificates.get((as_of, partner), []), basis

    @cached_property
    def _certificates(self) -> dict[tuple[int, str], list[NamedTuple]]:
        rows_by_partner: dict[tuple[int, str], list[NamedTuple]] = defaultdict(list)
        for as_of in self.as_of_months:
            for rows in self.extracts["TrainingCompletions", as_of].files:
                for row in rows:
                    rows_by_partner[as_of, row.partner].append(row)
        return rows_by_partner
