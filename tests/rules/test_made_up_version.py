"""A rule version that nobody has published, added by rows of the seeds alone, and scored by hand.

It changes everything a row can change: window and baseline lengths, thresholds, inclusive bounds,
steps, caps, maxima, netting, associations, services, steps of the certifications. No SQL changes.
"""

from decimal import Decimal

import duckdb
import pytest

from tests.rules.made_up import ADDS, DEPLOYMENTS, GROWTH, NEWEST, PARTNER, SKILLING, VERSION


@pytest.fixture(scope="module")
def marts(varied_marts: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The marts of a copy of the project whose seeds have the version's rows."""
    return varied_marts


#: Windows: August to October 2026 now, February to April 2026 at the baseline.
BY_HAND = [
    # azure at least 300: now steady 300, newcomer 750, newcomer_two 300 = 3; then steady, leaver
    # 1,200 = 2; net 1. m365 at least 10 paid: now one (12), then none; net 1. 30 x 2 / 5
    (ADDS, "2", "12"),
    # azure above 300: now newcomer, then leaver; net 0. m365: 3 of 12 active are a quarter; net 1;
    # netted 1. 40 x 1 / 4
    (DEPLOYMENTS, "1", "10"),
    # azure 750 + 300 + 300 - (300 + 1,200) = -150, floored. m365: 3 + 9 protected = 12, three
    # steps of 4. 20 x 3 / 10
    (GROWTH, "3", "6"),
    # one person with SC-200. 10 x 1 / 2
    (SKILLING, "1", "5"),
]


@pytest.mark.parametrize(("metric", "units", "points"), BY_HAND, ids=lambda value: str(value))
def test_rows_alone_change_the_score(
    marts: duckdb.DuckDBPyConnection, metric: str, units: str, points: str
) -> None:
    """Each metric of the newest month under the made-up version, which is in force."""
    found = marts.execute(
        "select counted_units, points, is_rule_in_force from marts.fct_metric_scores "
        "where partner_id = ? and rule_version = ? and as_of_month = ? and metric = ?",
        [PARTNER, VERSION, NEWEST, metric],
    ).fetchall()
    assert found == [(Decimal(units), Decimal(points), True)]


def test_total_reaches_the_made_up_mark_exactly(marts: duckdb.DuckDBPyConnection) -> None:
    """12 + 10 + 6 + 5 = 33 of 33."""
    found = marts.execute(
        "select total_points, qualifies, is_best_path from marts.fct_designation_scores "
        "where partner_id = ? and rule_version = ? and as_of_month = ?",
        [PARTNER, VERSION, NEWEST],
    ).fetchall()
    assert found == [(Decimal("33"), True, True)]


def test_the_published_versions_stand_beside_it(marts: duckdb.DuckDBPyConnection) -> None:
    """The month before is still scored by the version that was in force then."""
    found = marts.execute(
        "select distinct rule_version from marts.fct_designation_scores "
        "where as_of_month = date '2026-08-01' and is_rule_in_force "
        "and solution_area = 'security'"
    ).fetchall()
    assert found == [("security_2026_07",)]
