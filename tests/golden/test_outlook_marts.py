"""Tenants near a threshold, certificates that end, and skilling ahead of the month's score."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.golden.near_oracle import near_rows
from tests.golden.scored import Scored
from tests.scorer.landing import Landing
from tests.scorer.rules import COUNTS_UNTIL, VERSIONS
from tests.scorer.skilling import certificates_held, counts_on, score_skilling
from tests.scorer.values import month_end, month_index

NEAR = """
    select
        partner_id, as_of_month, rule_version, path, metric, product_line, tenant_id,
        measured_on, criterion, bound,
        measured_value, threshold_value, side, is_qualified_current, is_qualified_across,
        units_change, points_change
    from marts.fct_near_thresholds
"""


@pytest.fixture(scope="module")
def marts(golden_landing: Path, build_marts) -> duckdb.DuckDBPyConnection:
    """The published release of the golden world."""
    return build_marts(golden_landing)


def assert_near_rows(marts: duckdb.DuckDBPyConnection, landing: Path, at_least: int) -> None:
    """Both ways: every row the scorer finds, and no other."""
    found = {tuple(row[:10]): tuple(row[10:]) for row in marts.execute(NEAR).fetchall()}
    expected = near_rows(landing)
    assert {key: expected.get(key) for key in found if found[key] != expected.get(key)} == {}
    assert expected.keys() == found.keys()
    assert len(found) >= at_least


def test_near_rows_in_the_golden_world(marts, golden_landing: Path) -> None:
    """Every threshold of both paths, at, below and above."""
    assert_near_rows(marts, golden_landing, 800)


def test_near_rows_in_random_worlds(world: Scored, build_marts) -> None:
    """Several workloads and tenants, carried ones too."""
    assert_near_rows(build_marts(world.landing), world.landing, 50)


@pytest.mark.parametrize(
    ("case", "metric", "criterion", "tenants"),
    [
        ("near_in_dollars", "net_customer_adds", "size", {"540", "660"}),
        ("near_in_licences", "net_customer_adds", "size", {"4", "6", "270", "330"}),
        ("near_in_active_share", "deployments", "activity", {"30", "60"}),
    ],
)
def test_the_distance_itself_is_near(
    marts, case: str, metric: str, criterion: str, tenants: set[str]
) -> None:
    """A cent or a licence further away is not."""
    rows = marts.execute(
        """
        select distinct replace(tenant_name, partner_name || ' ', '')
        from marts.fct_near_thresholds
        inner join marts.dim_partner using (partner_id)
        inner join marts.dim_tenant using (tenant_id)
        where partner_name = ? and metric = ? and criterion = ? and path = 'smb'
        """,
        [case, metric, criterion],
    ).fetchall()
    assert {name for (name,) in rows} == tenants


def test_a_second_workload_keeps_the_tenant(marts) -> None:
    """290 licences grow past 300, but 100 others still have the SMB size."""
    rows = marts.execute(
        """
        select path, change_to_cross, is_path_boundary, is_qualified_across, units_change
        from marts.fct_near_thresholds inner join marts.dim_partner using (partner_id)
        where partner_name = 'near_on_one_of_two_workloads' and metric = 'net_customer_adds'
        order by path
        """
    ).fetchall()
    eleven = Decimal(11)
    assert rows == [("enterprise", eleven, True, True, 1), ("smb", eleven, True, True, 0)]


def test_one_threshold_of_each_tenant_is_the_nearest(marts) -> None:
    """The one that the smallest change takes it across, worked out row by row."""
    rows = marts.execute(
        "select partner_id, path, metric, product_line, tenant_id, "
        "abs(change_to_cross), measured_on, criterion, bound, is_nearest "
        "from marts.fct_near_thresholds"
    ).fetchall()
    by_tenant: dict[tuple, list[tuple]] = {}
    for row in rows:
        by_tenant.setdefault(row[:5], []).append(row[5:])
    assert max(map(len, by_tenant.values())) > 1
    for near in by_tenant.values():
        assert [row for row in near if row[-1]] == [min(near, key=lambda row: row[:4])]


def newest_skilling(landing: Landing):
    """Partner, version in force and certificates of the newest month."""
    last_day = month_end(landing.newest)
    version = max(
        (v for v in VERSIONS if v.effective_from <= last_day), key=lambda v: v.effective_from
    )
    for partner in landing.partners:
        yield partner, version, landing.snapshot(partner, landing.newest)[0]


def points_on(rule, rows: list, day: date) -> Decimal:
    """Points of the certifications on a day."""
    return score_skilling(rule, certificates_held(rows, day)).points


def assert_skilling_ahead(marts: duckdb.DuckDBPyConnection, root: Path) -> set[str]:
    """Every row of both tables by the scorer; gives the reasons that occurred."""
    landing = Landing(root)
    last_day = month_end(landing.newest)
    days = [month_end(landing.newest + ahead) for ahead in range(13)]
    outlook, ending = {}, {}
    for partner, version, rows in newest_skilling(landing):
        codes = {
            c
            for path in version.paths.values()
            for s in path.skilling.steps
            for c in s.certificates
        }
        done = [
            row.completed
            for row in rows
            if row.person and row.certificate in codes and row.completed <= days[1]
        ]
        for path, rules in version.paths.items():
            score = points_on(rules.skilling, rows, last_day)
            for basis, day in [
                ("score", last_day),
                ("newest_snapshot", max([last_day, *done])),
                *(("month_end", day) for day in days[1:]),
            ]:
                points = points_on(rules.skilling, rows, day)
                outlook[partner, path, basis, day] = (points, points - score)
            accepted = frozenset().union(*(step.certificates for step in rules.skilling.steps))
            counting = [
                row
                for row in rows
                if row.person and row.certificate in accepted and counts_on(row, last_day)
            ]
            for person, code in {(row.person, row.certificate) for row in counting}:
                own = [row for row in counting if (row.person, row.certificate) == (person, code)]
                ends = [
                    min(row.expires or date.max, COUNTS_UNTIL.get(code, date.max)) for row in own
                ]
                if max(ends) <= days[-1]:
                    others = [r for r in rows if (r.person, r.certificate) != (person, code)]
                    lost = score - points_on(rules.skilling, others, last_day)
                    programme = COUNTS_UNTIL.get(code) == max(ends)
                    reason = "stops_counting" if programme else "expires"
                    counts_again = max(ends) + timedelta(days=1)
                    value = (max(ends), reason, counts_again.replace(day=1), lost)
                    ending.setdefault((partner, path, code), []).append(value)
    found = marts.execute(
        "select partner_id, path, outlook_basis, outlook_on, points, points_change "
        "from marts.fct_skilling_outlook"
    ).fetchall()
    assert {tuple(row[:4]): tuple(row[4:]) for row in found} == outlook
    found_ending: dict[tuple, list] = {}
    for row in marts.execute(
        "select partner_id, path, certification, ends_on, reason, first_month_without, "
        "points_at_stake from marts.fct_expiring_certifications"
    ).fetchall():
        found_ending.setdefault(tuple(row[:3]), []).append(tuple(row[3:]))
    # Persons are hashes in the marts: what each partner, path and certificate has, in any order.
    assert {k: sorted(v) for k, v in found_ending.items()} == {
        k: sorted(v) for k, v in ending.items()
    }
    return {value[1] for values in ending.values() for value in values}


def test_skilling_ahead_in_the_golden_world(marts, golden_landing: Path) -> None:
    """AZ-500 stops counting in August 2027, ten months after the score."""
    assert "stops_counting" in assert_skilling_ahead(marts, golden_landing)


def test_skilling_ahead_in_random_worlds(world: Scored, build_marts) -> None:
    """Steps by the same person (no longer in force) apart, all rules that gate."""
    assert "expires" in assert_skilling_ahead(build_marts(world.landing), world.landing)


def test_a_certificate_of_the_running_month_is_shown_beside_the_score(marts) -> None:
    """Completed on 1 November 2026, a day after the last that counts for October."""
    rows = marts.execute(
        """
        select path, outlook_on, points_change
        from marts.fct_skilling_outlook inner join marts.dim_partner using (partner_id)
        where partner_name = 'completed_a_day_late' and outlook_basis = 'newest_snapshot'
        order by path
        """
    ).fetchall()
    day = date(2026, 11, 1)
    assert rows == [("enterprise", day, Decimal("6.6667")), ("smb", day, Decimal("8.0000"))]


def test_months_of_the_scorer_are_counted_alike() -> None:
    """The helper above leans on month arithmetic of the scorer."""
    assert month_end(month_index(date(2026, 10, 1)) + 2) == date(2026, 12, 31)
