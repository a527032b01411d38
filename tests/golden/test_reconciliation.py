"""Partner Center's points beside ours: which open question tells the difference."""

from decimal import Decimal

import duckdb
import pytest

from tests.worlds.explained_world import BEFORE, NEWEST

# partner → ours, status, questions that explain the difference; our points worked out by hand
CASES = {
    "combine": ("8", "explained", "1"),
    "increments": ("0", "explained", "2"),
    "activity": ("3.3333", "explained", "5"),
    "restated": ("4", "explained", "18"),
    "protected": ("2", "explained", "20"),
    "carry_over": ("0", "explained", "21"),
    "same_people": ("20", "explained", "24"),
    "own_baseline": ("4", "explained", "25"),
    "new_tenant": ("4", "agrees", None),
}


@pytest.mark.parametrize("partner", CASES)
def test_other_reading_explains(partner: str, explained: duckdb.DuckDBPyConnection) -> None:
    ours, status, decisions = CASES[partner]
    rows = explained.execute("""
        select our_points, reconciliation_status, explaining_decisions, difference,
            our_points - partner_center_points
        from marts.fct_reconciliation
        where partner_id = ?
    """, [partner]).fetchall()  # fmt: skip
    [(points, found, explaining, difference, expected)] = rows
    assert (points, found, explaining) == (Decimal(ours), status, decisions)
    assert difference == expected


def test_what_cannot_be_compared_is_listed(explained: duckdb.DuckDBPyConnection) -> None:
    rows = explained.execute("""
        select reconciliation_status, metric, our_points, explaining_decisions
        from marts.fct_reconciliation
        where partner_id = 'growth'
        order by reconciliation_status
    """).fetchall()
    assert rows == [
        ("not_scored", "net_customer_adds", None, None),
        ("unexplained", "net_customer_adds", Decimal(4), None),
        ("unknown_name", "customer cheer", None, None),
    ]


def test_every_question_is_computed_or_says_why_not(explained: duckdb.DuckDBPyConnection) -> None:
    rows = explained.execute("""
        select metric, as_of_month, decision_number, is_computed, computation, note, other_points
        from marts.fct_reconciliation_readings
    """).fetchall()
    assert {row[2] for row in rows if row[3]} == {1, 2, 5, 18, 20, 21, 24, 25}
    for metric, month, number, is_computed, computation, note, points in rows:
        assert note and is_computed == (points is not None)
        if is_computed:
            assert computation == "computed"
        elif computation == "computed":
            # Known otherwise is the month before the newest alone; a year before it nothing is
            # scored here.
            assert (number, month) in {(18, NEWEST), (25, BEFORE)}, metric
    assert (BEFORE, 18, True) in {(row[1], row[2], row[3]) for row in rows}
