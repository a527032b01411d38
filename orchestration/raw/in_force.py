"""Which receipts count: the deliveries that are known, and which of their files are in force.

Belongs here: the one spelling in Python of what models/staging/stg_deliveries and stg_known_files
say in SQL. Does not belong here: what is asked of these files, and writing receipts (receipts.py,
finish.py).

A delivery is known, with the files that it was complete with, when it is complete and, where
`until` names the last that is (AS_KNOWN), does not come after it. Of known files those are in force
whose dataset no later correction of the same month brings; the others are history.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.landing.delivery_name import DeliveryName


@dataclass(frozen=True)
class LoadedFile:
    """One file with rows in `raw`, and what its receipt says of it."""

    delivery: DeliveryName
    file_id: int
    dataset: str
    file_name: str
    sha256: str
    records: int
    quarantined: int
    #: Records without any value, which are not among the others.
    blank: int
    #: Records that are there a second time and count twice, as ACCEPT_REPEATED asked.
    repeated: int
    #: The last closed month of usage with a row; None outside usage and where there is none.
    last_month: date | None
    #: Its month was found complete with it.
    is_held: bool

    @property
    def place(self) -> str:
        """The file for a message: its path inside the landing folder."""
        return f"{self.delivery}/{self.file_name}"


@dataclass(frozen=True)
class Declared:
    """A row of a Coverage.csv: the months that a dataset was asked for."""

    delivery: DeliveryName
    dataset: str
    first_month: date
    last_month: date
    #: The only account that they were asked for; None for every one.
    partner: str | None


def known_deliveries(
    connection: duckdb.DuckDBPyConnection, until: DeliveryName | None = None
) -> list[DeliveryName]:
    """The complete deliveries up to `until`, in their order."""
    rows = connection.execute("select delivery from raw.deliveries").fetchall()
    names = sorted(DeliveryName.of(delivery) for (delivery,) in rows)
    return [name for name in names if until is None or name <= until]


def loaded_files(connection: duckdb.DuckDBPyConnection) -> list[LoadedFile]:
    """All files, complete their deliveries or not, in the order of these and of their names."""
    rows = connection.execute(
        """
        select
            delivery, file_id, dataset, file_name, sha256, records_count, quarantined_count,
            blank_count, repeated_count, last_month, is_held
        from raw.files
        """
    ).fetchall()
    files = [LoadedFile(DeliveryName.of(delivery), *more) for delivery, *more in rows]
    return sorted(files, key=lambda file: (file.delivery, file.file_name))


def known_files(
    connection: duckdb.DuckDBPyConnection, until: DeliveryName | None = None
) -> list[LoadedFile]:
    """The files of the known deliveries, as they were when these were found complete."""
    names = set(known_deliveries(connection, until))
    return [file for file in loaded_files(connection) if file.is_held and file.delivery in names]


def in_force(files: Iterable[LoadedFile]) -> list[LoadedFile]:
    """Those of the files whose dataset no later one of the same month brings."""
    files = list(files)
    newest: dict[tuple[str, str], DeliveryName] = {}
    for file in files:
        key = (file.delivery.month, file.dataset)
        newest[key] = max(file.delivery, newest.get(key, file.delivery))
    return [file for file in files if file.delivery == newest[file.delivery.month, file.dataset]]


def known_coverage(
    connection: duckdb.DuckDBPyConnection, until: DeliveryName | None = None
) -> list[Declared]:
    """What the known deliveries declare, in the order of these and of the datasets."""
    names = set(known_deliveries(connection, until))
    rows = connection.execute(
        "select delivery, dataset, first_month, last_month, partner_text from raw.declared_coverage"
    ).fetchall()
    declared = [Declared(DeliveryName.of(delivery), *more) for delivery, *more in rows]
    return sorted(
        (each for each in declared if each.delivery in names),
        key=lambda each: (each.delivery, each.dataset, each.partner or ""),
    )
