"""What a refused or incomplete delivery left may be replaced freely; a complete one is held.

Whatever happened on the way, the raw layer at the end is the one that a build from scratch makes of
the same landing folder, table by table. Acts: whoever changes delivery_check.py, load.py, finish.py
or receipts.py.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration import landing as landing_module
from orchestration import load, raw_store
from orchestration.contracts import CONTRACTS
from orchestration.faults import DeliveryError, IncompleteError
from tests.landing.extracts import (
    KEY,
    NEEDED,
    PLAIN,
    Landing,
    everything,
    load_one,
    month_before,
    query,
    refresh,
    row,
    text_of,
    write_parquet,
)

MONTH = "2026-10"
CORRECTION = f"{MONTH}.2"
USED = "select delivery, file_name from raw.files where is_held order by all"
DELIVERIES = "select delivery from raw.deliveries order by all"

#: A column that tells two files of the dataset apart.
KEYS = {
    "AzureUsage": "SubscriptionId",
    "EMSUsage": "SubscriptionId",
    "CPORM365Usage": "ClaimId",
    "TrainingCompletions": "MCPID",
    "Profile": "MPNId",
}

#: How a file can be other than it was: gets the folder, the dataset.
Change = Callable[[Landing, str, str], object]


def other(dataset: str, value: str = "another") -> list[dict[str, str]]:
    return [row(dataset, MONTH, **{KEYS[dataset]: value})]


def path_of(landing: Landing, delivery: str, dataset: str) -> Path:
    return landing.root / delivery / f"{dataset}.csv"


def changed(landing: Landing, delivery: str, dataset: str) -> None:
    landing.add(delivery, dataset, other(dataset))


def longer(landing: Landing, delivery: str, dataset: str) -> None:
    landing.add(delivery, dataset, [row(dataset, MONTH), *other(dataset), *other(dataset, "x")])


def renamed(landing: Landing, delivery: str, dataset: str) -> None:
    path_of(landing, delivery, dataset).rename(landing.root / delivery / f"{dataset}_new.csv")


def in_another_format(landing: Landing, delivery: str, dataset: str) -> None:
    path = path_of(landing, delivery, dataset)
    write_parquet(path.with_suffix(".parquet"), f"from read_csv('{path}', all_varchar = true)")
    path.unlink()


def in_two_parts(landing: Landing, delivery: str, dataset: str) -> None:
    landing.add(delivery, dataset, other(dataset), f"{dataset}_0.csv")


def in_other_parts(landing: Landing, delivery: str, dataset: str) -> None:
    """Loaded with a first part that is there no more, and another part that was not there."""
    path_of(landing, delivery, dataset).unlink()
    landing.add(delivery, dataset, other(dataset), f"{dataset}_1.csv")
    landing.add(delivery, dataset, other(dataset, "third"), f"{dataset}_2.tsv", delimiter="\t")


def twice(landing: Landing, delivery: str, dataset: str) -> None:
    """The copy comes first by its name, so that a build from scratch passes over the other."""
    content = path_of(landing, delivery, dataset).read_bytes()
    landing.put(delivery, f"{dataset} (1).csv", content)


def set_aside(landing: Landing, delivery: str, dataset: str) -> None:
    """With a record for the quarantine, which a later replacement does away with."""
    header = list(row(dataset, MONTH))
    records = [list(row(dataset, MONTH).values()), ["short"]]
    landing.put(delivery, f"{dataset}.csv", text_of(header, records))


CHANGES: list[Change] = [
    changed,
    longer,
    renamed,
    in_another_format,
    in_two_parts,
    in_other_parts,
    twice,
    set_aside,
]


def whole(landing: Landing, delivery: str) -> None:
    if delivery == MONTH:
        landing.complete(delivery)
    else:
        for dataset in KEYS:
            landing.add(delivery, dataset, other(dataset, "corrected"))


def refused(landing: Landing, build: Path, *words: str) -> str:
    """Refresh, which must be refused in these words; what is used stays as it was."""
    used = (query(build, USED), query(build, DELIVERIES)) if build.exists() else ([], [])
    with pytest.raises(DeliveryError) as caught:
        refresh(landing.root, build)
    for word in words:
        assert word in str(caught.value)
    assert (query(build, USED), query(build, DELIVERIES)) == used
    return str(caught.value)


def as_from_scratch(landing: Landing, build: Path, folder: Path) -> None:
    """Nothing is left to do, and the raw layer is what a build from scratch would be."""
    assert refresh(landing.root, build).months == []
    fresh = folder / "fresh" / "real.duckdb"
    refresh(landing.root, fresh)
    assert everything(build) == everything(fresh)
    fresh.unlink()


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
    refused(landing, build, path.name, "other content")
    path.unlink()
    refused(landing, build, path.name, "found no file. Put it back")
    path.write_bytes(content)
    refresh(landing.root, build)


#: How a delivery fails first, in the dataset next to the one that is changed: at its header, while
#: it loads (the datasets before it have loaded then), or for want of a dataset.
FAILURES: dict[str, tuple[str, bytes | None, str]] = {
    "header": ("CustomersAndTenants", b"Nothing\n1\n", "CustomersAndTenants.csv"),
    "load": (
        "CustomersAndTenants",
        text_of(list(PLAIN["CustomersAndTenants"]), [["x"]]).encode()[:-1],
        "cut off",
    ),
    "incomplete": ("EMSUsage", None, "EMSUsage in one of the folders"),
}


def fail_first(landing: Landing, build: Path, delivery: str, failure: str) -> Callable[[], object]:
    """Write a delivery that fails so, refresh, and give what mends it."""
    dataset, content, word = FAILURES[failure]
    if delivery != MONTH and content is None:
        # A correction is incomplete where its usage does not reach the as-of month.
        landing.add(delivery, dataset, [row(dataset, month_before(MONTH, 1))])
        word = "usage that ends at"
        mend = lambda: landing.add(delivery, dataset, other(dataset))  # noqa: E731
    elif content is None:
        path_of(landing, delivery, dataset).unlink()
        mend = lambda: landing.add(delivery, dataset)  # noqa: E731
    else:
        path = landing.put(delivery, f"{dataset}.csv", content)
        mend = path.unlink
    refused(landing, build, word)
    return mend


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
    fresh = tmp_path / "fresh" / "real.duckdb"
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
        refused(landing, build, "usage that ends at 2026-09")
    path = landing.put(MONTH, "Coverage.csv", text.replace("2026-09", MONTH))
    refresh(landing.root, build)
    as_from_scratch(landing, build, tmp_path)
    path.write_text(text.replace("2026-09", MONTH).replace("2026-01", "2026-02"))
    refused(landing, build, "Coverage.csv", "other content")
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
    assert [str(each) for each in refresh(landing.root, build).finished] == [
        f"{MONTH}: nothing new, nothing changed"
    ]
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
        f"{MONTH}: taken away before it was complete, forgotten"
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


def swap(path: Path) -> None:
    """Other bytes of the same length, with the time of change put back."""
    content, stat = path.read_bytes(), path.stat()
    path.write_bytes(content.replace(b"12.5", b"13.5"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)


@pytest.mark.parametrize("way", ["written over", "another file under its name"])
def test_other_bytes_of_the_same_size_and_time(landing: Landing, build: Path, way: str) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    path = path_of(landing, MONTH, "AzureUsage")
    before = landing_module.signature(landing_module.scan(landing.root))
    if way == "written over":
        swap(path)
    else:
        copy = Path(shutil.copy2(path, landing.root.parent / "copy.csv"))
        swap(copy)
        os.replace(copy, path)
    assert landing_module.signature(landing_module.scan(landing.root)) != before
    refused(landing, build, "AzureUsage.csv", "other content under the same name")


@pytest.mark.parametrize("is_complete", [True, False])
def test_the_same_bytes_in_another_file(
    landing: Landing, build: Path, tmp_path: Path, is_complete: bool
) -> None:
    """As a folder that was restored from a backup: looked into once, and loaded as it was."""
    landing.complete(MONTH)
    if is_complete:
        refresh(landing.root, build)
        mend = None
    else:
        mend = fail_first(landing, build, MONTH, "load")
    loaded_at = query(build, "select file_name, loaded_at from raw.files order by all")
    for path in (landing.root / MONTH).iterdir():
        copy = Path(shutil.copy2(path, tmp_path / "copy"))
        os.replace(copy, path)
    if mend:
        mend()
    assert refresh(landing.root, build).months == [MONTH]
    assert query(build, "select file_name, loaded_at from raw.files order by all") == loaded_at
    as_from_scratch(landing, build, tmp_path)


def test_other_bytes_while_a_file_is_read(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    deliveries = landing_module.scan(landing.root)
    with raw_store.open_store(build) as connection:
        checked = load.check_month(connection, deliveries, MONTH)
        swap(path_of(landing, MONTH, "AzureUsage"))
        with pytest.raises(DeliveryError, match="changed while it was read"):
            load.load_dataset(connection, checked, "AzureUsage", KEY)
    load_one(landing.root, build, "AzureUsage", MONTH)
