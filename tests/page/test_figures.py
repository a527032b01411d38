"""The figures of the page are those of the marts, to the last digit.

Acts: whoever changes the page's queries, its packing, or a mart that it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import duckdb
import pytest

from tests.conftest import RefreshRun
from tests.page.conftest import AREAS
from tests.page.figures import TABLES, differences
from tests.page.reading import Page

_NEWEST = "(select max(as_of_month) from marts.fct_designation_scores)"


def test_every_figure_is_that_of_the_marts(
    page: Page, demo_release: duckdb.DuckDBPyConnection
) -> None:
    assert page.partners
    assert list(differences(page, demo_release)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "update marts.fct_designation_scores set total_points = total_points + 0.0001",
        "update marts.fct_near_thresholds set points_change = points_change + 0.0001",
        "update marts.fct_customer_eligibility set details = concat(details, '.') "
        "where condition_order = 1",
        "update marts.fct_tenant_contributions set contribution = contribution + 0.0000000001",
    ],
)
def test_the_comparison_sees_the_smallest_change(
    rewritten: Callable[..., Page], demo_release: duckdb.DuckDBPyConnection, statement: str
) -> None:
    assert list(differences(rewritten(statement), demo_release))


def test_figures_of_several_areas_are_those_of_the_marts(
    areas_run: RefreshRun, rewritten_areas: Callable[..., Page]
) -> None:
    page = rewritten_areas()
    assert page.areas == list(AREAS)
    with areas_run.connect() as marts:
        assert list(differences(page, marts)) == []
    for name in TABLES:
        assert any(page.rows(f"partner-{number}", name) for number in page.partners.values()), name


def test_what_is_missing_is_what_lies_between(page: Page) -> None:
    seen = set()
    for number in page.partners.values():
        metrics = page.rows(f"partner-{number}", "metrics")
        for path in page.rows(f"partner-{number}", "paths"):
            short = Decimal(path["qualifying_points"]) - Decimal(path["total_points"])
            assert Decimal(path["missing_points"]) == max(short, 0)
            most = [Decimal(row["max_points"]) for row in metrics if row["path"] == path["path"]]
            assert Decimal(path["max_points"]) == sum(most)
            seen.add(short > 0)
    assert seen == {True, False}


def test_the_bars_lead_from_one_total_to_the_next(
    page: Page, demo_release: duckdb.DuckDBPyConnection
) -> None:
    seen = set()
    for partner, number in page.partners.items():
        tables = {
            name: page.rows(f"partner-{number}", name) for name in ("paths", "causes", "earlier")
        }
        for path in tables["paths"]:
            [before] = [row for row in tables["earlier"] if row["path"] == path["path"]]
            bars = [row for row in tables["causes"] if row["path"] == path["path"]]
            at = Decimal(0)
            for bar in bars:
                at += Decimal(bar["points_change"])
                assert Decimal(bar["change_until"]) == at
                if bar["cause"] == "restatement":
                    assert Decimal(before["known_points"]) + at == Decimal(before["total_points"])
                seen.add(bar["cause"])
            assert Decimal(before["known_points"]) + at == Decimal(path["total_points"])
            assert demo_release.execute(
                "select cast(total_points as varchar) from marts.fct_designation_scores where "
                "is_rule_in_force and (partner_id, as_of_month, path) = ($1, $2::date, $3)",
                [partner, before["as_of_month"], path["path"]],
            ).fetchall() == [(before["total_points"],)]
    assert {"restatement", "growth", "cap_or_rounding"} <= seen


def test_what_became_of_usage_adds_up(page: Page, demo_release: duckdb.DuckDBPyConnection) -> None:
    for partner, number in page.partners.items():
        rows = page.rows(f"partner-{number}", "usage_reasons")
        found = tuple(
            sum(Decimal(row[name]) for row in rows)
            for name in ("rows_count", "acr_usd", "seats_count")
        )
        expected = demo_release.execute(
            "select sum(rows_count), sum(acr_usd), sum(seats_count) "
            "from marts.fct_usage_accounting where partner_id = ?",
            [partner],
        ).fetchone()
        assert found == expected


@pytest.mark.parametrize(
    ("table", "query"),
    [
        ("deliveries", "select count(*) from marts.dim_delivery where is_in_force"),
        ("quarantine", "select count(*) from marts.fct_quarantine"),
        ("sources", "select count(*) from marts.dim_source"),
        ("decisions", "select count(*) from marts.dim_decision"),
        ("rule_versions", "select count(*) from marts.dim_rule_version"),
        ("audit", "select count(*) from marts.meta_audit"),
        (
            "rules",
            "select count(*) from marts.dim_rule where rule_version in (select rule_version from "
            f"marts.fct_designation_scores where is_rule_in_force and as_of_month = {_NEWEST})",
        ),
    ],
)
def test_what_all_partners_share_is_whole(
    page: Page, demo_release: duckdb.DuckDBPyConnection, table: str, query: str
) -> None:
    assert (len(page.rows("shared", table)),) == demo_release.execute(query).fetchone()


def test_the_rules_in_force_are_marked(page: Page) -> None:
    marked = [row for row in page.rows("shared", "rule_versions") if row["is_in_force"]]
    assert {row["rule_version"] for row in marked} == {
        row["rule_version"]
        for number in page.partners.values()
        for row in page.rows(f"partner-{number}", "areas")
    }
