"""What a refused or incomplete delivery left may be replaced freely; a complete one is held.

Whatever happened on the way, the raw layer at the end is the one that a build from scratch makes of
the same landing folder, table by table. Acts: whoever changes delivery_check.py, load.py, finish.py
or receipts.py.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.landing import folder as landing_module
from orchestration.landing.contracts import CONTRACTS
from orchestration.landing.faults import IncompleteError
from orchestration.raw import load
from orchestration.raw import store as raw_store
from tests.landing.extracts import (
    KEY,
    NEEDED,
    PLAIN,
    Landing,
    everything,
    month_before,
    query,
    refresh,
    row,
    text_of,
)
from tests.landing.replaced import (
    CHANGES,
    CORRECTION,
    DELIVERIES,
    FAILURES,
    KEYS,
    MONTH,
    USED,
    as_from_scratch,
    changed,
    fail_first,
    other,
    path_of,
    refused,
    twice,
    whole,
)

pytestmark = pytest.mark.slow


def held(landing: Landing, build: Path, delivery: str, dataset: str) -> None:
    """The delivery is complete now: a change of the file is refused, and undone."""
    [name] = query(
        build,
        f"select file_name from raw.files where delivery = '{delivery}' and dataset = '{dataset}' "
        "limit 1",
    )
    path = landing.root / delivery / name[0]
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    refused(landing, build, path.name, "different content")
    path.unlink()
    refused(landing, build, path.name, "found no file. Put it back")
    path.write_bytes(content)
    refresh(landing.root, build)


@pytest.mark.parametrize(
    ("delivery", "failure", "rounds"),
    [
        (MONTH, "header", 1),
        (MONTH, "load", 1),
        (MONTH, "incomplete", len(CHANGES)),
        (CORRECTION, "header", 1),
        (CORRECTION, "load", len(CHANGES)),
        (CORRECTION, "incomplete", 1),
    ],
)
def test_files_of_a_failed_delivery_may_be_replaced(
    landing: Landing, build: Path, tmp_path: Path, delivery: str, failure: str, rounds: int
) -> None:
    """Every dataset's file in every way, before the delivery is mended."""
    if delivery != MONTH:
        whole(landing, MONTH)
        refresh(landing.root, build)
    whole(landing, delivery)
    mend = fail_first(landing, build, delivery, failure)
    fresh = tmp_path / "fresh" / "build.real.duckdb"
    for turn in range(rounds):
        for number, dataset in enumerate(KEYS):
            if dataset == FAILURES[failure][0]:
                continue
            for path in (landing.root / delivery).glob(f"{dataset}*"):
                path.unlink()
            landing.add(delivery, dataset)
            CHANGES[(turn + number) % len(CHANGES)](landing, delivery, dataset)
        said = refused(landing, build, delivery)
        if delivery == MONTH:
            assert refused(landing, fresh) == said
            assert everything(build) == everything(fresh)
            fresh.unlink()
    mend()
    refresh(landing.root, build)
    as_from_scratch(landing, build, tmp_path)
    held(landing, build, delivery, "AzureUsage")


@pytest.mark.parametrize("gone", ["the one that was loaded", "the one that was passed over"])
def test_one_of_two_files_with_the_same_bytes_goes(
    landing: Landing, build: Path, tmp_path: Path, gone: str
) -> None:
    landing.complete(MONTH)
    twice(landing, MONTH, "AzureUsage")
    mend = fail_first(landing, build, MONTH, "load")
    first, second = (
        landing.root / MONTH / "AzureUsage (1).csv",
        path_of(landing, MONTH, "AzureUsage"),
    )
    (first if gone == "the one that was loaded" else second).unlink()
    mend()
    refresh(landing.root, build)
    assert query(build, "select count(*) from raw.azure_usage") == [(1,)]
    assert query(build, "from raw.other_files") == []
    as_from_scratch(landing, build, tmp_path)


def test_coverage_of_an_incomplete_delivery_may_change(
    landing: Landing, build: Path, tmp_path: Path
) -> None:
    early = [row("EMSUsage", month_before(MONTH, 1))]
    landing.complete(MONTH, EMSUsage=early)
    for last in ("2026-08", "2026-09"):
        text = f"Dataset,FirstMonth,LastMonth\nEMSUsage,2026-01,{last}\n"
        landing.put(MONTH, "Coverage.csv", text)
        refused(landing, build, "usage only up to 2026-09")
    path = landing.put(MONTH, "Coverage.csv", text.replace("2026-09", MONTH))
    refresh(landing.root, build)
    as_from_scratch(landing, build, tmp_path)
    path.write_text(text.replace("2026-09", MONTH).replace("2026-01", "2026-02"))
    refused(landing, build, "Coverage.csv", "different content")
    path.unlink()
    refused(landing, build, "Coverage.csv", "no file. Put it back")


