"""Every format that an extract may come in loads to the same text, with exact record numbers."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import duckdb
import pytest

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
AZURE = "select pga_mpn_id, month, customer_name, acr_usd from raw.azure_usage order by record"


@pytest.mark.parametrize(
    ("name", "mark", "newline", "delimiter"),
    [
        ("AzureUsage.csv", "", "\n", ","),
        ("AzureUsage.csv", "\ufeff", "\r\n", ","),
        ("AzureUsage.csv", "", "\r\n", ";"),
        ("AzureUsage.csv", "\ufeff", "\n", "\t"),
        ("AzureUsage_2.tsv", "", "\n", "\t"),
        ("AzureUsage_2.tsv", "", "\r\n", ","),
        ("AzureUsage.csv.gz", "\ufeff", "\r\n", ";"),
        ("AzureUsage.tsv.gz", "", "\n", "\t"),
    ],
)
def test_text_files(
    landing: Landing, build: Path, name: str, mark: str, newline: str, delimiter: str
) -> None:
    rows = [
        row("AzureUsage", MONTH, CustomerName='Größe, "quoted"; one\ttab'),
        row("AzureUsage", MONTH, CustomerName="two\nlines", ACR_USD=""),
        row("AzureUsage", MONTH, CustomerName="", ACR_USD="-1"),
    ]
    text = text_of(list(rows[0]), [list(r.values()) for r in rows], delimiter, newline)
    landing.put(MONTH, name, mark + text)
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, AZURE) == [
        ("1000000", "2026-10-01", 'Größe, "quoted"; one\ttab', "12.5"),
        ("1000000", "2026-10-01", "two\nlines", ""),
        ("1000000", "2026-10-01", "", "-1"),
    ]
    assert query(build, "select record from raw.azure_usage order by 1") == [(1,), (2,), (3,)]


def test_columns_match_by_name_in_any_order_and_case(landing: Landing, build: Path) -> None:
    plain = row("AzureUsage", MONTH)
    renamed = {
        "TotalACR": plain["ACR_USD"],
        "something else": "x",
        "Month/Datekey": plain["Month"],
        " mpn_id ": plain["MPNId"],
        "PGA_MPNID": plain["PGAMpnId"],
        "PARTNER ATTACH TYPE": plain["PartnerAttributionType"],
        "salesChannel": "known, not kept",
        **{
            name: plain[name]
            for name in (
                "SubscriptionId",
                "ServiceLevel2",
                "ServiceLevel3",
                "ServiceLevel4",
                "CustomerTenantId",
            )
        },
    }
    landing.add(MONTH, "AzureUsage", [renamed])
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(
        build,
        "select pga_mpn_id, mpn_id, month, partner_attribution_type, acr_usd, service_level1 "
        "from raw.azure_usage",
    ) == [("1000000", "2000000", "2026-10-01", "PAL", "12.5", None)]
    [(absent, unknown)] = query(
        build,
        "select absent_columns, unknown_columns from raw.files where dataset = 'AzureUsage'",
    )
    assert "ServiceLevel1" in absent.split(",") and "ACR_USD" not in absent.split(",")
    assert unknown == "something else"


def test_parquet_of_any_type_reads_as_text(landing: Landing, build: Path) -> None:
    write_parquet(
        landing.root / MONTH / "AzureUsage.parquet",
        """
        select
            1000000::double as "PGAMpnID",
            uuid '11111111-0000-4000-8000-00000000000A' as "SubscriptionId",
            x.moment as "Month",
            true as "ServiceLevel1",
            'a'::enum('a', 'b') as "ServiceLevel2",
            1.5::float as "ServiceLevel3",
            'Sentinel'::blob as "ServiceLevel4",
            timestamptz '2026-10-01 02:00:00+02' as "CustomerName",
            null::varchar as "CustomerTenantId",
            2000000::ubigint as "MPNId",
            'PAL' as "PartnerAttributionType",
            x.acr as "ACR_USD",
            x.acr as "AdminType",
            [1, 2] as "a list that is not kept",
            {'b': 1, 'c': [2]} as "nor this",
            7 as "CustomerMarket",
        from (values
            (date '2026-10-01', 1e-06::double),
            (date '2026-10-01', 0.1::double),
            (date '2026-09-01', 12::double)
        ) as x(moment, acr)
        """,
    )
    load_one(landing.root, build, "AzureUsage", MONTH)
    rows = query(build, "from raw.azure_usage order by record")
    names = [
        name
        for (name,) in query(
            build,
            "select column_name from (describe raw.azure_usage)",
        )
    ]
    first = dict(zip(names, rows[0], strict=True))
    assert first["pga_mpn_id"] == "1000000"
    assert first["subscription_id"] == "11111111-0000-4000-8000-00000000000a"
    assert first["month"] == "2026-10-01"
    assert (first["service_level1"], first["service_level2"]) == ("1", "a")
    assert (first["service_level3"], first["service_level4"]) == ("1.5", "Sentinel")
    assert first["customer_name"] == "2026-10-01 00:00:00"
    assert first["customer_tenant_id"] is None
    assert first["customer_market"] == "7"
    assert [dict(zip(names, r, strict=True))["acr_usd"] for r in rows] == ["1e-06", "0.1", "12"]
    assert query(build, "select unknown_columns from raw.files where dataset = 'AzureUsage'") == [
        ("a list that is not kept,nor this",)
    ]


def test_parquet_decimals_and_moments(landing: Landing, build: Path) -> None:
    write_parquet(
        landing.root / MONTH / "PartnerCenterScore.parquet",
        """
        select 1000000 as pga_mpn_id, timestamp '2026-10-01' as month, 'Security' as solution_area,
            'smb' as path, 'm' as metric, 12345678901234.1234567891::decimal(28, 10) as points
        """,
    )
    load_one(landing.root, build, "PartnerCenterScore", MONTH)
    assert query(build, "select month, points from raw.partner_center_score") == [
        ("2026-10-01 00:00:00", "12345678901234.1234567891")
    ]


@pytest.mark.parametrize("format_name", ["csv", "csv.gz", "parquet"])
def test_record_numbers_stay_exact_where_a_file_is_read_in_parallel(
    landing: Landing, build: Path, format_name: str
) -> None:
    """Each record carries its number as its SubscriptionId; some records span several lines."""
    records = 320_000
    (landing.root / MONTH).mkdir(parents=True)
    parts = {"a": (0, records), "b": (records, 30_000)}
    for part, (start, count) in parts.items():
        path = landing.root / MONTH / f"AzureUsage_{part}.{format_name}"
        values = ", ".join(
            f"'{value.replace('{month}', MONTH)}' as \"{name}\""
            for name, value in PLAIN["AzureUsage"].items()
            if name != "SubscriptionId"
        )
        kind = "parquet" if format_name == "parquet" else "csv"
        duckdb.connect().execute(
            f"""
            copy (
                select {values}, {start} + i as "SubscriptionId",
                    case when hash(i) % 50 = 0 then e'two\\nlines "x"' else repeat('n', i % 60) end
                        as "CustomerName"
                from range(1, {count} + 1) as r(i)
            ) to '{path}' (format {kind})
            """
        )
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(
        build,
        f"""
        select file_name, min(record), max(record), count(distinct record),
            count_if(record <> subscription_id::bigint - if(file_name like '%_b%', {records}, 0)),
            any_value(f.records_count)
        from raw.azure_usage
        inner join raw.files as f using (file_id)
        group by file_name
        order by file_name
        """,
    ) == [
        (f"AzureUsage_{part}.{format_name}", 1, count, count, 0, count)
        for part, (_, count) in parts.items()
    ]


def test_gzip_in_several_members(landing: Landing, build: Path) -> None:
    plain = row("AzureUsage", MONTH)
    rows = [plain | {"SubscriptionId": f"S-{number}"} for number in range(4)]
    text = text_of(list(plain), [list(each.values()) for each in rows]).encode()
    cut = random.Random(1).randrange(len(text))
    (landing.root / MONTH).mkdir(parents=True)
    (landing.root / MONTH / "AzureUsage.csv.gz").write_bytes(
        gzip.compress(text[:cut]) + gzip.compress(text[cut:])
    )
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, "select count(*) from raw.azure_usage") == [(4,)]


def test_what_the_receipt_says(landing: Landing, build: Path) -> None:
    rows = [
        row("AzureUsage", MONTH, Month=month, SubscriptionId=f"S-{number}")
        for number, month in enumerate(
            ("2026-10-01", "OCT-2026", "2026-08-01", "2026-11-01", "2026-08-01")
        )
    ]
    landing.complete(MONTH, AzureUsage=rows)
    refresh(landing.root, build)
    [receipt] = query(
        build,
        """
        select delivery, as_of_month::varchar, revision, file_name, file_format, records_count,
            loaded_count, quarantined_count, first_month::varchar, last_month::varchar,
            length(sha256), bytes = $bytes
        from raw.files
        where dataset = 'AzureUsage'
        """.replace("$bytes", str((landing.root / MONTH / "AzureUsage.csv").stat().st_size)),
    )
    assert receipt == (
        *(MONTH, "2026-10-01", 1, "AzureUsage.csv", "csv"),
        *(5, 5, 0, "2026-08-01", "2026-10-01", 64, True),
    )
    assert query(
        build,
        """
        select month_text, usage_month::varchar, records_count
        from raw.file_months
        inner join raw.files using (file_id)
        where dataset = 'AzureUsage'
        order by all
        """.replace("records_count\n", "raw.file_months.records_count\n"),
    ) == [
        ("2026-08-01", "2026-08-01", 2),
        ("2026-10-01", "2026-10-01", 1),
        ("2026-11-01", "2026-11-01", 1),
        ("OCT-2026", "2026-10-01", 1),
    ]
    assert query(
        build,
        """
        select dataset, id_kind, partner_text
        from raw.file_partners
        inner join raw.files using (file_id)
        order by all
        """,
    ) == [
        ("AzureUsage", "pga", "1000000"),
        ("CPORM365Usage", "mpn", "2000000"),
        ("EMSUsage", "pga", "1000000"),
        ("Profile", "pga", "1000000"),
        ("TrainingCompletions", "pga", "1000000"),
    ]


def test_a_file_with_the_required_columns_only(landing: Landing, build: Path) -> None:
    landing.put(MONTH, "CustomersAndTenants.csv", "CustomerTenantId,CustomerName\nt-1,Contoso\n")
    [file] = load_one(landing.root, build, "CustomersAndTenants", MONTH)
    assert file.records_count == 1
    assert query(build, "select customer_tenant_id, month from raw.customers_and_tenants") == [
        ("t-1", None)
    ]
