"""The demo world's files are full of the promised stories.

What its scores are is asked elsewhere, of the marts; here the files alone are read.
"""

from decimal import Decimal
from pathlib import Path

import duckdb

SIXTY_EIGHT = "9900300"


def test_usage_lines_are_attributed_more_than_once(usage: duckdb.DuckDBPyConnection) -> None:
    kinds = usage.execute(
        """
        with lines as (
            select
                list_sort(list("PartnerAttributionType")) as kinds,
                count(distinct "MPNId") as locations,
                count(distinct "ACR_USD") as amounts,
            from azure
            group by "PGAMpnId", "CustomerTenantId", "SubscriptionId", "Month", "ServiceLevel2",
                "ServiceLevel3", "ServiceLevel4", "UsageUnits", "AI_OfferType"
        )

        select distinct kinds, locations, amounts from lines where len(kinds) > 1
        """
    ).fetchall()
    assert (["CSP Tier 1", "PAL"], 2, 1) in kinds
    assert (["CSP Tier 1", "DPOR"], 2, 1) in kinds
    assert (["PAL", "PAL"], 2, 1) in kinds
    assert any(amounts > 1 for _, _, amounts in kinds)


def test_credits_lookalikes_offers_and_missing_tenants_exist(
    usage: duckdb.DuckDBPyConnection,
) -> None:
    counts = usage.execute(
        """
        select
            count(*) filter ("ACR_USD"::decimal(18, 10) < 0),
            count(*) filter ("ServiceLevel3" = 'Microsoft Defender EASM'),
            count(*) filter ("AI_OfferType" in ('Free Trial', 'Support')),
            count(*) filter ("CustomerTenantId" = 'UNKNOWN'),
            count(*) filter ("ServiceLevel3" = 'Virtual Machines'),
        from azure
        """
    ).fetchone()
    assert all(count > 0 for count in counts)


def test_services_are_renamed_between_deliveries(landing: Path) -> None:
    def services(path: str) -> set[str]:
        rows = duckdb.sql(f"select distinct \"ServiceLevel3\" from '{landing / path}'").fetchall()
        return {row[0] for row in rows}

    older, newer = services("2026-04/AzureUsage.parquet"), services("2026-10/AzureUsage.csv")
    assert {"Azure Defender", "Azure Sentinel"} <= older - newer
    assert {"Microsoft Defender for Cloud", "Sentinel"} <= newer - older


def test_amounts_are_restated_by_later_deliveries(landing: Path) -> None:
    def amount(path: str) -> Decimal:
        return duckdb.sql(
            f"select sum(\"ACR_USD\"::decimal(28, 10)) from read_csv('{landing / path}', "
            "header = true, all_varchar = true) where \"Month\"[:7] = '2026-09'"
        ).fetchone()[0]

    faulty = amount("2026-09/AzureUsage_part1.csv") + amount("2026-09/AzureUsage_part2.csv.gz")
    corrected, newest = amount("2026-09.2/AzureUsage.csv.gz"), amount("2026-10/AzureUsage.csv")
    assert faulty < corrected < newest


def test_people_leave_expire_and_work_at_two_locations(landing: Path) -> None:
    def people(folder: str) -> list[tuple[str, str, str, str]]:
        path = landing / folder / "TrainingCompletions.csv"
        return duckdb.sql(
            'select "CorpEmail", "TrainingTitle", "MPNId", "ExpirationDate" '
            f"from read_csv('{path}', header = true, all_varchar = true)"
        ).fetchall()

    before, after = people("2026-10"), people("2026-10.2")
    assert len({row[0] for row in after if row[0].startswith("Person1")}) == 20
    # The certificate that only the later extract knows.
    assert len(set(after) - set(before)) == 1
    # A leaver vanishes with everything they had.
    assert {row[0] for row in people("2026-08")} - {row[0] for row in after} == {
        "Person209@example.com"
    }
    assert any(row[3] == "2026-09-09" for row in after)
    titles = {(row[1], row[2]) for row in after if row[0] == "Person101@example.com"}
    assert sum("Azure Security Engineer" in title for title, _ in titles) == 2


def test_the_partner_at_68_stands_exactly_where_its_story_says(
    usage: duckdb.DuckDBPyConnection,
) -> None:
    """Each line once (PAL before CSP), by tenant and year: the arithmetic of the 68 points.

    Four customers more (4 x 4 = 16 points), three deployments (3 x 20/6 = 10), 6,479.88 USD more
    (8 whole 750 USD) and 100 users more (2 x 50); the 4 + 4 + 3 x 8 = 32 points for certificates
    are elsewhere.
    """
    tenants = usage.execute(
        """
        with lines as (
            select
                "CustomerTenantId",
                "Month" > '2025-10' and "Month" != '2025-10-01' as is_now,
                arg_min(
                    "ACR_USD"::decimal(18, 10), if("PartnerAttributionType" = 'PAL', 0, 1)
                ) as usd,
            from azure
            where
                "PGAMpnId" = $partner and "PartnerAttributionType" != 'DPOR'
                and "ServiceLevel2" in ('Security', 'Identity', 'Networking')
                and "ServiceLevel3" != 'Virtual Network'
            group by "CustomerTenantId", "Month", "SubscriptionId", "ServiceLevel3",
                "ServiceLevel4"
        )

        select
            coalesce(sum(usd) filter (is_now), 0) as now_usd,
            coalesce(sum(usd) filter (not is_now), 0) as then_usd,
        from lines
        group by "CustomerTenantId"
        """,
        {"partner": SIXTY_EIGHT},
    ).fetchall()

    def net(lower: int) -> int:
        return sum((now >= lower) - (then >= lower) for now, then in tenants)

    assert max(now for now, _ in tenants) <= 12000
    assert net(600) == 3
    assert net(750) == 2
    assert sum(now - then for now, then in tenants) == Decimal("6479.88")

    workloads = ("AADP", "Intune", "Azip", "AATP", "MDO", "MDE")
    users = " + ".join(f'"{name}MonthlyActiveUsers"::integer' for name in workloads)
    months = dict(
        usage.execute(
            f'select "Month", (count(distinct "CustomerTenantId"), sum({users})) from seats '
            'where "PGAMpnId" = $partner and "FreeVsPaidSKU" = \'Paid\' '
            "and \"PartnerAttachType\" = 'CSP Tier 1' group by all",
            {"partner": SIXTY_EIGHT},
        ).fetchall()
    )
    (seats_now, users_now), (seats_then, users_then) = months["2026-10-01"], months["2025-10-01"]
    assert (seats_now - seats_then, users_now - users_then) == (1, 100)
