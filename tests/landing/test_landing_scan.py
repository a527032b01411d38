"""Names in the landing folder: deliveries and extracts, what is refused, what is passed over."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from orchestration.landing import folder as landing_module
from orchestration.landing.faults import DeliveryError, LandingError
from tests.landing.extracts import NEEDED, Landing, refresh


def test_deliveries_in_order_of_month_and_revision(landing: Landing) -> None:
    for name in ("2026-10.10", "2026-10", "2026-09", "2026-10.2"):
        landing.add(name, "Profile")
    found = landing_module.scan(landing.root)
    assert [(d.name, d.month, d.revision) for d in found] == [
        ("2026-09", "2026-09", 1),
        ("2026-10", "2026-10", 1),
        ("2026-10.2", "2026-10", 2),
        ("2026-10.10", "2026-10", 10),
    ]


@pytest.mark.parametrize(
    ("name", "dataset", "ending"),
    [
        ("AzureUsage.csv", "AzureUsage", "csv"),
        ("azureusage_part 1.CSV.GZ", "AzureUsage", "csv.gz"),
        ("CPORM365Usage-2026.tsv", "CPORM365Usage", "tsv"),
        ("Profile (1).parquet", "Profile", "parquet"),
        ("TrainingCompletions.tsv.gz", "TrainingCompletions", "tsv.gz"),
    ],
)
def test_file_names(landing: Landing, name: str, dataset: str, ending: str) -> None:
    landing.put("2026-10", name, b"x")
    [delivery] = landing_module.scan(landing.root)
    [file] = delivery.files
    assert (file.dataset, file.format, delivery.faults) == (dataset, ending, ())


#: What file systems, file servers and desktops leave: folders.
SYSTEM_FOLDERS = [
    *("lost+found", "System Volume Information", "$RECYCLE.BIN", "RECYCLER", "#recycle"),
    *("@Recycle", "#snapshot", "@eaDir", ".Trash-1000", ".Spotlight-V100", "__MACOSX"),
]
#: And files; the last are locks of office programs on a file that someone has open.
SYSTEM_FILES = [
    *(".DS_Store", "desktop.ini", "Thumbs.db"),
    *("~$AzureUsage.csv", "~$ureUsage.xlsx", ".~lock.AzureUsage.csv#"),
]


@pytest.mark.parametrize("level", [".", "2026-10"])
def test_what_systems_leave_is_passed_over(landing: Landing, build: Path, level: str) -> None:
    landing.complete("2026-10")
    for name in SYSTEM_FOLDERS:
        (landing.root / level / name).mkdir()
        (landing.root / level / name / "EMSUsage.csv").write_bytes(b"x")
    for name in SYSTEM_FILES:
        landing.put(level, name, b"x")
    before = landing_module.signature(landing_module.scan(landing.root))
    [delivery] = landing_module.scan(landing.root)
    assert (delivery.faults, delivery.unfinished) == ((), ())
    assert {file.name for file in delivery.files} == {f"{dataset}.csv" for dataset in NEEDED}
    [month] = refresh(landing.root, build).finished
    assert month.is_new
    for name in SYSTEM_FOLDERS:
        shutil.rmtree(landing.root / level / name)
    # They come and go without anything being new.
    assert landing_module.signature(landing_module.scan(landing.root)) == before


LEFT = ["DynamicsUsage.csv", "PowerBIUsage_1.parquet", "teamsusageworkload.csv.gz", "CLASx.tsv"]


def test_datasets_that_no_metric_reads_are_left(landing: Landing, build: Path) -> None:
    """Whatever is in them; the delivery is none the worse, and their names are told."""
    landing.complete("2026-10")
    for name in (*LEFT, "SeatsSubscriptionsAndRevenue.csv"):
        landing.put("2026-10", name, b"not even a table")
    [delivery] = landing_module.scan(landing.root)
    assert delivery.faults == () and len(delivery.files) == len(NEEDED)
    assert sorted(delivery.left) == sorted(
        f"2026-10/{name}" for name in (*LEFT, "SeatsSubscriptionsAndRevenue.csv")
    )
    [month] = refresh(landing.root, build).finished
    assert month.is_new


@pytest.mark.parametrize("name", ["DynamicsUsage.xlsx", "DynamicsUsage", "Usage.csv"])
def test_other_names_are_refused_as_ever(landing: Landing, name: str) -> None:
    landing.complete("2026-10")
    landing.put("2026-10", name, b"x")
    [delivery] = landing_module.scan(landing.root)
    assert [fault.found for fault in delivery.faults] == ["a different name"]


@pytest.mark.parametrize(
    ("name", "dataset"),
    [
        ("OfficeUsage (2).csv", "OfficeUsage"),
        ("businessapplicationsrevenue_2026.tsv", "BusinessApplicationsRevenue"),
        ("BusinessApplicationsUsage.csv.gz", "BusinessApplicationsUsage"),
        ("MonthlyConsumption.csv", "MonthlyConsumption"),
        ("PartnerTrack.csv", "PartnerTrack"),
        ("PartnerCenterScore.csv", "PartnerCenterScore"),
    ],
)
def test_names_of_the_further_datasets(landing: Landing, name: str, dataset: str) -> None:
    assert landing_module.dataset_of(name) == dataset


def test_names_that_are_passed_over(landing: Landing) -> None:
    for name in SYSTEM_FILES:
        landing.put("2026-10", name, b"x")
    landing.put("2026-10", "_SUCCESS", b"")
    landing.put(".", "README.txt", b"x")
    landing.put(".", ".demo-world", b"x")
    landing.put(".hidden", "x", b"x")
    [delivery] = landing_module.scan(landing.root)
    assert (delivery.files, delivery.coverage, delivery.faults) == ((), None, ())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Azure.csv", "a different name"),
        ("AzureUsage.xlsx", "a different name"),
        ("AzureUsage.csv.zip", "a different name"),
        ("AzureUsage.csv.part", "unfinished copy"),
        ("AzureUsage.csv.crdownload", "unfinished copy"),
        ("~AzureUsage.csv", "unfinished copy"),
        ("AzureUsage\n.csv", "UTF-8 without control characters"),
    ],
)
def test_names_that_are_refused(landing: Landing, build: Path, name: str, words: str) -> None:
    landing.complete("2026-10")
    landing.put("2026-10", name, b"x")
    with pytest.raises(DeliveryError, match=words):
        refresh(landing.root, build)


def test_names_that_are_no_utf8_are_refused(landing: Landing, build: Path) -> None:
    landing.complete("2026-10")
    with open(os.fsencode(landing.root / "2026-10") + b"/AzureUsage\xff.csv", "wb") as file:
        file.write(b"x")
    with pytest.raises(DeliveryError, match="a file name in UTF-8"):
        refresh(landing.root, build)


def test_folders_inside_a_delivery_are_refused(landing: Landing, build: Path) -> None:
    landing.complete("2026-10")
    (landing.root / "2026-10" / "AzureUsage.csv.d").mkdir()
    with pytest.raises(DeliveryError, match="directly into the delivery folder"):
        refresh(landing.root, build)


@pytest.mark.parametrize(
    "name", ["2026-13", "2026-1", "2026-10.1", "2026-10.02", "2026_10", "old", "2026-10 copy"]
)
def test_folders_that_are_no_delivery_are_refused(landing: Landing, name: str) -> None:
    landing.add("2026-10", "Profile")
    (landing.root / name).mkdir()
    with pytest.raises(LandingError) as caught:
        landing_module.scan(landing.root)
    assert repr(name) in str(caught.value)


def test_extracts_beside_the_folders_are_refused(landing: Landing) -> None:
    landing.add("2026-10", "Profile")
    landing.put(".", "EMSUsage.csv", b"x")
    with pytest.raises(LandingError, match=r"EMSUsage\.csv.*Move it into the folder"):
        landing_module.scan(landing.root)


def test_what_is_being_copied_is_told_apart(landing: Landing) -> None:
    landing.complete("2026-10")
    for name in ("EMSUsage.csv.part", ".~lock.EMSUsage.csv#", "~EMSUsage.csv", ".EMSUsage.tmp"):
        landing.put("2026-10", name, b"x")
    [delivery] = landing_module.scan(landing.root)
    assert delivery.unfinished == (
        *("2026-10/.EMSUsage.tmp", "2026-10/EMSUsage.csv.part", "2026-10/~EMSUsage.csv"),
    )
    assert [fault.place for fault in delivery.faults] == list(delivery.unfinished)


@pytest.mark.parametrize("state", ["missing", "empty", "a file"])
def test_no_landing_folder(tmp_path: Path, state: str) -> None:
    root = tmp_path / "landing"
    if state == "empty":
        root.mkdir()
    if state == "a file":
        root.write_text("x")
    with pytest.raises(LandingError):
        landing_module.scan(root)


def test_signature_follows_names_sizes_and_times(landing: Landing) -> None:
    def now() -> str:
        return landing_module.signature(landing_module.scan(landing.root))

    path = landing.add("2026-10", "Profile")
    first = now()
    assert now() == first
    os.utime(path, ns=(1, 1))
    second = now()
    landing.put("2026-10", "Coverage.csv", "Dataset,FirstMonth,LastMonth\n")
    assert len({first, second, now()}) == 3
