"""Deliveries that fail first, and files that are other than they were, for the tests of both.

Does not belong here: expectations of what is held (test_landing_held.py, test_landing_stamps.py).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.landing.faults import DeliveryError
from tests.landing.extracts import (
    PLAIN,
    Landing,
    everything,
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
    fresh = folder / "fresh" / "build.real.duckdb"
    refresh(landing.root, fresh)
    assert everything(build) == everything(fresh)
    fresh.unlink()


#: How a delivery fails first, in the dataset next to the one that is changed: at its header, while
#: it loads (the datasets before it have loaded then), or for want of a dataset.
FAILURES: dict[str, tuple[str, bytes | None, str]] = {
    "header": ("CustomersAndTenants", b"Nothing\n1\n", "CustomersAndTenants.csv"),
    "load": (
        "CustomersAndTenants",
        text_of(list(PLAIN["CustomersAndTenants"]), [["x"]]).encode()[:-1],
        "cut off",
    ),
    "incomplete": ("EMSUsage", None, f"expected EMSUsage in {MONTH}, found no such file"),
}


def fail_first(landing: Landing, build: Path, delivery: str, failure: str) -> Callable[[], object]:
    """Write a delivery that fails so, refresh, and give what mends it."""
    dataset, content, word = FAILURES[failure]
    if delivery != MONTH and content is None:
        # A correction is incomplete where its usage does not reach the as-of month.
        landing.add(delivery, dataset, [row(dataset, month_before(MONTH, 1))])
        word = "usage only up to"
        mend = lambda: landing.add(delivery, dataset, other(dataset))  # noqa: E731
    elif content is None:
        path_of(landing, delivery, dataset).unlink()
        mend = lambda: landing.add(delivery, dataset)  # noqa: E731
    else:
        path = landing.put(delivery, f"{dataset}.csv", content)
        mend = path.unlink
    refused(landing, build, word)
    return mend
