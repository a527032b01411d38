"""Ten partners whose score moves, or would have moved, for one reason each."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from tests.worlds.explained_world import NEWEST
from tests.worlds.writer import guid

ADDS, GROWTH, SKILLING = "net_customer_adds", "usage_growth", "intermediate_certifications"

# cause → partner, month, metric, product line, units, points; all on the SMB path
CASES = {
    "new_tenant": ("new_tenant", NEWEST, ADDS, "azure", 1, 4),
    "lost_tenant": ("lost_tenant", NEWEST, ADDS, "m365", -1, -4),
    "crossed_threshold": ("crossed", NEWEST, ADDS, "azure", 1, 4),
    "growth": ("growth", NEWEST, GROWTH, "azure", 750, 1),
    "baseline_roll_off": ("rolls_off", NEWEST, ADDS, "azure", 1, 4),
    "certification_gained": ("gained", NEWEST, SKILLING, "all", 1, 8),
    "certification_lost": ("lost_certificate", NEWEST, SKILLING, "all", -1, -8),
    "rule_change": ("rule_change", date(2026, 7, 1), ADDS, "azure", 1, 4),
    "restatement": ("restated", NEWEST, ADDS, "azure", 1, 4),
}


def _moves(marts: duckdb.DuckDBPyConnection, partner: str, month: date, metric: str) -> dict:
    query = """
        select cause, product_line, units_change, points_change
        from marts.fct_score_movements
        where partner_id = ? and as_of_month = ? and metric = ? and path = 'smb'
    """
    rows = marts.execute(query, [partner, month, metric]).fetchall()
    return {(cause, line): (units, points) for cause, line, units, points in rows}


def _points(marts: duckdb.DuckDBPyConnection, partner: str, metric: str) -> dict[date, Decimal]:
    query = """
        select as_of_month, points
        from marts.fct_metric_scores
        where partner_id = ? and metric = ? and path = 'smb' and is_rule_in_force
    """
    return dict(marts.execute(query, [partner, metric]).fetchall())


@pytest.mark.parametrize("cause", CASES)
def test_one_cause_carries_the_whole_change(
    cause: str, explained: duckdb.DuckDBPyConnection
) -> None:
    partner, month, metric, line, units, points = CASES[cause]
    moves = _moves(explained, partner, month, metric)
    assert moves.pop((cause, line)) == (units, points)
    assert moves and set(moves.values()) == {(0, 0)}
    scores = _points(explained, partner, metric)
    before = date(month.year, month.month - 1, 1)
    # The month before is shown restated: against that, a restatement changed nothing.
    assert scores[month] - scores[before] == (0 if cause == "restatement" else points)


def test_cap_takes_what_comes_beyond_it(explained: duckdb.DuckDBPyConnection) -> None:
    """Five tenants fill the metric; the sixth is worth four points and earns none."""
    moves = _moves(explained, "capped", NEWEST, ADDS)
    assert moves.pop(("new_tenant", "azure")) == (1, 4)
    assert moves.pop(("cap_or_rounding", "all")) == (0, -4)
    assert set(moves.values()) == {(0, 0)}


def test_tenants_behind_a_movement_are_named(explained: duckdb.DuckDBPyConnection) -> None:
    query = """
        select tenant_id, cause, units_change
        from marts.fct_tenant_movements
        where partner_id = ? and metric = ? and path = 'smb'
    """
    found = explained.execute(query, ["new_tenant", ADDS]).fetchall()
    assert found == [(guid("newcomer"), "new_tenant", 1)]
    found = explained.execute(query, ["rolls_off", ADDS]).fetchall()
    assert found == [(guid("counted a year ago"), "baseline_roll_off", 1)]


def test_tenants_add_up_to_movements(explained: duckdb.DuckDBPyConnection) -> None:
    assert explained.execute("""
        with tenants as (
            select partner_id, as_of_month, path, metric, product_line, cause,
                sum(units_change) as units_change
            from marts.fct_tenant_movements
            group by all
        )
        select *
        from marts.fct_score_movements as moves
        full join tenants using (partner_id, as_of_month, path, metric, product_line, cause)
        where coalesce(moves.as_of_month, ?) = ? and moves.cause in (
            'new_tenant', 'lost_tenant', 'crossed_threshold', 'growth', 'baseline_roll_off'
        ) and moves.units_change is distinct from coalesce(tenants.units_change, 0)
    """, [NEWEST, NEWEST]).fetchall() == []  # fmt: skip


def test_restatement_stands_only_where_it_was_measured(
    explained: duckdb.DuckDBPyConnection,
) -> None:
    months = explained.execute("""
        select distinct as_of_month from marts.fct_score_movements where cause = 'restatement'
    """).fetchall()
    assert months == [(NEWEST,)]
