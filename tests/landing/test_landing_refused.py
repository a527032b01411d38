"""One fault per file: the delivery is refused, in words that name the place and the remedy."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from orchestration.landing.faults import DeliveryError, Fault
from tests.landing.extracts import (
    PLAIN,
    Landing,
    Row,
    load_one,
    month_before,
    query,
    refresh,
    row,
    text_of,
    write_parquet,
)

MONTH = "2026-10"


def refused(landing: Landing, build: Path, dataset: str) -> tuple[Fault, ...]:
    """The faults for which loading is refused; nothing of it may be left in the build."""
    with pytest.raises(DeliveryError) as caught:
        load_one(landing.root, build, dataset, MONTH)
    left = "select count(*) from duckdb_tables() where schema_name = 'raw_files'"
    assert query(build, f"select (select count(*) from raw.files), ({left})") == [(0, 0)]
    assert all(str(fault) in str(caught.value) for fault in caught.value.faults)
    return caught.value.faults


def azure(**changes: str | None) -> Row:
    return row("AzureUsage", MONTH, **changes)


@pytest.mark.parametrize(
    ("dataset", "column"),
    [
        ("AzureUsage", "ServiceLevel3"),
        ("EMSUsage", "AzipMonthlyActiveUsers"),
        ("CPORM365Usage", "Date"),
        ("OfficeUsage", "WorkloadName"),
        ("BusinessApplicationsRevenue", "AdjustedRevenueAmtCD"),
        ("BusinessApplicationsUsage", "MetricType"),
        ("TrainingCompletions", "MCPID"),
        ("Profile", "PGAMpnId"),
        ("CustomersAndTenants", "CustomerTenantId"),
        ("Enrollment", "EnrolledOn"),
        ("MonthlyConsumption", "Workload"),
        ("PartnerTrack", "Path"),
        ("PartnerCenterScore", "Points"),
    ],
)
def test_a_required_column_is_missing(
    landing: Landing, build: Path, dataset: str, column: str
) -> None:
    landing.add(MONTH, dataset, [row(dataset, MONTH, **{column: None})])
    [fault] = refused(landing, build, dataset)
    assert (fault.place, fault.column) == (f"{MONTH}/{dataset}.csv", column)
    assert column in fault.expected and fault.found == "no such column"


def test_two_columns_of_one_meaning(landing: Landing, build: Path) -> None:
    landing.add(MONTH, "AzureUsage", [azure(TotalACR="12.5", Partner_ID="7")])
    faults = refused(landing, build, "AzureUsage")
    assert {(f.column, f.found) for f in faults} == {
        ("ACR_USD", "'ACR_USD', 'TotalACR'"),
        ("MPNId", "'MPNId', 'Partner_ID'"),
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"\n\n", "separated by commas, tabs or semicolons"),
        ("|".join(PLAIN["AzureUsage"]).encode(), "separated by commas, tabs or semicolons"),
        (b"<html>please sign in</html>", "separated by commas, tabs or semicolons"),
        (text_of(list(PLAIN["AzureUsage"]), []).encode("utf-16"), "UTF-8"),
        (b"PGAMpnId,Gr\xf6\xdfe\n", "UTF-8"),
    ],
)
def test_no_header(landing: Landing, build: Path, content: bytes, words: str) -> None:
    landing.put(MONTH, "AzureUsage.csv", content)
    [fault] = refused(landing, build, "AzureUsage")
    assert words in str(fault)


@pytest.mark.parametrize(
    ("line", "expected", "found"),
    [
        ('"{}', "quotes around the whole field", "never closed"),
        ('"1"x,{}', "quotes around the whole field", "after a closing quote"),
        ("\udcff{}", "UTF-8 text", "other bytes"),
    ],
)
def test_a_broken_record(
    landing: Landing, build: Path, line: str, expected: str, found: str
) -> None:
    sound = ",".join(azure().values())
    broken = line.replace("{}", sound).encode("utf-8", "surrogateescape")
    # A record of two lines comes first, so that record and line differ, and it is a long one, so
    # that the broken one is beyond what is read to find the header.
    first = ",".join(azure(SubscriptionId='"S\n' + "1" * 1_200_000 + '"').values())
    lines = [",".join(azure()).encode(), first.encode(), broken, sound.encode(), b""]
    landing.put(MONTH, "AzureUsage.csv", b"\n".join(lines))
    [fault] = refused(landing, build, "AzureUsage")
    assert expected in fault.expected and found in fault.found
    assert fault.record == 2


@pytest.mark.parametrize("cut", ["within a record", "at a record's end", "only the checksum"])
def test_gzip_files_that_are_cut_off(landing: Landing, build: Path, cut: str) -> None:
    records = [list(azure(SubscriptionId=os.urandom(9).hex()).values()) for _ in range(5000)]
    content = gzip.compress(text_of(list(azure()), records).encode())
    if cut == "only the checksum":
        content = content[:-8]
    elif cut == "within a record":
        content = content[: len(content) // 2]
    else:
        # Whole records, but the member does not end: the text alone looks sound.
        import zlib

        packer = zlib.compressobj(wbits=31)
        text = text_of(list(azure()), records[:100]).encode()
        content = packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH)
    path = landing.root / MONTH / "AzureUsage.csv.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    [fault] = refused(landing, build, "AzureUsage")
    assert fault.place == f"{MONTH}/AzureUsage.csv.gz" and "cut off" in fault.what_to_do


def test_gzip_files_that_are_damaged(landing: Landing, build: Path) -> None:
    path = landing.put(MONTH, "AzureUsage.csv.gz", text_of(list(azure()), [list(azure().values())]))
    content = bytearray(path.read_bytes())
    content[-6] ^= 1
    path.write_bytes(bytes(content))
    [fault] = refused(landing, build, "AzureUsage")
    assert "cut off" in fault.what_to_do


@pytest.mark.parametrize("content", [b"PAR1", b"half"])
def test_parquet_files_that_are_none(landing: Landing, build: Path, content: bytes) -> None:
    path = landing.root / MONTH / "Profile.parquet"
    if content == b"half":
        write_parquet(path, "select 1 as pgampnid, 2 as mpnid")
        content = path.read_bytes()[:-20]
    landing.put(MONTH, "Profile.parquet", content)
    [fault] = refused(landing, build, "Profile")
    assert "Parquet" in fault.found


def test_parquet_columns_with_lists(landing: Landing, build: Path) -> None:
    write_parquet(
        landing.root / MONTH / "Profile.parquet", "select [1] as pgampnid, {'a': 2} as mpnid"
    )
    faults = refused(landing, build, "Profile")
    assert {fault.column for fault in faults} == {"PGAMpnId", "MPNId"}


def test_values_that_are_unusual_but_right(landing: Landing, build: Path) -> None:
    landing.add(
        MONTH,
        "AzureUsage",
        [
            azure(ACR_USD=acr, Month=month)
            for acr, month in (
                ("(1,234.50)", MONTH),
                ("1e-06", "2023-10-01"),
                ("", "2026-11-01"),
                (" ", "SEP-2026"),
            )
        ],
    )
    landing.add(
        MONTH, "TrainingCompletions", [row("TrainingCompletions", MONTH, MCPID="", MPNId="")]
    )
    [file] = load_one(landing.root, build, "AzureUsage", MONTH)
    assert file.records_count == 4
    [file] = load_one(landing.root, build, "TrainingCompletions", MONTH)
    assert file.records_count == 1


def test_the_faults_of_every_file_are_told(landing: Landing, build: Path) -> None:
    """Beside a file whose records have other numbers of fields, which is read twice."""
    landing.put(MONTH, "AzureUsage_1.csv", text_of(list(azure()), [["short"]] * 3))
    landing.put(MONTH, "AzureUsage_2.csv", ",".join(azure()) + '\n"never closed,')
    landing.add(MONTH, "AzureUsage", [azure(Month="2026-11")], name="AzureUsage_3.csv")
    faults = refused(landing, build, "AzureUsage")
    assert [(fault.place[-5:], fault.record) for fault in faults] == [("2.csv", 1), ("3.csv", None)]
    assert query(build, "select count(*) from raw.quarantine") == [(0,)]


def test_a_file_that_ends_within_a_record(landing: Landing, build: Path) -> None:
    text = text_of(list(azure()), [list(azure().values())] * 2)
    landing.put(MONTH, "AzureUsage.csv", text[:-30])
    [fault] = refused(landing, build, "AzureUsage")
    assert (fault.record, fault.expected) == (2, "11 fields and a line ending")
    assert "cut off" in fault.what_to_do


def test_a_record_of_very_many_fields(landing: Landing, build: Path) -> None:
    landing.put(MONTH, "AzureUsage.csv", text_of(list(azure()), [["x"] * 20_000]))
    [fault] = refused(landing, build, "AzureUsage")
    assert (fault.record, fault.expected, fault.found) == (1, "11 fields", "20000 fields")


def test_only_months_after_the_as_of_month(landing: Landing, build: Path) -> None:
    landing.add(MONTH, "AzureUsage", [azure(Month="2026-11")])
    [fault] = refused(landing, build, "AzureUsage")
    assert "wrong folder" in fault.what_to_do


def test_all_files_are_checked_before_any_is_loaded(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    landing.put(MONTH, "Profile.csv", "PGAMpnId\n1\n")
    landing.put(MONTH, "EMSUsage.csv", "")
    with pytest.raises(DeliveryError) as caught:
        refresh(landing.root, build)
    assert {fault.place for fault in caught.value.faults} == {
        f"{MONTH}/Profile.csv",
        f"{MONTH}/EMSUsage.csv",
    }
    assert query(build, "select count(*) from raw.files") == [(0,)]


def test_a_header_alone_where_there_were_rows(landing: Landing, build: Path) -> None:
    landing.complete(month_before(MONTH, 1))
    landing.complete(MONTH)
    landing.put(MONTH, "CPORM365Usage.csv", text_of(list(PLAIN["CPORM365Usage"]), []))
    with pytest.raises(DeliveryError) as caught:
        refresh(landing.root, build)
    [fault] = caught.value.faults
    assert "2026-09 has 1" in fault.expected and fault.found == "only a header"
    assert query(build, "select delivery from raw.deliveries") == [("2026-09",)]


def test_a_header_alone_where_there_was_none_before(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    landing.put(MONTH, "CPORM365Usage.csv", text_of(list(PLAIN["CPORM365Usage"]), []))
    assert [str(month) for month in refresh(landing.root, build).finished] == ["2026-10: complete"]
