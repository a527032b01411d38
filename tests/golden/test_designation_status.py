"""Status of the designation: a table of dated cases, and every month of three worlds."""

import csv
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.golden.marts import read_marts
from tests.scorer.result import Result
from tests.scorer.status import Status, statuses
from tests.worlds.explained_world import PAYMENTS

PROGRESS, QUALIFIED = "In progress", "Qualified"
ENROLLED, DUE = "Enrolled", "Enrolled (Renewal due)"

# The certificates of all partners count from December 2025 to the last day of March 2026, and only
# then they qualify. partner, month → status, months left in the window, is the renewal qualified
TABLE = """
window                   2025-11  In progress             -  -
window                   2025-12  Qualified               5  -
window                   2026-03  Qualified               5  -
window                   2026-04  Qualified               4  -
window                   2026-08  Qualified               0  -
window                   2026-09  In progress             -  -
short                    2026-03  In progress             -  -
ends_in_december         2025-11  Enrolled                -  no
ends_in_december         2025-12  Enrolled (Renewal due)  5  yes
ends_in_december         2026-01  Qualified               5  -
ends_in_december         2026-09  In progress             -  -
anniversary_tomorrow     2026-04  Enrolled                4  yes
anniversary_tomorrow     2026-05  Qualified               3  -
anniversary_on_last_day  2025-12  Enrolled                5  yes
anniversary_on_last_day  2026-01  Enrolled (Renewal due)  5  yes
anniversary_on_last_day  2026-02  Enrolled (Renewal due)  5  yes
anniversary_on_last_day  2026-03  Qualified               5  -
renewal_ends_today       2026-04  Enrolled (Renewal due)  4  yes
renewal_ends_today       2026-05  Qualified               3  -
renewal_ended_yesterday  2026-04  Qualified               4  -
renewed                  2025-12  Enrolled                5  yes
renewed                  2026-01  Enrolled                5  no
renewed                  2026-10  Enrolled                -  no
bought_later             2026-05  Qualified               3  -
bought_later             2026-06  Enrolled                2  no
"""
CASES = [
    (partner, date.fromisoformat(f"{month}-01"), " ".join(status), left, renews)
    for partner, month, *status, left, renews in map(str.split, TABLE.strip().splitlines())
]


def _statuses(marts: duckdb.DuckDBPyConnection) -> dict[tuple[str, date], Status]:
    rows = marts.execute("""
        select
            partner_id, as_of_month, designation_status, qualified_month, window_start_month,
            months_left_in_window, anniversary_on, renewal_ends_on, is_renewal_qualified
        from marts.fct_designation_status
        where solution_area = 'security'
    """).fetchall()
    found = {(partner, month): Status(*row) for partner, month, *row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]:%Y-%m}")
def test_dated_case(case: tuple, explained: duckdb.DuckDBPyConnection) -> None:
    partner, month, status, left, renews = case
    found = _statuses(explained)[partner, month]
    assert found.designation_status == status
    assert found.months_left_in_window == (None if left == "-" else int(left))
    assert found.is_renewal_qualified == {"-": None, "yes": True, "no": False}[renews]


def test_every_month_of_the_dated_cases(explained: duckdb.DuckDBPyConnection) -> None:
    scored: Result = read_marts(explained)
    assert _statuses(explained) == statuses(scored.designations, PAYMENTS)


def test_window_of_one_month_before_september_2023(
    golden_landing: Path, golden_scored: Result, build_marts
) -> None:
    found = _statuses(build_marts(golden_landing))
    assert found == statuses(golden_scored.designations, {})
    lengths = {month: row.window_start_month for (_, month), row in found.items()}
    assert lengths[date(2023, 8, 1)] == date(2023, 8, 1)
    assert lengths[date(2023, 9, 1)] == date(2023, 4, 1)


def test_demo_partners_have_paid(demo_landing: Path, build_marts) -> None:
    payments: dict[str, list[date]] = {}
    with (demo_landing / "2026-10" / "Enrollment.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            day = date.fromisoformat(row["EnrolledOn"][:10])
            payments.setdefault(row["PGAMpnId"], []).append(day)
    marts = build_marts(demo_landing)
    found = _statuses(marts)
    assert found == statuses(read_marts(marts).designations, payments)
    assert {row.designation_status for row in found.values()} == {PROGRESS, QUALIFIED, ENROLLED}
