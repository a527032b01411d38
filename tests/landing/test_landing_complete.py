"""When a month is complete: needed datasets, usage up to the as-of month, Coverage.csv."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.landing.faults import DeliveryError, IncompleteError
from tests.landing.extracts import PLAIN, Landing, load_one, query, refresh, row, text_of

MONTH = "2026-10"


def test_a_needed_dataset_is_missing(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    (landing.root / MONTH / "EMSUsage.csv").unlink()
    (landing.root / MONTH / "Profile.csv").unlink()
    with pytest.raises(IncompleteError) as caught:
        refresh(landing.root, build)
    assert [fault.expected.split()[0] for fault in caught.value.faults] == ["EMSUsage", "Profile"]
    assert query(build, "select count(*) from raw.deliveries") == [(0,)]
    # It may come in a folder of its own.
    landing.add(f"{MONTH}.2", "EMSUsage")
    landing.add(f"{MONTH}.2", "Profile")
    assert [str(month) for month in refresh(landing.root, build).finished] == [
        "2026-10, 2026-10.2: complete"
    ]


@pytest.mark.parametrize("dataset", ["AzureUsage", "EMSUsage", "CPORM365Usage"])
def test_usage_that_ends_too_early(landing: Landing, build: Path, dataset: str) -> None:
    month = "Date" if dataset == "CPORM365Usage" else "Month"
    early = [row(dataset, MONTH, **{month: text}) for text in ("2026-09-01", "2026-11-01")]
    landing.complete(MONTH, **{dataset: early})
    with pytest.raises(IncompleteError) as caught:
        refresh(landing.root, build)
    [fault] = caught.value.faults
    assert fault.place == f"{MONTH}/{dataset}"
    assert fault.found == "usage only up to 2026-09" and "up to" in fault.expected
    assert "Coverage.csv" in fault.what_to_do and f"{MONTH}.2" in fault.what_to_do
    landing.put(
        MONTH, "Coverage.csv", f"Dataset,FirstMonth,LastMonth\n{dataset},2025-11,OCT-2026\n"
    )
    refresh(landing.root, build)
    assert query(
        build,
        "select delivery, revision, dataset, first_month::varchar, last_month::varchar "
        "from raw.declared_coverage",
    ) == [(MONTH, 1, dataset, "2025-11-01", "2026-10-01")]
    assert refresh(landing.root, build).months == []


def test_the_newest_revision_must_reach_the_as_of_month(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    landing.add(f"{MONTH}.2", "EMSUsage", [row("EMSUsage", MONTH, Month="2026-09")])
    with pytest.raises(IncompleteError, match=r"2026-10\.2/EMSUsage: expected usage up to"):
        refresh(landing.root, build)


def test_usage_without_rows_must_be_declared(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    landing.put(MONTH, "EMSUsage.csv", text_of(list(PLAIN["EMSUsage"]), []))
    with pytest.raises(IncompleteError, match="no usage at all"):
        refresh(landing.root, build)
    landing.put(MONTH, "Coverage.csv", "Dataset;First Month;LastMonth\r\nemsusage;2025-11;2026-10")
    assert refresh(landing.root, build).finished[0].is_new


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("AzureUsage,2026-01,2026-13", "LastMonth"),
        ("AzureUsage,2026-01-02,2026-10", "FirstMonth"),
        ("AzureUsage,2026-10,2026-09", "LastMonth"),
        ("AzureUsage,2026-01,2026-11", "LastMonth"),
        ("Profile,2026-01,2026-10", "Dataset"),
        ("EMSUsage,2026-01,2026-10", "Dataset"),
        ("AzureUsage,2026-01,2026-10\nAzureUsage,2026-01,2026-10", "Dataset"),
        ("AzureUsage", "FirstMonth"),
    ],
)
def test_coverage_that_cannot_be(landing: Landing, build: Path, line: str, column: str) -> None:
    landing.add(MONTH, "AzureUsage")
    landing.put(MONTH, "Coverage.csv", f"Dataset,FirstMonth,LastMonth\n{line}\n")
    with pytest.raises(DeliveryError) as caught:
        load_one(landing.root, build, "AzureUsage", MONTH)
    [fault] = caught.value.faults
    assert (fault.place, fault.column) == (f"{MONTH}/Coverage.csv", column)
    assert fault.record == line.count("\n") + 1


def test_an_empty_folder_is_a_delivery_to_come(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    (landing.root / f"{MONTH}.2").mkdir()
    with pytest.raises(IncompleteError, match="an empty folder"):
        refresh(landing.root, build)
