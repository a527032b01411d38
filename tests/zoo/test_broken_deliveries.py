"""Faults of deliveries: what one file alone cannot show.

Each step writes files and refreshes `raw`; a refused step leaves every table as it was.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from orchestration.landing.faults import DeliveryError, LandingError
from tests.landing.extracts import NEEDED, PLAIN, Landing, query, refresh, row, text_of
from tests.zoo.sound_rows import USAGE

pytestmark = pytest.mark.slow

MONTH = "2026-10"
LATER = "2026-11"

#: Files of one dataset must differ by more than their measures to be two parts.
KEYS = {
    "AzureUsage": ("SubscriptionId", "ACR_USD"),
    "EMSUsage": ("SubscriptionId", "AADPPaidAvailableUnits"),
    "CPORM365Usage": ("ClaimId", "PaidAvailableUnits"),
    "OfficeUsage": ("CustomerTenantId", "PaidAvailableUnits"),
    "BusinessApplicationsRevenue": ("SubscriptionId", "AdjustedRevenueAmtCD"),
    "BusinessApplicationsUsage": ("SubscriptionID", "MAU"),
    "MonthlyConsumption": ("CustomerTenantId", "MonthlyConsumptionValue"),
    "PartnerTrack": ("SolutionArea", None),
    "PartnerCenterScore": ("SolutionArea", None),
    "TrainingCompletions": ("MCPID", None),
    "Profile": ("MPNId", None),
    "CustomersAndTenants": ("CustomerTenantId", None),
}
#: Datasets that a delivery may lack.
FURTHER = ["OfficeUsage", "BusinessApplicationsRevenue", "BusinessApplicationsUsage"]


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path / "landing")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return tmp_path / "build" / "build.real.duckdb"


def kept(build: Path) -> dict[str, list[tuple]]:
    """Everything in `raw` that a refresh may change, but the times of loading."""
    tables = [name for (name,) in query(build, "select table_name from duckdb_tables() order by 1")]
    views = ["azure_usage", "profile", "quarantine"]
    facts = query(
        build,
        "select delivery, file_name, sha256, records_count, file_id from raw.files order by all",
    )
    rows = {view: query(build, f"select * from raw.{view} order by all") for view in views}
    deliveries = query(build, "select delivery from raw.deliveries order by all")
    return {"tables": tables, "facts": facts, "deliveries": deliveries, **rows}


def refused(landing: Landing, build: Path, *words: str) -> str:
    """Refresh, which must be refused in these words and change nothing; gives what it said."""
    before = kept(build) if build.exists() else None
    with pytest.raises((DeliveryError, LandingError)) as caught:
        refresh(landing.root, build)
    message = str(caught.value)
    for word in words:
        assert word in message
    if before is not None:
        assert kept(build) == before
    return message


@pytest.mark.parametrize("dataset", KEYS)
def test_two_parts_with_the_same_record(landing: Landing, build: Path, dataset: str) -> None:
    key, measure = KEYS[dataset]
    landing.complete(MONTH)
    other = row(dataset, MONTH, **{key: "another"})
    again = row(dataset, MONTH) | ({measure: "77"} if measure else {})
    landing.add(MONTH, dataset, name=f"{dataset}.csv")
    landing.add(MONTH, dataset, [other, again], name=f"{dataset}_2.csv")
    message = refused(landing, build, f"{dataset}", "part")
    assert re.search(rf"{MONTH}/{dataset}(_2)?\.csv", message)


@pytest.mark.parametrize("dataset", KEYS)
def test_parts_that_do_not_overlap(landing: Landing, build: Path, dataset: str) -> None:
    key, _ = KEYS[dataset]
    landing.complete(MONTH)
    landing.add(MONTH, dataset)
    landing.add(MONTH, dataset, [row(dataset, MONTH, **{key: "b"})], name=f"{dataset}_2.csv")
    landing.add(MONTH, dataset, [row(dataset, MONTH, **{key: "c"})], name=f"{dataset}_3.tsv")
    [month] = refresh(landing.root, build).finished
    assert month.is_new
    counts = f"select count(*), sum(records_count) from raw.files where dataset = '{dataset}'"
    assert query(build, counts) == [(3, 3)]


@pytest.mark.parametrize("dataset", NEEDED)
def test_the_same_bytes_twice(landing: Landing, build: Path, dataset: str) -> None:
    landing.complete(MONTH)
    path = landing.root / MONTH / f"{dataset}.csv"
    landing.put(MONTH, f"{dataset} (1).csv", path.read_bytes())
    answer = refresh(landing.root, build)
    statuses = [file.status for file in answer.files if file.dataset == dataset]
    assert sorted(statuses) == ["duplicate", "loaded"]
    counts = f"select count(*), sum(records_count) from raw.files where dataset = '{dataset}'"
    assert query(build, counts) == [(1, 1)]


@pytest.mark.parametrize("change", ["other bytes", "as many bytes", "more rows", "only its time"])
def test_a_loaded_file_is_changed_in_place(landing: Landing, build: Path, change: str) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    path = landing.root / MONTH / "AzureUsage.csv"
    text = path.read_text()
    if change == "only its time":
        os.utime(path, ns=(1, 1))
        before = kept(build)
        refresh(landing.root, build)
        assert kept(build) == before
        return
    new = {
        "other bytes": text.replace("12.5", "130.25"),
        "as many bytes": text.replace("12.5", "13.5"),
        "more rows": text + text.splitlines()[1].replace("S-1", "S-9") + "\n",
    }[change]
    assert new != text
    path.write_text(new)
    os.utime(path, ns=(path.stat().st_mtime_ns + 10**9,) * 2)
    refused(landing, build, f"{MONTH}/AzureUsage.csv", "2026-10.2", "Put the loaded file back")
    path.write_text(text)
    landing.put("2026-10.2", "AzureUsage.csv", new)
    refresh(landing.root, build)
    assert query(build, "select delivery from raw.deliveries order by 1") == [
        ("2026-10",),
        ("2026-10.2",),
    ]


def test_a_loaded_file_is_gone(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    (landing.root / MONTH / "Profile.csv").unlink()
    refused(landing, build, f"{MONTH}/Profile.csv", "no file", "Put it back")


def test_a_whole_delivery_is_gone(landing: Landing, build: Path) -> None:
    for month in (MONTH, LATER):
        landing.complete(month)
    refresh(landing.root, build)
    (landing.root / MONTH).rename(landing.root.parent / "taken away")
    message = refused(landing, build, "no file", "Put it back")
    assert all(f"{MONTH}/{dataset}.csv" in message for dataset in NEEDED)


@pytest.mark.parametrize("dataset", [*NEEDED, *FURTHER])
def test_a_header_alone_where_there_were_rows(landing: Landing, build: Path, dataset: str) -> None:
    for month in (MONTH, LATER):
        landing.complete(month)
    landing.add(MONTH, dataset)
    landing.put(LATER, f"{dataset}.csv", text_of(list(PLAIN[dataset]), []))
    message = ""
    with pytest.raises(DeliveryError) as caught:
        refresh(landing.root, build)
    message = str(caught.value)
    assert f"{LATER}/{dataset}.csv" in message and "only a header" in message
    assert query(build, "select delivery from raw.deliveries") == [(MONTH,)]


@pytest.mark.parametrize("dataset", [each for each in (*NEEDED, *FURTHER) if each != "Profile"])
def test_nothing_left_to_report_is_said_in_coverage(
    landing: Landing, build: Path, dataset: str
) -> None:
    """The refusal says how, and what it says is the way out."""
    for month in (MONTH, LATER):
        landing.complete(month)
    landing.add(MONTH, dataset)
    landing.put(LATER, f"{dataset}.csv", text_of(list(PLAIN[dataset]), []))
    with pytest.raises(DeliveryError) as caught:
        refresh(landing.root, build)
    line = f"{dataset},{LATER},{LATER}"
    assert f"add the line {line} to {LATER}/Coverage.csv." in str(caught.value)
    landing.put(LATER, "Coverage.csv", f"Dataset,FirstMonth,LastMonth\n{line}\n")
    refresh(landing.root, build)
    assert query(build, "select delivery from raw.deliveries order by 1") == [(MONTH,), (LATER,)]


@pytest.mark.parametrize("dataset", NEEDED)
def test_a_dataset_is_missing(landing: Landing, build: Path, dataset: str) -> None:
    landing.complete(MONTH)
    (landing.root / MONTH / f"{dataset}.csv").unlink()
    with pytest.raises(DeliveryError) as caught:
        refresh(landing.root, build)
    assert dataset in str(caught.value) and "2026-10.2" in str(caught.value)
    assert query(build, "select delivery from raw.deliveries") == []


@pytest.mark.parametrize("dataset", USAGE)
def test_files_in_the_wrong_folder(landing: Landing, build: Path, dataset: str) -> None:
    landing.complete(MONTH)
    landing.add(MONTH, dataset, [row(dataset, "2027-01")])
    refused(landing, build, f"{MONTH}/{dataset}.csv", "wrong folder")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("AzureUsage.csv.part", "unfinished copy"),
        ("AzureUsage.csv.crdownload", "unfinished copy"),
        ("AzureUsage.csv.tmp", "unfinished copy"),
        ("AzureUsage.csv.filepart", "unfinished copy"),
        (".~AzureUsage.csv", "unfinished copy"),
        ("~AzureUsage.csv", "unfinished copy"),
        ("AzureUsage.xlsx", "a different name"),
        ("AzureUsage.csv.zip", "a different name"),
        ("Azure Usage.csv", "a different name"),
        ("usage.csv", "a different name"),
        ("AzureUsage.json", "a different name"),
        ("AzureUsage\n.csv", "control characters"),
        ("AzureUsage\x1b[31m.csv", "control characters"),
        ("AzureUsage\u202evsc.csv", "control characters"),
    ],
)
def test_names_that_are_refused(landing: Landing, build: Path, name: str, words: str) -> None:
    landing.complete(MONTH)
    landing.put(MONTH, name, b"x")
    message = refused(landing, build, words)
    # Nothing of a name may reach a terminal that the terminal would obey.
    assert message.replace("\n- ", "").isprintable()


@pytest.mark.parametrize(
    "name",
    [
        "AzureUsage_'; drop schema raw cascade; --.csv",
        "AzureUsage $(touch hacked) `id`.csv",
        "AzureUsage [a-z]*?{1,2}.csv",
        'AzureUsage "quoted" \\ back.csv',
        "AzureUsage month=2020-01.csv",
        "AzureUsage_{{ 7 * 7 }}.csv",
        "AzureUsage_%s_%(path)s_${HOME}.csv",
        "AzureUsage_\u4eac\u90fd \U0001f600.csv",
        "AzureUsage_" + "x" * 200 + ".csv",
        "AZUREUSAGE.CSV",
    ],
)
def test_hostile_names_load_as_they_are(landing: Landing, build: Path, name: str) -> None:
    landing.complete(MONTH)
    (landing.root / MONTH / "AzureUsage.csv").rename(landing.root / MONTH / name)
    refresh(landing.root, build)
    assert query(build, "select file_name from raw.files where dataset = 'AzureUsage'") == [(name,)]
    assert query(build, "select acr_usd from raw.azure_usage") == [("12.5",)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["AzureUsage,2026-13,2026-10"], "FirstMonth"),
        (["AzureUsage,2026-01,2026-11"], "LastMonth"),
        (["AzureUsage,2026-09,2026-08"], "LastMonth"),
        (["AzureUsage,2026-01-02,2026-10"], "FirstMonth"),
        (["Azure,2026-01,2026-10"], "Dataset"),
        (["Profile,2026-01,2026-10"], "Dataset"),
        (["AzureUsage,2026-01,2026-10", "azureusage,2026-01,2026-10"], "Dataset"),
        (["AzureUsage,,2026-10"], "FirstMonth"),
        (["DynamicsUsage,2026-01,2026-10"], "Dataset"),
        (["OfficeUsage,2026-01,2026-10"], "Dataset"),
    ],
)
def test_coverage_that_cannot_be(
    landing: Landing, build: Path, lines: list[str], words: str
) -> None:
    landing.complete(MONTH)
    landing.put(MONTH, "Coverage.csv", "\n".join(["Dataset,FirstMonth,LastMonth", *lines, ""]))
    refused(landing, build, f"{MONTH}/Coverage.csv", f"record {len(lines)}", f"column {words}")
