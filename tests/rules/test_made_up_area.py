"""A solution area that does not exist, added by rows of the seeds alone, and scored by hand.

It asks what Security never does: growth in per cent behind a gate, services in use, the larger of
two months, every service there is. No SQL changes.
"""

from decimal import Decimal

import duckdb
import pytest

from tests.rules.made_up import ADDS, DEPLOYMENTS, GROWTH, SKILLING
from tests.rules.made_up_area import AREA, EXCLUDED, NEWEST, PARTNER, VERSION

#: Windows: November 2025 to October 2026 now, the year before at the baseline.
BY_HAND = [
    # Two months: alpha 60 in both years, beta 50 in September alone; gamma's 49.99 do not add up.
    # 40 x 1 / 4
    (ADDS, "1", "10", "scored"),
    # Alpha Compute in two spellings and Beta Store; the excluded service does not count. 20 x 2 / 3
    (DEPLOYMENTS, "2", "13.3333", "scored"),
    # (720 + 50 + 99.98 + 30 - 720) x 100 / 720, at the gate of 899.98 to the cent. 30 x it / 50
    (GROWTH, "24.9972222222", "14.9983", "scored"),
    # One person. 10 x 1 / 2
    (SKILLING, "1", "5", "scored"),
]


@pytest.mark.parametrize(("metric", "units", "points", "status"), BY_HAND, ids=lambda x: str(x))
def test_rows_alone_make_an_area(
    varied_marts: duckdb.DuckDBPyConnection, metric: str, units: str, points: str, status: str
) -> None:
    found = varied_marts.execute(
        "select counted_units, points, status, basis from marts.fct_metric_scores "
        "where partner_id = ? and solution_area = ? and as_of_month = ? and metric = ?",
        [PARTNER, AREA, NEWEST, metric],
    ).fetchall()
    assert found == [(Decimal(units), Decimal(points), status, "computed")]


def test_total_of_the_area(varied_marts: duckdb.DuckDBPyConnection) -> None:
    """10 + 13.3333 + 14.9983 + 5, and 43 are asked."""
    found = varied_marts.execute(
        "select total_points, qualifies, rule_version from marts.fct_designation_scores "
        "where partner_id = ? and solution_area = ? and as_of_month = ? and is_best_path",
        [PARTNER, AREA, NEWEST],
    ).fetchall()
    assert found == [(Decimal("43.3316"), True, VERSION)]


def test_services_say_why(varied_marts: duckdb.DuckDBPyConnection) -> None:
    """Spellings of a service are one; a row without an association that earns is not there."""
    found = varied_marts.execute(
        "select lower(service), ttm_acr_usd, reason from marts.fct_service_deployments "
        "where partner_id = ? and solution_area = ? and as_of_month = ? order by 1",
        [PARTNER, AREA, NEWEST],
    ).fetchall()
    assert [(" ".join(name.split()), str(usd.normalize()), why) for name, usd, why in found] == [
        ("alpha compute", "819.98", "counted"),
        ("beta store", "5E+1", "counted"),
        (EXCLUDED.lower(), "3E+1", "excluded_service"),
    ]