def test_a_faulty_correction_takes_nothing_from_what_was_complete(
    landing: Landing, build: Path, tmp_path: Path
) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    used = query(build, USED)
    whole(landing, CORRECTION)
    mend = fail_first(landing, build, CORRECTION, "load")
    assert query(build, USED) == used
    assert query(build, DELIVERIES) == [(MONTH,)]
    # It is held as before, and the correction beside it is not.
    path = path_of(landing, MONTH, "AzureUsage")
    content = path.read_bytes()
    changed(landing, MONTH, "AzureUsage")
    changed(landing, CORRECTION, "AzureUsage")
    said = refused(landing, build, f"{MONTH}/AzureUsage.csv: expected the file that was loaded")
    assert f"{CORRECTION}/AzureUsage.csv" not in said
    path.write_bytes(content)
    mend()
    refresh(landing.root, build)
    assert query(build, DELIVERIES) == [(MONTH,), (CORRECTION,)]
    as_from_scratch(landing, build, tmp_path)


def test_a_correction_that_is_taken_away_again(
    landing: Landing, build: Path, tmp_path: Path
) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    whole(landing, CORRECTION)
    fail_first(landing, build, CORRECTION, "load")
    shutil.rmtree(landing.root / CORRECTION)
    assert [str(each) for each in refresh(landing.root, build).finished] == [f"{MONTH}: no changes"]
    as_from_scratch(landing, build, tmp_path)


def test_a_month_that_is_taken_away_before_it_was_complete(
    landing: Landing, build: Path, tmp_path: Path
) -> None:
    """As one that was put into the folder of another month."""
    landing.complete("2026-09")
    refresh(landing.root, build)
    landing.complete(MONTH)
    fail_first(landing, build, MONTH, "load")
    (landing.root / MONTH).rename(landing.root.parent / "away")
    assert [str(each) for each in refresh(landing.root, build).finished] == [
        f"{MONTH}: removed before it was complete, so its receipts were deleted"
    ]
    as_from_scratch(landing, build, tmp_path)


def test_a_file_added_to_a_complete_delivery(landing: Landing, build: Path, tmp_path: Path) -> None:
    """It is refused and replaced while the others stay held and used."""
    landing.complete(MONTH)
    refresh(landing.root, build)
    used = query(build, USED)
    landing.add(MONTH, "AzureUsage", other("AzureUsage"), "AzureUsage_2.csv")
    mend = fail_first(landing, build, MONTH, "load")
    assert len(query(build, "from raw.azure_usage")) == 2
    assert query(build, USED) == used
    with raw_store.open_store(build, read_only=True) as connection:
        deliveries = landing_module.scan(landing.root)
        assert load.pending_months(connection, deliveries) == [MONTH]
    # The same bytes as the file that is held: passed over, and no reason to load that one anew.
    twice(landing, MONTH, "AzureUsage")
    landing.add(MONTH, "AzureUsage", other("AzureUsage", "replaced"), "AzureUsage_2.csv")
    refused(landing, build, "cut off")
    (landing.root / MONTH / "AzureUsage (1).csv").unlink()
    mend()
    refresh(landing.root, build)
    as_from_scratch(landing, build, tmp_path)
    assert query(build, "select subscription_id from raw.azure_usage order by all") == [
        ("S-1",),
        ("replaced",),
    ]


@pytest.mark.parametrize("loaded", [0, 1, len(NEEDED)])
def test_killed_while_replaced_files_are_loaded(
    landing: Landing, build: Path, tmp_path: Path, loaded: int
) -> None:
    landing.complete(MONTH)
    mend = fail_first(landing, build, MONTH, "load")
    for dataset in KEYS:
        changed(landing, MONTH, dataset)
    mend()
    deliveries = landing_module.scan(landing.root)
    with raw_store.open_store(build) as connection:
        checked = load.check_month(connection, deliveries, MONTH)
        for contract in CONTRACTS[:loaded]:
            load.load_dataset(connection, checked, contract.dataset, KEY)
        if loaded < len(NEEDED):
            # Nothing may be held for a check that was followed by no load.
            with pytest.raises(IncompleteError, match="Load its dataset first"):
                load.finish_month(connection, checked)
    refresh(landing.root, build)
    as_from_scratch(landing, build, tmp_path)


def test_a_refused_replacement_changes_nothing(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    twice(landing, MONTH, "AzureUsage")
    fail_first(landing, build, MONTH, "load")
    before = everything(build)
    landing.put(MONTH, "AzureUsage.csv", text_of(list(PLAIN["AzureUsage"]), [["x"]]).encode()[:-1])
    refused(landing, build, "AzureUsage.csv", "cut off")
    assert everything(build) == before


def test_the_check_changes_nothing(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    fail_first(landing, build, MONTH, "load")
    changed(landing, MONTH, "AzureUsage")
    path_of(landing, MONTH, "Profile").unlink()
    before = everything(build)
    with raw_store.open_store(build, read_only=True) as connection:
        checked = load.check_month(connection, landing_module.scan(landing.root), MONTH)
    assert {each.place for each in checked.outdated} == {
        f"{MONTH}/AzureUsage.csv",
        f"{MONTH}/Profile.csv",
    }
    assert everything(build) == before
