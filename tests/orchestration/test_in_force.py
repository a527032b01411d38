"""Which receipts count. Acts: whoever changes in_force.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.landing.delivery_name import DeliveryName
from orchestration.raw.in_force import (
    in_force,
    known_coverage,
    known_deliveries,
    known_files,
    loaded_files,
)
from orchestration.raw.store import open_store

#: Delivery, dataset, name; the tenth correction is no second one, and of 2026-11 nothing is
#: complete.
_FILES = [
    ("2026-09", "Profile", "Profile.csv"),
    ("2026-10", "EMSUsage", "EMSUsage_1.csv"),
    ("2026-10", "EMSUsage", "EMSUsage_2.csv"),
    ("2026-10", "Profile", "Profile.csv"),
    ("2026-10.2", "EMSUsage", "EMSUsage.csv"),
    ("2026-10.10", "EMSUsage", "EMSUsage_1.csv"),
    ("2026-10.10", "EMSUsage", "EMSUsage_2.csv"),
    ("2026-11", "EMSUsage", "EMSUsage.csv"),
    ("2026-11.2", "EMSUsage", "EMSUsage.csv"),
]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_store(tmp_path / "build.real.duckdb") as connection:
        for file_id, (delivery, dataset, name) in enumerate(_FILES):
            of = DeliveryName.of(delivery)
            connection.execute(
                "insert into raw.files select "
                "?, ?, ?, ?, ?, ?, 'csv', '', 1, 1, 1, 1, 3, 2, 1, 0, null, null, '', '', 0, "
                "now()::timestamp, true",
                # Loaded in an order that plays no part.
                [len(_FILES) - file_id, delivery, of.as_of_month, of.revision, dataset, name],
            )
        for delivery in dict.fromkeys(delivery for delivery, _, _ in _FILES):
            of = DeliveryName.of(delivery)
            named = [delivery, of.as_of_month, of.revision]
            connection.execute(
                "insert into raw.declared_coverage values "
                "(?, ?, ?, 'EMSUsage', '2025-10-01', '2026-09-01', null)",
                named,
            )
            if of.month != "2026-11":
                connection.execute(
                    "insert into raw.deliveries values (?, ?, ?, now()::timestamp)", named
                )
        yield connection


def _places(files) -> list[str]:
    return [file.place for file in files]


def test_all_that_is_loaded(connection: duckdb.DuckDBPyConnection) -> None:
    """In the order of deliveries and names; in force is what the highest correction has."""
    files = loaded_files(connection)
    assert _places(files) == [f"{delivery}/{name}" for delivery, _, name in _FILES]
    assert {(file.records, file.quarantined, file.last_month) for file in files} == {(3, 1, None)}
    assert _places(in_force(files)) == [
        "2026-09/Profile.csv",
        "2026-10/Profile.csv",
        "2026-10.10/EMSUsage_1.csv",
        "2026-10.10/EMSUsage_2.csv",
        "2026-11.2/EMSUsage.csv",
    ]


@pytest.mark.parametrize(
    ("until", "names", "seats"),
    [
        (None, 4, ["2026-10.10/EMSUsage_1.csv", "2026-10.10/EMSUsage_2.csv"]),
        ("2026-11", 4, ["2026-10.10/EMSUsage_1.csv", "2026-10.10/EMSUsage_2.csv"]),
        ("2026-10.9", 3, ["2026-10.2/EMSUsage.csv"]),
        ("2026-10", 2, ["2026-10/EMSUsage_1.csv", "2026-10/EMSUsage_2.csv"]),
        ("2026-09.3", 1, []),
        ("2026-08", 0, []),
    ],
)
def test_what_is_known(
    until: str | None, names: int, seats: list[str], connection: duckdb.DuckDBPyConnection
) -> None:
    last = DeliveryName.of(until) if until else None
    expected = ["2026-09", "2026-10", "2026-10.2", "2026-10.10"][:names]
    assert [str(name) for name in known_deliveries(connection, last)] == expected
    assert [str(row.delivery) for row in known_coverage(connection, last)] == expected
    files = known_files(connection, last)
    assert list(dict.fromkeys(str(file.delivery) for file in files)) == expected
    assert _places(f for f in in_force(files) if f.dataset == "EMSUsage") == seats
