"""Parts of one extract share no row: two files with the same one are refused, and only those."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration import overlaps
from orchestration.faults import DeliveryError
from tests.landing.extracts import (
    Landing,
    Row,
    load_one,
    query,
    refresh,
    row,
    text_of,
    write_parquet,
)

MONTH = "2026-10"


def azure(**changes: str | None) -> Row:
    return row("AzureUsage", MONTH, **{"ResellerID": "R", "UsageQuantity": "1"} | changes)


def put(landing: Landing, part: str, rows: list[Row], **options: str) -> None:
    landing.add(MONTH, "AzureUsage", rows, f"AzureUsage_{part}.csv", **options)


def overlap(landing: Landing, build: Path, dataset: str = "AzureUsage") -> list[tuple]:
    """Place, record and what was found of each fault."""
    with pytest.raises(DeliveryError) as caught:
        load_one(landing.root, build, dataset, MONTH)
    assert query(build, "select count(*) from raw.files") == [(0,)]
    assert all("Take this file away" in fault.what_to_do for fault in caught.value.faults)
    return [(fault.place, fault.record, fault.found) for fault in caught.value.faults]


def test_two_parts_with_the_same_row(landing: Landing, build: Path) -> None:
    """Whatever its measures are, and wherever its columns stand."""
    put(landing, "a", [azure(SubscriptionId="1"), azure(SubscriptionId="2"), azure()])
    same = azure(ACR_USD="-7", UsageQuantity="2", Month="OCT-2026")
    moved = dict(reversed(same.items()))
    put(landing, "b", [moved | {"SubscriptionId": n} for n in "876"] + [moved])
    assert overlap(landing, build) == [
        (
            f"{MONTH}/AzureUsage_b.csv",
            4,
            "1 that AzureUsage_a.csv has too (there it is record 3)",
        )
    ]


def test_rows_that_differ_in_a_column_that_raw_does_not_keep(landing: Landing, build: Path) -> None:
    put(landing, "a", [azure(Odd="1")])
    put(landing, "b", [azure(ResellerID="S")], delimiter=";")
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, "select count(*) from raw.azure_usage") == [(2,)]
    # Twice within one file is not for the loader to judge.
    put(landing, "c", [azure(ResellerID="T")] * 2)
    load_one(landing.root, build, "AzureUsage", MONTH)
    # A part that comes later is held against those that are loaded.
    put(landing, "d", [azure(ResellerID="S")])
    with pytest.raises(DeliveryError, match=r"AzureUsage_d\.csv, record 1: .*AzureUsage_b\.csv"):
        load_one(landing.root, build, "AzureUsage", MONTH)


def test_a_row_in_quarantine_overlaps_with_nothing(landing: Landing, build: Path) -> None:
    put(landing, "a", [azure(MPNId=""), azure(SubscriptionId="2")])
    text = text_of(list(azure()), [list(azure(MPNId="").values()), ["short"]])
    landing.put(MONTH, "AzureUsage_b.csv", text + ",".join(azure(SubscriptionId="3").values()))
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, "select count(*) from raw.quarantine") == [(3,)]
    # Its own records are numbered rightly all the same.
    put(landing, "c", [azure(SubscriptionId="4"), azure(SubscriptionId="3")])
    with pytest.raises(DeliveryError, match=r"c\.csv, record 2: .*\(there it is record 3\)"):
        load_one(landing.root, build, "AzureUsage", MONTH)


def test_other_datasets_and_formats(landing: Landing, build: Path) -> None:
    certificate = row("TrainingCompletions", MONTH)
    later = {"TrainingCompletionDate": "17 May 2024", "MPNId": "2000000"}
    landing.add(MONTH, "TrainingCompletions", [certificate], "TrainingCompletions1.csv")
    columns = ", ".join(f"'{v}' as \"{k}\"" for k, v in (certificate | later).items())
    write_parquet(landing.root / MONTH / "TrainingCompletions2.parquet", f"select {columns}")
    [(place, record, _)] = overlap(landing, build, "TrainingCompletions")
    assert (place, record) == (f"{MONTH}/TrainingCompletions2.parquet", 1)
    seats = row("EMSUsage", MONTH)
    for part, users in (("a", "8"), ("b", "9")):
        landing.add(
            MONTH, "EMSUsage", [seats | {"AADPMonthlyActiveUsers": users}], f"EMSUsage_{part}.csv"
        )
    assert len(overlap(landing, build, "EMSUsage")) == 1


def test_corrections_and_parts_by_month_are_none(
    landing: Landing, build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts by month or by partner are told apart by their receipts, without looking at rows."""
    monkeypatch.setattr(overlaps, "_fill_alike", lambda *_: pytest.fail("looked at rows"))
    landing.complete(MONTH)
    landing.add(f"{MONTH}.2", "AzureUsage")
    for part, changes in (("m", {"Month": "2026-09"}), ("p", {"PGAMpnId": "7"})):
        landing.add(
            MONTH, "AzureUsage", [row("AzureUsage", MONTH, **changes)], f"AzureUsage{part}.csv"
        )
    refresh(landing.root, build)
    assert query(build, "select count(*) from raw.azure_usage") == [(4,)]
