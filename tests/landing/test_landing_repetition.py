"""No row counts twice: the same one in two files, or twice in one file of usage, is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from orchestration.landing.faults import DeliveryError
from orchestration.landing.folder import scan
from orchestration.raw import load, repetition
from orchestration.raw import store as raw_store
from orchestration.raw.in_force import loaded_files
from tests.landing.extracts import (
    KEY,
    Landing,
    Row,
    load_one,
    query,
    refresh,
    row,
    text_of,
    write_parquet,
)
from tests.zoo.case import parquet_of

pytestmark = pytest.mark.slow

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
    for fault in caught.value.faults:
        assert f"ACCEPT_REPEATED={fault.place} to count them." in fault.what_to_do
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
            "1 that are also in AzureUsage_a.csv (this one as record 3)",
        )
    ]


def test_rows_that_differ_in_a_column_that_raw_does_not_keep(landing: Landing, build: Path) -> None:
    put(landing, "a", [azure(Odd="1")])
    put(landing, "b", [azure(ResellerID="S")], delimiter=";")
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, "select count(*) from raw.azure_usage") == [(2,)]
    put(landing, "c", [azure(ResellerID="T")])
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
    with pytest.raises(DeliveryError, match=r"c\.csv, record 2: .*\(this one as record 3\)"):
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
    """Parts by month or by partner are told apart by their receipts, each looked at alone."""
    look = repetition._fill_alike

    def alone(connection: object, contract: object, files: list[int]) -> list[int]:
        assert len(files) == 1
        return look(connection, contract, files)

    monkeypatch.setattr(repetition, "_fill_alike", alone)
    landing.complete(MONTH)
    landing.add(f"{MONTH}.2", "AzureUsage")
    for part, changes in (("m", {"Month": "2026-09"}), ("p", {"PGAMpnId": "7"})):
        landing.add(
            MONTH, "AzureUsage", [row("AzureUsage", MONTH, **changes)], f"AzureUsage{part}.csv"
        )
    refresh(landing.root, build)
    assert query(build, "select count(*) from raw.azure_usage") == [(4,)]


GUID = "11111111-0000-4000-8000-00000000ABCD"
#: The same value, spelled in another way; what is missing here is a name or no part of the row.
RESPELLED = {
    "PGAMpnId": "1000000.0",
    "MPNId": " 2000000 ",
    "MpnId": "2000000.0000",
    "CustomerTenantId": "{11111111-0000-4000-8000-00000000abcd}",
    "SubscriptionId": GUID.replace("-", ""),
    "ClaimId": GUID.lower(),
    "CustomerTenantID": GUID.replace("-", "").lower(),
    "SubscriptionID": f"{{{GUID}}}",
    "CustomerID": GUID.lower(),
    "GlobalPartnerID": "1000000.00",
    "FiscalMonthName": "FY27-Oct",
    "PartnerAssociationType": "POR",
    "WorkloadName": " EXCHANGE",
    "MetricType": "PAID ",
    "CustomerTpid": "40000000.0",
    "MCPID": GUID.lower(),
    "Month": "OCT-2026",
    "Date": "20261001",
    "DateAssociated": "22 Aug 2021",
    "TrainingCompletionDate": "17 May 2024",
    "PartnerAttributionType": "partner  admin link (PAL)",
    "PartnerAttachType": "CSP T1",
    "ServiceLevel4": " SENTINEL ",
    "CustomerName": "contoso",
    "ResellerID": GUID.lower(),
    "SubscriptionStartDate": "1/31/2024",
    "EnrollmentNumber": "nan",
}
WRITTEN = {
    "PGAMpnId": "1000000",
    "MPNId": "2000000",
    "MpnId": "2000000",
    "CustomerTenantId": GUID,
    "SubscriptionId": GUID,
    "ClaimId": GUID,
    "CustomerTenantID": GUID,
    "SubscriptionID": GUID,
    "CustomerID": GUID,
    "GlobalPartnerID": "1000000",
    "FiscalMonthName": "October, 2026",
    "PartnerAssociationType": "Digital Partner of Record",
    "WorkloadName": "Exchange",
    "MetricType": "Paid",
    "CustomerTpid": "40000000",
    "MCPID": GUID,
    "DateAssociated": "2021-08-22",
    "TrainingCompletionDate": "2024-05-17",
    "PartnerAttributionType": "PAL",
    "PartnerAttachType": "CSP Tier 1",
    "ServiceLevel4": "Sentinel",
    "CustomerName": "Contoso",
}
#: Columns that `raw` does not keep.
MORE = {
    "AzureUsage": {
        "ResellerID": GUID,
        "SubscriptionStartDate": "2024-01-31",
        "EnrollmentNumber": "",
        "UsageQuantity": "1",
    }
}
MEASURE = {
    "AzureUsage": "ACR_USD",
    "EMSUsage": "AADPMonthlyActiveUsers",
    "CPORM365Usage": "PaidAvailableUnits",
    "OfficeUsage": "MonthlyActiveUsers",
    "BusinessApplicationsRevenue": "AdjustedRevenueAmtCD",
    "BusinessApplicationsUsage": "MAC",
    "MonthlyConsumption": "MonthlyConsumptionValue",
}
#: A column by which two rows of a dataset are not the same.
TENANT = {
    dataset: header
    for dataset in MEASURE
    for header in row(dataset, MONTH)
    if header.lower() == "customertenantid"
}


def two_spellings(dataset: str) -> tuple[Row, Row]:
    """One row as exports write it, and once more: nothing but its measure differs."""
    written = row(dataset, MONTH) | MORE.get(dataset, {})
    if dataset != "CPORM365Usage":
        written |= {"CustomerTpid": "40000000", "CustomerName": "Contoso"}
    written |= {column: text for column, text in WRITTEN.items() if column in written}
    again = written | {column: text for column, text in RESPELLED.items() if column in written}
    return written, again | ({MEASURE[dataset]: "77"} if dataset in MEASURE else {})


@pytest.mark.parametrize("dataset", [*MEASURE, "TrainingCompletions"])
def test_two_files_with_the_same_row_in_other_spellings(
    landing: Landing, build: Path, dataset: str
) -> None:
    written, again = two_spellings(dataset)
    landing.add(MONTH, dataset, [written | {"Odd": "1"}], f"{dataset}_a.csv")
    landing.add(MONTH, dataset, [again | {"Odd": "2"}], f"{dataset}_b.csv")
    assert overlap(landing, build, dataset) == [
        (
            f"{MONTH}/{dataset}_b.csv",
            1,
            f"1 that are also in {dataset}_a.csv (this one as record 1)",
        )
    ]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("dataset", list(MEASURE))
def test_a_file_of_usage_with_the_same_row_twice(
    landing: Landing, build: Path, dataset: str, ending: str
) -> None:
    written, again = two_spellings(dataset)
    tenant = TENANT[dataset]
    other = written | {tenant: "22222222-0000-4000-8000-000000000000"}
    # Where a row must have a tenant, one without it is set aside, and repeats none.
    rows = [other, written, other | {tenant: "-"}, again, again]
    if ending == "parquet":
        (landing.root / MONTH).mkdir(parents=True)
        (landing.root / MONTH / f"{dataset}.parquet").write_bytes(parquet_of(rows))
    else:
        landing.add(MONTH, dataset, rows)
    assert overlap(landing, build, dataset) == [
        (
            f"{MONTH}/{dataset}.{ending}",
            4,
            "the row of record 2 again (2 rows repeat an earlier one)",
        )
    ]


def test_a_person_twice_in_one_file_is_one_person(landing: Landing, build: Path) -> None:
    landing.add(MONTH, "TrainingCompletions", [*two_spellings("TrainingCompletions")])
    load_one(landing.root, build, "TrainingCompletions", MONTH)
    assert query(build, "select count(distinct person_key) from raw.training_completions") == [(1,)]


@pytest.mark.parametrize("accepted", [f"{MONTH}/AzureUsage_b.csv", MONTH])
def test_rows_that_are_accepted_count_all_the_same(
    landing: Landing, build: Path, accepted: str
) -> None:
    written, again = two_spellings("AzureUsage")
    put(landing, "a", [written])
    put(landing, "b", [again, again | {"SubscriptionId": "2"}, again])
    with raw_store.open_store(build) as connection:
        checked = load.check_month(connection, scan(landing.root), MONTH)
        with pytest.raises(DeliveryError):
            load.load_dataset(connection, checked, "AzureUsage", KEY, {"2026-09", "2026-10/x.csv"})
        first, second = load.load_dataset(connection, checked, "AzureUsage", KEY, {accepted})
        assert (first.repeated_count, second.repeated_count) == (0, 2)
        assert "3 records, 2 of them repeated and counted again" in str(second)
        known = load.load_dataset(connection, checked, "AzureUsage", KEY)
        assert [each.repeated_count for each in known] == [0, 2]
        said = io.StringIO()
        repetition.print_repeated(loaded_files(connection), Console(file=said, width=200))
        assert said.getvalue() == (
            f"{MONTH}/AzureUsage_b.csv: 2 rows repeat others and count as well, because "
            "ACCEPT_REPEATED says so.\n"
        )
        # Files of a delivery that is not complete are read again, and so is what is accepted.
        put(landing, "c", [azure(SubscriptionId="3")])
        checked = load.check_month(connection, scan(landing.root), MONTH)
        with pytest.raises(DeliveryError):
            load.load_dataset(connection, checked, "AzureUsage", KEY)
        load.load_dataset(connection, checked, "AzureUsage", KEY, {accepted})
    assert query(build, "select count(*) from raw.azure_usage") == [(5,)]


def test_files_that_differ_in_columns_compare_in_those_that_both_have(
    landing: Landing, build: Path
) -> None:
    """A third file without a column does not make the other two alike."""
    put(landing, "a", [azure(ResellerID="1", SubscriptionId="1")])
    put(landing, "b", [azure(ResellerID="2", SubscriptionId="1")])
    third = azure(SubscriptionId="3")
    del third["ResellerID"], third["UsageQuantity"]
    put(landing, "c", [third])
    load_one(landing.root, build, "AzureUsage", MONTH)
    put(landing, "d", [third | {"SubscriptionId": "1"}])
    with pytest.raises(DeliveryError, match=r"d\.csv, record 1: .*AzureUsage_a\.csv"):
        load_one(landing.root, build, "AzureUsage", MONTH)
