"""What deliveries of the further areas' datasets cover, and that nobody waits for them.

Read through the staging models themselves, built from a small landing folder without dbt.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from orchestration.landing.faults import DeliveryError
from orchestration.raw import store as raw_store
from orchestration.raw.further_inputs import missing, standing_in
from orchestration.raw.in_force import loaded_files
from tests.landing.extracts import PLAIN, Landing, Row, month_before, query, refresh, row, text_of
from tests.zoo.staging_views import create_staging_tables

MONTH = "2026-10"
LATER = "2026-11"
ONE, OTHER = "1000000", "1000001"
FURTHER = ["OfficeUsage", "BusinessApplicationsRevenue", "BusinessApplicationsUsage"]
REPORTS = FURTHER[1:]
PARTNER = {"OfficeUsage": "PGAMpnId"} | dict.fromkeys(REPORTS, "GlobalPartnerID")
MONTH_COLUMN = {"OfficeUsage": "Month"} | dict.fromkeys(REPORTS, "FiscalMonthName")

HEAD = "Dataset,FirstMonth,LastMonth"

Span = tuple[str, str, str]


def two_partners(landing: Landing, month: str = MONTH) -> None:
    """A complete delivery whose Profile names both partners."""
    landing.complete(month)
    profile = [row("Profile", month), row("Profile", month, MPNId="2000001", PGAMpnId=OTHER)]
    landing.add(month, "Profile", profile)


def usage(dataset: str, month: str, **changes: str) -> Row:
    return row(dataset, month, **changes)


def header(landing: Landing, delivery: str, dataset: str) -> None:
    landing.put(delivery, f"{dataset}.csv", text_of(list(PLAIN[dataset]), []))


def staged(landing: Landing, build: Path, model: str, select: str) -> list[tuple]:
    """Load what is new and read a staging model."""
    refresh(landing.root, build)
    with raw_store.open_store(build) as connection:
        create_staging_tables(connection, model)
        return connection.execute(f"select {select} from staging.{model} order by all").fetchall()


def spans(landing: Landing, build: Path, dataset: str) -> list[Span]:
    """Partner, first and last month of what is covered."""
    rows = staged(landing, build, "stg_coverage", "dataset, partner_id, first_month, last_month")
    return [
        (partner, f"{first:%Y-%m}", f"{last:%Y-%m}")
        for of, partner, first, last in rows
        if of == dataset
    ]


@pytest.mark.parametrize("dataset", [*FURTHER, "MonthlyConsumption", "PartnerTrack"])
def test_no_delivery_waits_for_them(landing: Landing, build: Path, dataset: str) -> None:
    """Neither where they are missing, nor where they end before the as-of month."""
    landing.complete(month_before(MONTH, 1))
    landing.add(month_before(MONTH, 1), dataset)
    landing.complete(MONTH)
    landing.complete(LATER)
    landing.add(LATER, dataset, [row(dataset, MONTH)])
    finished = [str(month) for month in refresh(landing.root, build).finished]
    assert finished == ["2026-09: complete", "2026-10: complete", "2026-11: complete"]


@pytest.mark.parametrize("dataset", [*FURTHER, "MonthlyConsumption", "PartnerTrack"])
def test_one_that_is_there_must_be_readable(landing: Landing, build: Path, dataset: str) -> None:
    landing.complete(MONTH)
    landing.put(MONTH, f"{dataset}.csv", "<html>please sign in</html>")
    with pytest.raises(DeliveryError, match=f"{MONTH}/{dataset}.csv"):
        refresh(landing.root, build)
    assert query(build, "select count(*) from raw.deliveries") == [(0,)]


@pytest.mark.parametrize("dataset", FURTHER)
def test_one_that_is_missed_is_told(landing: Landing, build: Path, dataset: str) -> None:
    """Where an earlier month had it; a header alone, or a declared end, is not missed."""

    def told() -> list[str]:
        refresh(landing.root, build)
        with raw_store.open_store(build, read_only=True) as connection:
            return list(missing(connection, loaded_files(connection)))

    landing.complete(MONTH)
    assert told() == []
    landing.add(MONTH, dataset, [row(dataset, MONTH)])
    assert told() == []
    landing.complete(LATER)
    [words] = told()
    assert words.startswith(f"2026-11 has no {dataset}, which an earlier delivery had: what ")
    assert "is not computed for 2026-11. Put it into a folder named 2026-11.2" in words
    landing.add("2026-11.2", dataset, [row(dataset, MONTH)])
    [words] = told()
    assert words.startswith(f"{dataset} of 2026-11 ends at 2026-10: ")
    landing.put("2026-11.3", "Coverage.csv", f"{HEAD}\n{dataset},2026-10,2026-11\n")
    landing.add("2026-11.3", dataset, [row(dataset, MONTH)])
    assert told() == []


@pytest.mark.parametrize("dataset", FURTHER)
def test_rows_cover_from_the_first_to_the_last(landing: Landing, build: Path, dataset: str) -> None:
    two_partners(landing)
    first, last = month_before(MONTH, 12), month_before(MONTH, 1)
    landing.add(MONTH, dataset, [usage(dataset, first), usage(dataset, last)])
    expected = [(ONE, first, last)]
    if dataset == "OfficeUsage":
        # It is asked for all of a partner's accounts at once: of who is not in it there is nothing.
        expected.append((OTHER, first, last))
    assert spans(landing, build, dataset) == expected


@pytest.mark.parametrize("dataset", FURTHER)
def test_a_header_alone_covers_a_year_of_every_partner(
    landing: Landing, build: Path, dataset: str
) -> None:
    two_partners(landing)
    header(landing, MONTH, dataset)
    year_ago = month_before(MONTH, 12)
    assert spans(landing, build, dataset) == [(ONE, year_ago, MONTH), (OTHER, year_ago, MONTH)]


def test_a_header_alone_of_claims_is_known_and_begins_nothing(
    landing: Landing, build: Path
) -> None:
    two_partners(landing)
    header(landing, MONTH, "CPORM365Usage")
    assert spans(landing, build, "CPORM365Usage") == []
    rows = staged(landing, build, "stg_covered_months", "dataset, partner_id, usage_month")
    months = [month for dataset, _, month in rows if dataset == "CPORM365Usage"]
    assert len(months) == 26 and min(months) == date(2025, 10, 1)


@pytest.mark.parametrize("dataset", REPORTS)
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026-01,2026-10,", [(ONE, "2026-01", "2026-10"), (OTHER, "2026-01", "2026-10")]),
        (f"2026-01,2026-10,{OTHER}", [(OTHER, "2026-01", "2026-10")]),
        (f"2026-01,2026-10,{ONE}.0", [(ONE, "2026-01", "2026-10")]),
    ],
)
def test_what_coverage_declares_of_a_report(
    landing: Landing, build: Path, dataset: str, line: str, expected: list[Span]
) -> None:
    two_partners(landing)
    landing.add(MONTH, dataset, [usage(dataset, MONTH)])
    head = "Dataset,FirstMonth,LastMonth,PGAMpnId"
    landing.put(MONTH, "Coverage.csv", f"{head}\n{dataset},{line}\n")
    assert spans(landing, build, dataset) == sorted([(ONE, MONTH, MONTH), *expected])


def test_coverage_of_several_partners(landing: Landing, build: Path) -> None:
    """Each partner once; of other datasets the column is not read."""
    two_partners(landing)
    header(landing, MONTH, "BusinessApplicationsUsage")
    lines = [
        "Dataset,FirstMonth,LastMonth,PGAMpnId",
        f"BusinessApplicationsUsage,2026-01,2026-10,{ONE}",
        f"BusinessApplicationsUsage,2026-03,2026-09,{OTHER}",
        f"AzureUsage,2025-01,2026-10,{OTHER}",
    ]
    landing.put(MONTH, "Coverage.csv", "\n".join([*lines, ""]))
    assert spans(landing, build, "BusinessApplicationsUsage") == [
        (ONE, "2026-01", "2026-10"),
        (OTHER, "2026-03", "2026-09"),
    ]
    assert (ONE, "2025-01", "2026-10") in spans(landing, build, "AzureUsage")
    landing.put("2026-11", "Coverage.csv", "\n".join([*lines[:2], lines[1], ""]))
    landing.complete(LATER)
    header(landing, LATER, "BusinessApplicationsUsage")
    with pytest.raises(DeliveryError, match="each only once a partner"):
        refresh(landing.root, build)


def test_consumption_covers_the_months_that_have_a_row(landing: Landing, build: Path) -> None:
    two_partners(landing)
    months = ["2026-10", "2026-07", "2025-10"]
    rows = [row("MonthlyConsumption", month) for month in (*months, "2026-12")]
    landing.add(MONTH, "MonthlyConsumption", [*rows, rows[0] | {"PGAMpnId": OTHER}])
    two_partners(landing, LATER)
    landing.add(LATER, "MonthlyConsumption", [row("MonthlyConsumption", "2026-07")])
    expected = [(ONE, month, month) for month in ("2025-10", "2026-07", "2026-07", "2026-10")]
    assert spans(landing, build, "MonthlyConsumption") == [*expected, (OTHER, MONTH, MONTH)]
    truth = staged(
        landing, build, "stg_usage_truth", "dataset, partner_id, usage_month, as_of_month"
    )
    assert [
        (of.strftime("%Y-%m"), by.month) for d, _, of, by in truth if d == "MonthlyConsumption"
    ] == [
        ("2025-10", 10),
        ("2026-07", 11),
        ("2026-10", 10),
        ("2026-10", 10),
    ]


def test_the_newest_track_counts_and_none_where_it_contradicts_itself(
    landing: Landing, build: Path
) -> None:
    def track(path: str, area: str = "Azure", month: str = MONTH) -> Row:
        return row("PartnerTrack", month, SolutionArea=area, Path=path)

    landing.complete(MONTH)
    landing.add(MONTH, "PartnerTrack", [track("SMB"), track("smb path", "Business Applications")])
    landing.complete(LATER)
    landing.add(
        LATER,
        "PartnerTrack",
        [
            track("Enterprise", "data_ai"),
            track("Enterprise", "Infrastructure (Azure)"),
            track("SMB", "infrastructure"),
            track("SMB", "a name of nothing"),
        ],
    )
    found = staged(
        landing, build, "stg_partner_tracks", "solution_area, path, is_known, delivered_month"
    )
    assert [(area, path, known, of.month) for area, path, known, of in found] == [
        ("a name of nothing", "smb", False, 11),
        ("business_applications", "smb", True, 10),
        ("data_ai", "enterprise", True, 11),
        ("digital_app_innovation", "smb", True, 10),
    ]


def test_points_that_contradict_themselves_are_declared_by_no_older_row(
    landing: Landing, build: Path
) -> None:
    def score(points: str, metric: str = "deployments") -> Row:
        return row("PartnerCenterScore", MONTH, Metric=metric, Points=points)

    landing.complete(MONTH)
    landing.add(MONTH, "PartnerCenterScore", [score("4"), score("8", "usage_growth")])
    landing.complete(LATER)
    landing.add(LATER, "PartnerCenterScore", [score("5"), score("6", "Deployments")])
    found = staged(landing, build, "stg_partner_center_scores", "metric, points::varchar")
    assert found == [("usage_growth", "8.0000")]


def test_an_area_by_its_shown_name(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    areas = ["Data & AI (Azure)", " modern_work", "BUSINESS  APPLICATIONS", "Azure"]
    landing.add(MONTH, "Enrollment", [row("Enrollment", MONTH, SolutionArea=a) for a in areas])
    assert staged(landing, build, "stg_enrollment", "solution_area") == [
        ("azure",),
        ("business_applications",),
        ("data_ai",),
        ("modern_work",),
    ]


def test_users_attached_to_the_partner_are_unknown_without_their_column(
    landing: Landing, build: Path
) -> None:
    landing.complete(MONTH)
    plain = row("BusinessApplicationsUsage", MONTH)
    landing.add(MONTH, "BusinessApplicationsUsage", [plain], "BusinessApplicationsUsage_a.csv")
    other = [plain | {"SubscriptionID": "S-9", "PAMAU": text} for text in ("", "7")]
    other[1]["SubscriptionID"] = "S-8"
    landing.add(MONTH, "BusinessApplicationsUsage", other, "BusinessApplicationsUsage_b.csv")
    select = "subscription_id, attached_count::integer, active_count::integer"
    assert staged(landing, build, "stg_business_applications_usage", select) == [
        ("s-3", None, 25),
        ("s-8", 7, 25),
        ("s-9", 0, 25),
    ]
    with raw_store.open_store(build, read_only=True) as connection:
        assert list(standing_in(connection, loaded_files(connection))) == [
            f"{MONTH}/BusinessApplicationsUsage_a.csv has no column PAMAU: MAU, all active users, "
            "stands in."
        ]
