"""Records with a fault are set aside with their place and reason; all the others load, in place."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.landing.contracts import CONTRACT_OF
from orchestration.raw.reasons import REASONS, WHOLE_RECORD
from tests.landing.extracts import (
    PLAIN,
    Landing,
    load_one,
    query,
    refresh,
    row,
    text_of,
    write_parquet,
)

MONTH = "2026-10"
ASIDE = "select record, physical_line, column_name, reason from raw.quarantine order by record"
COUNTS = "select records_count, loaded_count, quarantined_count from raw.files"


@pytest.mark.parametrize(
    ("dataset", "column", "value", "reason"),
    [
        ("AzureUsage", "ACR_USD", "1.234,50", "not_a_number"),
        ("AzureUsage", "ACR_USD", "12,5", "not_a_number"),
        ("AzureUsage", "ACR_USD", "n/a", "not_a_number"),
        ("AzureUsage", "PGAMpnId", "", "required_value_empty"),
        ("AzureUsage", "MPNId", " NULL ", "required_value_empty"),
        ("AzureUsage", "PartnerAttributionType", " ", "required_value_empty"),
        ("AzureUsage", "Month", "", "required_value_empty"),
        ("AzureUsage", "Month", "2026-13", "not_a_month"),
        ("AzureUsage", "Month", "10/15/2026", "month_not_first_day"),
        ("AzureUsage", "Month", "2023-09", "month_too_old"),
        ("EMSUsage", "IntunePaidAvailableUnits", "ten", "not_a_number"),
        ("EMSUsage", "PartnerAttachType", "", "required_value_empty"),
        ("CPORM365Usage", "Date", "tomorrow", "not_a_month"),
        ("CPORM365Usage", "MPNId", "00000000-0000-0000-0000-000000000000", "required_value_empty"),
        ("TrainingCompletions", "TrainingTitle", "", "required_value_empty"),
        ("TrainingCompletions", "TrainingCompletionDate", "", "required_value_empty"),
        ("TrainingCompletions", "TrainingCompletionDate", "NA", "required_value_empty"),
        ("TrainingCompletions", "TrainingCompletionDate", "31/13/2024", "not_a_date"),
        ("TrainingCompletions", "TrainingCompletionDate", "2024-05-17T00:00+02:00", "not_a_date"),
        ("TrainingCompletions", "ExpirationDate", "never", "not_a_date"),
        ("Profile", "PGAMpnId", "unknown", "required_value_empty"),
        ("Enrollment", "EnrolledOn", "soon", "not_a_date"),
        ("EMSUsage", "IntuneMonthlyActiveUsers", "-1", "negative_units"),
        ("CPORM365Usage", "PaidAvailableUnits", "(10)", "negative_units"),
        ("OfficeUsage", "PaidAvailableUnits", "-0.5", "negative_units"),
        ("OfficeUsage", "WorkloadName", " ", "required_value_empty"),
        ("OfficeUsage", "MPNId", "-", "required_value_empty"),
        ("BusinessApplicationsRevenue", "FiscalMonthName", "Q1 2026", "not_a_month"),
        ("BusinessApplicationsRevenue", "Workloads", "", "required_value_empty"),
        ("BusinessApplicationsUsage", "GlobalPartnerID", "", "required_value_empty"),
        ("BusinessApplicationsUsage", "MAU", "-3", "negative_units"),
        ("MonthlyConsumption", "MonthlyConsumptionValue", "-0.01", "negative_value"),
        ("MonthlyConsumption", "CustomerTenantId", "UNKNOWN", "required_value_empty"),
        ("PartnerTrack", "Path", "", "required_value_empty"),
        ("PartnerCenterScore", "Points", " ", "required_value_empty"),
        ("PartnerCenterScore", "Month", "2026-10-02", "month_not_first_day"),
    ],
)
def test_a_value_that_is_wrong(
    landing: Landing, build: Path, dataset: str, column: str, value: str, reason: str
) -> None:
    plain = row(dataset, MONTH)
    # One column of the contract, and one of none where that has no names of customers.
    more = ("CustomerName", "Workload") if dataset == "MonthlyConsumption" else ("CustomerName",)
    records = [plain | dict.fromkeys(more, f"Customer {number}") for number in range(4)]
    records[2][column] = value
    path = landing.add(MONTH, dataset, records)
    [file] = load_one(landing.root, build, dataset, MONTH)
    assert (file.records_count, file.quarantined_count) == (4, 1)
    assert query(build, ASIDE) == [(3, 4, column, reason)]
    [(text,)] = query(build, "select raw_text from raw.quarantine")
    assert text == path.read_text().splitlines()[3]
    assert query(build, f"select record from raw.{CONTRACT_OF[dataset].table} order by 1") == [
        (1,),
        (2,),
        (4,),
    ]
    assert query(build, COUNTS) == [(4, 3, 1)]
    assert query(build, "select sum(records_count)::int from raw.file_partners") == [(3,)]


def test_a_date_that_no_rule_asks_for_may_be_unknown(landing: Landing, build: Path) -> None:
    landing.add(MONTH, "CPORM365Usage", [row("CPORM365Usage", MONTH, DateAssociated="some day")])
    load_one(landing.root, build, "CPORM365Usage", MONTH)
    assert query(build, "select date_associated from raw.cpor_m365_usage") == [("some day",)]
    assert query(build, COUNTS) == [(1, 1, 0)]


def test_a_record_is_set_aside_once_for_its_first_wrong_column(
    landing: Landing, build: Path
) -> None:
    """In the order of the contract, whatever the order in the file; the number of fields first."""
    wrong = row(
        "AzureUsage", MONTH, ACR_USD="x", Month="2023-01-02", PartnerAttributionType="", MPNId=""
    )
    columns = sorted(wrong)
    records = [[wrong[name] for name in columns]] * 2
    landing.put(MONTH, "AzureUsage.csv", text_of(columns, [*records, [*records[0], "more"]]))
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, ASIDE) == [
        (1, 2, "Month", "month_not_first_day"),
        (2, 3, "Month", "month_not_first_day"),
        (3, 4, WHOLE_RECORD, "too_many_fields"),
    ]


@pytest.mark.parametrize("name", ["AzureUsage.csv", "AzureUsage.tsv.gz"])
def test_records_with_more_or_fewer_fields(landing: Landing, build: Path, name: str) -> None:
    delimiter = "\t" if ".tsv" in name else ","
    lines = [
        delimiter.join(PLAIN["AzureUsage"]) + f"{delimiter}CustomerName",
        *(_record(delimiter, '"two\r\nlines"'), _record(delimiter, "plain")),
        *("", _record(delimiter, 'x" wide') + delimiter, "1" + delimiter + "2"),
        *(_record(delimiter, '"a ""b""\n\nc"') + delimiter * 300, "   "),
        *(_record(delimiter, "last"), ""),
    ]
    landing.put(MONTH, name, "\ufeff" + "\r\n".join(lines))
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, ASIDE) == [
        (3, 6, WHOLE_RECORD, "too_many_fields"),
        (4, 7, WHOLE_RECORD, "too_few_fields"),
        (5, 8, WHOLE_RECORD, "too_many_fields"),
    ]
    # The record of blanks alone is passed over.
    assert query(build, "select record from raw.blank_records") == [(6,)]
    assert [text for (text,) in query(build, "select raw_text from raw.quarantine")] == [
        *(lines[4], lines[5], lines[6])
    ]
    assert query(build, "select record, customer_name from raw.azure_usage order by 1") == [
        (1, "two\r\nlines"),
        (2, "plain"),
        (7, "last"),
    ]
    assert query(build, COUNTS) == [(6, 3, 3)]


def _record(delimiter: str, customer: str) -> str:
    return delimiter.join([*row("AzureUsage", MONTH).values(), customer])


def test_what_is_set_aside_covers_nothing(landing: Landing, build: Path) -> None:
    """Neither its month nor its partner is known from it, and nothing of it is found in `raw`."""
    rows = [
        row("AzureUsage", MONTH),
        row("AzureUsage", MONTH, Month="2026-03-01", ACR_USD="x", PGAMpnId="7777777"),
        row("AzureUsage", MONTH, Month="2026-07-01"),
    ]
    landing.complete(MONTH, AzureUsage=rows)
    refresh(landing.root, build)
    assert query(
        build,
        "select usage_month::varchar, m.records_count from raw.file_months as m "
        "inner join raw.files as f using (file_id) where dataset = 'AzureUsage' order by all",
    ) == [("2026-07-01", 1), ("2026-10-01", 1)]
    assert query(
        build, "select first_month::varchar from raw.files where dataset = 'AzureUsage'"
    ) == [("2026-07-01",)]
    assert query(build, "select distinct partner_text from raw.file_partners order by 1") == [
        ("1000000",),
        ("2000000",),
    ]
    assert query(build, "select distinct pga_mpn_id from raw.azure_usage") == [("1000000",)]


def test_amounts_of_what_is_set_aside(landing: Landing, build: Path) -> None:
    rows = [
        row("AzureUsage", MONTH, MPNId="", ACR_USD=acr) for acr in ("(1,200.50)", "", "1e-06", "x")
    ]
    columns = list(rows[0])
    records = [[each[name] for name in columns] for each in rows]
    landing.put(MONTH, "AzureUsage.csv", text_of(columns, [*records, ["short", "9"]]))
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, "select reason, acr_usd::varchar from raw.quarantine order by record") == [
        ("required_value_empty", "-1200.5000000000"),
        ("required_value_empty", "0.0000000000"),
        ("required_value_empty", "0.0000010000"),
        ("required_value_empty", None),
        ("too_few_fields", None),
    ]


def test_parquet(landing: Landing, build: Path) -> None:
    columns = ", ".join(
        f"'{value}' as \"{name}\"" for name, value in row("PartnerCenterScore", MONTH).items()
    )
    write_parquet(
        landing.root / MONTH / "PartnerCenterScore.parquet",
        f"""select * replace (
            if(i = 2, '=1+"x"', "Path") as "Path", if(i = 2, 'x', '4') as "Points"
        ) from (select {columns}, i from range(4) as r(i))""",
    )
    load_one(landing.root, build, "PartnerCenterScore", MONTH)
    assert query(build, ASIDE) == [(3, None, "Points", "not_a_number")]
    assert query(
        build,
        "select raw_text->>'Path', raw_text->>'Points', json_keys(raw_text) from raw.quarantine",
    ) == [('=1+"x"', "x", ["PGAMpnId", "Month", "SolutionArea", "Path", "Metric", "Points"])]
    assert query(build, "select record from raw.partner_center_score order by 1") == [
        (1,),
        (2,),
        (4,),
    ]


def test_the_table_takes_no_other_reason(landing: Landing, build: Path) -> None:
    landing.add(MONTH, "Profile")
    load_one(landing.root, build, "Profile", MONTH)
    with duckdb.connect(str(build)) as connection:
        insert = "insert into raw.quarantine values (1, 1, 2, 'x', ?, '', null)"
        for reason in REASONS:
            connection.execute(insert, [reason])
        with pytest.raises(duckdb.ConstraintException):
            connection.execute(insert, ["other"])
