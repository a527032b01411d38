"""The shape of a contract, and how the header of a file is matched with it.

Belongs here: what can be declared of a column and of a dataset, other spellings of column names,
and finding a contract's columns in a header. Does not belong here: the contracts of the datasets
(contracts.py).

`raw` keeps the columns declared as `stored`; the names listed besides them are known but not kept.
Any other column of a file is unknown: reported, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

#: A `count` is a number of licences or users: models keep it in a narrower type than money.
#: An `association` is a name that several spellings stand for.
Kind = Literal["text", "id", "association", "month", "date", "number", "count"]
#: Kinds that are numbers.
NUMBERS = ("number", "count")
PartnerKind = Literal["pga", "mpn"]

#: Spellings of one column, in whichever dataset it stands. Case, blanks and underscores never
#: matter and are not spelled out here.
_SAME_COLUMN: tuple[tuple[str, ...], ...] = (
    ("PGAMpnId", "PGAPartnerID", "GlobalPartnerID"),
    ("MPNId", "PartnerID"),
    ("ACR_USD", "TotalACR"),
    ("PartnerAttributionType", "PartnerAttachType", "PartnerAssociationType"),
    ("IsDuplicateAtPgaAttributionTypeLevel", "IsACRDuplicateAtPGAAttachTypeLevel"),
    ("HierarchyLevel", "AccountType"),
    ("Month", "Month/Datekey", "FiscalMonthName"),
    ("WorkloadName", "Workload", "Workloads"),
)
_ALIASES: dict[str, tuple[str, ...]] = {
    header: tuple(other for other in spellings if other != header)
    for spellings in _SAME_COLUMN
    for header in spellings
}


@dataclass(frozen=True)
class Column:
    """A column that `raw` keeps.

    `header` is Partner Center's spelling, `name` the one in `raw`. `required`: the header must name
    it. `filled`: where the file has it, no value may be empty. `may_be_unknown`: a value that
    cannot be read is unknown, and its record counts all the same. `below_zero`: why a record with a
    number below zero is set aside; None where such a number is real. `tells_apart`: a number that
    is no measure, so that rows that differ in it are not the same row.
    """

    header: str
    name: str
    kind: Kind = "text"
    required: bool = False
    filled: bool = False
    may_be_unknown: bool = False
    below_zero: str | None = None
    tells_apart: bool = False

    @property
    def is_measure(self) -> bool:
        """Whether it is what is measured, as against what it is measured of."""
        return self.kind in NUMBERS and not self.tells_apart

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.header, *_ALIASES.get(self.header, ()))


@dataclass(frozen=True)
class Contract:
    """One dataset. `stored` is in the order of the columns of its table in `raw`."""

    dataset: str
    table: str
    stored: tuple[Column, ...]
    not_stored: str = ""
    #: What it is, for whoever has to find it.
    about: str = ""
    #: A table that the partner keeps; Partner Center has no such report.
    is_ours: bool = False
    #: A delivery without it is incomplete.
    needed: bool = False
    #: What cannot be scored without it, where a delivery is complete without it.
    needed_for: str = ""
    #: Its rows are usage of a month: they have coverage.
    is_usage: bool = False
    #: Its rows are usage by claim: without any claim there is no usage that could end too early.
    is_by_claim: bool = False
    #: A download of it is of one partner: of another it says nothing.
    is_of_one_partner: bool = False
    #: What its partner column names, and which stored column that is.
    partner: tuple[PartnerKind, str] | None = None
    #: Its rows speak of people, who get a keyed hash.
    has_people: bool = False
    #: What each record speaks of, where a score can fall for the want of a single one.
    one_counts: str | None = None
    #: The stored column with its amount of money.
    amount: str | None = None
    #: There may be nothing to report, which Coverage.csv can say.
    may_be_empty: bool = True
    #: When Partner Center has a month's usage, for whoever looks for it too early.
    appears: str = ""
    #: Columns that are measured and not kept: they say nothing of which row a row is.
    other_measures: str = ""

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.stored}

    @property
    def month(self) -> Column | None:
        return next((column for column in self.stored if column.kind == "month"), None)

    @property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.stored if column.required)

    @property
    def raw_columns(self) -> tuple[str, ...]:
        """Columns of the dataset's table in `raw`, without `file_id` and `record`."""
        names = tuple(column.name for column in self.stored)
        return (*names, "person_key") if self.has_people else names

    @cached_property
    def meanings(self) -> dict[str, str]:
        """Folded spelling → header in Partner Center's spelling, kept or not."""
        headers = [column.header for column in self.stored] + self.not_stored.split()
        return {
            fold(spelling): header
            for header in reversed(headers)
            for spelling in (*_ALIASES.get(header, ()), header)
        }


def fold(header: str) -> str:
    """A header as it is compared: lower-case, without blanks and underscores."""
    return re.sub(r"[\s_]+", "", header).lower()


@dataclass(frozen=True)
class HeaderMatch:
    """A contract's columns in one file."""

    #: Name in `raw` → position in the file, from 0.
    positions: dict[str, int]
    #: Kept columns that the file does not have, in Partner Center's spelling.
    absent: tuple[str, ...]
    #: Columns of the file that no contract knows, as the file spells them.
    unknown: tuple[str, ...]
    #: Required columns that the file does not have.
    missing: tuple[Column, ...]
    #: Columns that the file has more than once: Partner Center's spelling → the file's spellings.
    repeated: dict[str, tuple[str, ...]]


def match_header(contract: Contract, header: Sequence[str]) -> HeaderMatch:
    """Find the contract's columns among the names of a header, wherever they stand."""
    meanings = [contract.meanings.get(fold(name)) for name in header]
    found: dict[str, list[int]] = {}
    for position, meaning in enumerate(meanings):
        if meaning is not None:
            found.setdefault(meaning, []).append(position)
    return HeaderMatch(
        positions={c.name: found[c.header][0] for c in contract.stored if c.header in found},
        absent=tuple(c.header for c in contract.stored if c.header not in found),
        unknown=tuple(
            name for name, meaning in zip(header, meanings, strict=True) if meaning is None
        ),
        missing=tuple(c for c in contract.required if c.header not in found),
        repeated={
            meaning: tuple(header[position] for position in positions)
            for meaning, positions in found.items()
            if len(positions) > 1
        },
    )
