"""The demo world's files: deterministic, in the contracts' shape, and full of the promised stories.

What its scores are is asked elsewhere, of the marts; here the files alone are read.
"""

import gzip
import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.contract import fold, match_header
from orchestration.contracts import CONTRACT_OF, COVERAGE
from orchestration.demo import make_demo_world
from orchestration.demo.columns import column_names
from orchestration.demo.demo_world import DEMO_TENANTS
from orchestration.demo.writing import MARKER

CONTRACTS = {**CONTRACT_OF, "Coverage": COVERAGE}
PARTNERS = ("9900100", "9900200", "9900300")
SIXTY_EIGHT = PARTNERS[2]
SMALL = (20, 60, 12)


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo world of the usual size."""
    return make_demo_world(tmp_path_factory.mktemp("demo") / "landing")


@pytest.fixture(scope="module")
def usage(landing: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with `azure`, `seats` and `claims` of the newest delivery."""
    with duckdb.connect() as connection:
        for view, dataset in (
            ("azure", "AzureUsage"),
            ("seats", "EMSUsage"),
            ("claims", "CPORM365Usage"),
        ):
            path = landing / "2026-10" / f"{dataset}.csv"
            connection.execute(
                f"create view {view} as from read_csv('{path}', all_varchar = true, header = true)"
            )
        yield connection


def data_files(landing: Path) -> list[Path]:
    """Return every file of every delivery."""
    return sorted(path for path in landing.glob("*/*") if path.is_file())


def bytes_of(landing: Path) -> dict[str, str]:
    """Return the hash of every file by its place in the landing folder."""
    return {
        str(path.relative_to(landing)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(landing.rglob("*"))
        if path.is_file()
    }


def header_of(path: Path) -> list[str]:
    """Return the column names of a landing file of any format."""
    if path.suffix == ".parquet":
        return [row[0] for row in duckdb.sql(f"describe from '{path}'").fetchall()]
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        line = file.readline().rstrip("\n")
    return line.split(max(",;\t", key=line.count))


def dataset_of(path: Path) -> str:
    """Return the dataset a file name names."""
    return path.name.partition(".")[0].partition("_")[0]


def test_same_seed_gives_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = (
        bytes_of(make_demo_world(tmp_path / name, seed=seed, tenants=SMALL))
        for name, seed in (("first", 1), ("again", 1), ("other", 2))
    )
    assert again == first
    assert other["2026-10/AzureUsage.csv"] != first["2026-10/AzureUsage.csv"]


def test_a_world_that_is_there_stays_untouched(tmp_path: Path) -> None:
    landing = make_demo_world(tmp_path / "landing", tenants=SMALL)
    before = {path: path.stat().st_mtime_ns for path in data_files(landing)}
    make_demo_world(landing, tenants=SMALL)
    assert {path: path.stat().st_mtime_ns for path in data_files(landing)} == before


def test_real_extracts_are_never_overwritten(tmp_path: Path) -> None:
    real = tmp_path / "2026-10" / "AzureUsage.csv"
    real.parent.mkdir()
    real.write_text("real")
    with pytest.raises(FileExistsError, match=MARKER):
        make_demo_world(tmp_path)
    assert real.read_text() == "real"


def test_it_is_marked_and_small(landing: Path) -> None:
    assert (landing / MARKER).is_file()
    assert sum(path.stat().st_size for path in data_files(landing)) < 20_000_000


def test_headers_are_the_contracts_columns(landing: Path) -> None:
    for path in data_files(landing):
        header, dataset = header_of(path), dataset_of(path)
        match = match_header(CONTRACTS[dataset], header)
        assert (match.missing, match.unknown, match.repeated) == ((), (), {}), path
        expected = column_names(dataset)
        assert header in (expected, column_names(dataset, is_short=True)), path


@pytest.mark.parametrize("dataset", sorted(set(CONTRACTS) - {"PartnerCenterScore"}))
def test_the_generator_knows_every_column_of_the_contract(dataset: str) -> None:
    assert {fold(name) for name in column_names(dataset)} == {
        fold(name) for name in CONTRACTS[dataset].meanings.values()
    }


def test_azure_usage_has_fifty_one_columns_in_order(landing: Path) -> None:
    header = header_of(landing / "2026-10" / "AzureUsage.csv")
    assert len(header) == 51
    assert (header[0], header[6], header[28], header[48], header[50]) == (
        *("PGAMpnId", "Month", "PartnerAttributionType", "ACR_USD", "CustomerTenantCount"),
    )


def test_formats_and_revisions_are_all_there(landing: Path) -> None:
    names = {str(path.relative_to(landing)) for path in data_files(landing)}
    assert {
        "2025-10/AzureUsage.csv.gz",
        "2026-04/AzureUsage.parquet",
        "2026-04/CPORM365Usage.tsv",
        "2026-09/AzureUsage_part1.csv",
        "2026-09/AzureUsage_part2.csv.gz",
    } <= names
    assert ";" in (landing / "2026-08" / "CPORM365Usage.csv").read_text().splitlines()[0]
    assert [name for name in names if name.startswith("2026-09.2/")] == [
        "2026-09.2/AzureUsage.csv.gz"
    ]


def test_the_newest_usage_is_twenty_four_months_and_seats_thirteen(
    usage: duckdb.DuckDBPyConnection,
) -> None:
    for view, column, months in (
        ("azure", "Month", 24),
        ("seats", "Month", 13),
        ("claims", "Date", 13),
    ):
        count, last = usage.execute(
            f'select count(distinct "{column}"), max("{column}") from {view}'
        ).fetchone()
        assert (count, last) == (months, "2026-10-01")


@pytest.mark.parametrize("tenants", [DEMO_TENANTS, SMALL])
def test_sizes_are_honoured(tenants: tuple[int, ...], landing: Path, tmp_path: Path) -> None:
    if tenants != DEMO_TENANTS:
        landing = make_demo_world(tmp_path / "landing", tenants=tenants)
    path = landing / "2026-10" / "CustomersAndTenants.csv"
    counts = duckdb.sql(
        f'select "PGAMpnId"::varchar, count(distinct "CustomerTenantId") '
        f"from read_csv('{path}') group by all"
    ).fetchall()
    # One of the second partner's tenants is UNKNOWN, and no tenant at all.
    expected = dict(zip(PARTNERS, tenants, strict=True))
    assert dict(counts) == {**expected, PARTNERS[1]: tenants[1] - 1}


def test_a_size_without_room_for_the_stories_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="partner 3 needs at least"):
        make_demo_world(tmp_path / "landing", tenants=(40, 400, 3))


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
