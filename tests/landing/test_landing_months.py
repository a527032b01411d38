"""Deliveries over time: loaded once, corrected by a folder of their own, whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.landing import folder as landing_module
from orchestration.landing.faults import DeliveryError, LandingError
from orchestration.raw import file_load, load
from orchestration.raw import store as raw_store
from tests.landing.extracts import KEY, Landing, everything, load_one, query, refresh, row

pytestmark = pytest.mark.slow

MONTH = "2026-10"


def test_loading_again_changes_nothing(landing: Landing, build: Path) -> None:
    landing.complete("2026-09")
    landing.complete(MONTH)
    landing.add(f"{MONTH}.2", "TrainingCompletions")
    first = refresh(landing.root, build)
    assert first.months == ["2026-09", MONTH]
    assert set(first.statuses().values()) == {"loaded"}
    before = everything(build)
    assert refresh(landing.root, build).months == []
    again = refresh(landing.root, build, months=[MONTH])
    assert set(again.statuses().values()) == {"known"}
    assert [str(month) for month in again.finished] == ["2026-10, 2026-10.2: no changes"]
    assert "unchanged since it was loaded" in str(again.files[0])
    assert everything(build) == before


def test_order_of_loading_does_not_matter(landing: Landing, tmp_path: Path) -> None:
    landing.complete("2026-09")
    landing.complete(MONTH)
    by_order = []
    for name, months in (("up", ["2026-09", MONTH]), ("down", [MONTH, "2026-09"])):
        build = tmp_path / name / "build.real.duckdb"
        refresh(landing.root, build, months)
        by_order.append(
            query(
                build,
                "select delivery, a.* exclude (file_id) from raw.azure_usage as a "
                "inner join raw.files using (file_id) order by all",
            )
        )
    assert by_order[0] == by_order[1]


def test_a_load_with_an_old_check_loads_nothing_twice(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    deliveries = landing_module.scan(landing.root)
    with raw_store.open_store(build) as connection:
        checked = load.check_month(connection, deliveries, MONTH)
        statuses = [
            [file.status for file in load.load_dataset(connection, checked, "Profile", KEY)]
            for _ in range(2)
        ]
    assert statuses == [["loaded"], ["known"]]


def test_a_correction_stands_beside_what_it_corrects(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    landing.add(f"{MONTH}.2", "AzureUsage", [row("AzureUsage", MONTH, ACR_USD="99")])
    answer = refresh(landing.root, build)
    assert answer.statuses()[f"{MONTH}.2/AzureUsage.csv"] == "loaded"
    assert answer.statuses()[f"{MONTH}/AzureUsage.csv"] == "known"
    assert query(
        build,
        "select revision, acr_usd from raw.azure_usage join raw.files using (file_id) order by all",
    ) == [(1, "12.5"), (2, "99")]
    assert query(build, "select delivery, revision from raw.deliveries order by all") == [
        (MONTH, 1),
        (f"{MONTH}.2", 2),
    ]


def test_parts_of_one_extract(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    landing.add(
        MONTH, "AzureUsage", [row("AzureUsage", MONTH, SubscriptionId="S-9")], "AzureUsage2.csv"
    )
    refresh(landing.root, build)
    assert query(build, "select subscription_id from raw.azure_usage order by all") == [
        ("S-1",),
        ("S-9",),
    ]


def test_the_same_bytes_twice_in_a_delivery(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    landing.add(MONTH, "AzureUsage", name="AzureUsage (1).csv")
    other = [row("AzureUsage", MONTH, SubscriptionId="S-9")]
    landing.add(MONTH, "AzureUsage", other, name="AzureUsage_same_size.csv")
    answer = refresh(landing.root, build)
    assert {name: status for name, status in answer.statuses().items() if "Azure" in name} == {
        f"{MONTH}/AzureUsage (1).csv": "loaded",
        f"{MONTH}/AzureUsage.csv": "duplicate",
        f"{MONTH}/AzureUsage_same_size.csv": "loaded",
    }
    assert query(build, "select subscription_id from raw.azure_usage order by all") == [
        ("S-1",),
        ("S-9",),
    ]
    assert refresh(landing.root, build).months == []
    # In a correction the same bytes are no duplicate: it may need them beside a corrected part.
    landing.add(f"{MONTH}.2", "AzureUsage")
    assert refresh(landing.root, build).statuses()[f"{MONTH}.2/AzureUsage.csv"] == "loaded"


@pytest.mark.parametrize("size", ["same", "other"])
def test_a_loaded_file_that_changed(landing: Landing, build: Path, size: str) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    before = everything(build)
    landing.add(
        MONTH,
        "AzureUsage",
        [row("AzureUsage", MONTH, ACR_USD="12.6" if size == "same" else "1200")],
    )
    with raw_store.open_store(build, read_only=True) as connection:
        assert load.pending_months(connection, landing_module.scan(landing.root)) == [MONTH]
    with pytest.raises(DeliveryError, match=r"different content.*folder named 2026-10\.2"):
        refresh(landing.root, build)
    assert everything(build) == before


def test_a_loaded_file_that_was_only_touched(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    before = everything(build)
    os.utime(landing.root / MONTH / "AzureUsage.csv", ns=(1, 1))
    assert refresh(landing.root, build).months == [MONTH]
    assert refresh(landing.root, build).months == []
    assert everything(build) == before


@pytest.mark.parametrize("gone", [f"{MONTH}/Profile.csv", MONTH])
def test_a_loaded_file_that_is_gone(landing: Landing, build: Path, gone: str) -> None:
    landing.complete("2026-09")
    landing.complete(MONTH)
    refresh(landing.root, build)
    path = landing.root / gone
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    with pytest.raises(DeliveryError, match=r"2026-10/Profile\.csv.*found no file\. Put it back"):
        refresh(landing.root, build)


def test_a_file_that_joins_a_finished_delivery(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    landing.add(MONTH, "CustomersAndTenants")
    load_one(landing.root, build, "CustomersAndTenants", MONTH)
    # What was complete stays used; the new file is not, until the month is complete with it.
    held = "select is_held from raw.files where dataset = 'CustomersAndTenants'"
    assert query(build, "select delivery from raw.deliveries") == [(MONTH,)]
    assert query(build, held) == [(False,)]
    refresh(landing.root, build)
    assert query(build, "select delivery from raw.deliveries") == [(MONTH,)]
    assert query(build, held) == [(True,)]


def test_an_unknown_month(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    with pytest.raises(LandingError, match="no delivery 2026-01"):
        refresh(landing.root, build, ["2026-01"])


def test_a_file_that_changes_while_it_is_read(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    deliveries = landing_module.scan(landing.root)
    with raw_store.open_store(build) as connection:
        checked = load.check_month(connection, deliveries, MONTH)
        landing.add(MONTH, "Profile", [row("Profile", MONTH), row("Profile", MONTH)])
        with pytest.raises(DeliveryError, match="changed while it was being read"):
            load.load_dataset(connection, checked, "Profile", KEY)


def test_what_a_broken_load_leaves_is_removed(landing: Landing, build: Path) -> None:
    """As a process killed between a table and its receipt would leave it."""
    landing.complete(MONTH)
    refresh(landing.root, build)
    with raw_store.open_store(build) as connection:
        connection.execute("create table raw_files.azure_usage_77 as select 'x' as pga_mpn_id")
        connection.execute('create table raw_files."odd; name" as select 1 as x')
    before = query(build, "select count(*) from raw.azure_usage")
    with raw_store.open_store(build):
        pass
    assert query(build, "select count(*) from raw.azure_usage") == before
    tables = query(build, "select table_name from duckdb_tables() where schema_name = 'raw_files'")
    assert len(tables) == len(query(build, "from raw.files"))


def test_a_build_of_other_code_is_loaded_again(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    before = everything(build)
    with raw_store.open_store(build) as connection:
        connection.execute("update raw.layout set mark = 'of an older version'")
    with raw_store.open_store(build, read_only=True) as connection:
        assert load.pending_months(connection, landing_module.scan(landing.root)) == [MONTH]
    assert set(refresh(landing.root, build).statuses().values()) == {"loaded"}
    assert everything(build) == before


def test_a_killed_load_leaves_nothing(landing: Landing, build: Path) -> None:
    """The file as it is on disk between the load of a file and its commit."""
    landing.complete(MONTH)
    copy = build.with_name("copy.duckdb")
    deliveries = landing_module.scan(landing.root)
    with raw_store.open_store(build) as connection:
        checked = load.check_month(connection, deliveries, MONTH)
        load.load_dataset(connection, checked, "Profile", KEY)
        connection.execute("begin")
        connection.execute("create table raw_files.azure_usage_2 as select 'x' as pga_mpn_id")
        shutil.copy(build, copy)
        wal = build.with_name(f"{build.name}.wal")
        if wal.exists():
            shutil.copy(wal, copy.with_name(f"{copy.name}.wal"))
        connection.execute("rollback")
    answer = refresh(landing.root, copy)
    assert answer.statuses()[f"{MONTH}/Profile.csv"] == "known"
    refresh(landing.root, build)
    receipts = "select * exclude (loaded_at) from raw.files order by file_id"
    assert query(copy, receipts) == query(build, receipts)


def test_a_failing_load_keeps_what_was_there(
    landing: Landing, build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing.complete(MONTH)
    monkeypatch.setattr(file_load, "write_receipt", _break)
    with pytest.raises(duckdb.IOException):
        load_one(landing.root, build, "AzureUsage", MONTH)
    monkeypatch.undo()
    assert query(build, "select count(*) from duckdb_tables() where schema_name = 'raw_files'") == [
        (0,)
    ]
    refresh(landing.root, build)


def _break(*_: object) -> None:
    raise duckdb.IOException("disk full")
