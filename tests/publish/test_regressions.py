"""What the audit says when a build is compared with the current release.

Two made databases with the few columns that the comparison reads: a release of September and
October 2026, and a build that differs from it in one way. Acts: whoever changes regressions.py.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.publish.regressions import compare

_MARTS = """
create schema marts;
create table marts.dim_delivery as
select * from (values
    ('2026-09', 'AzureUsage', 'a9', false, date '2024-10-01', true),
    ('2026-09', 'TrainingCompletions', 't9', true, date '2026-08-01', true),
    ('2026-09', 'Profile', 'p9', false, date '2026-08-01', true)
) as files (delivery, dataset, sha256, is_skilling, reaches_from_month, is_in_force);
create table marts.dim_metric as
select * from (values ('growth', false), ('certs', true)) as metrics (metric, is_skilling);
create table marts.fct_metric_scores as
select
    partner_id, as_of_month, 'security' as solution_area, '2026_07' as rule_version, path, metric,
    true as is_rule_in_force, 10.0::decimal(9, 4) as points
from (values ('p1'), ('p2')) as partners (partner_id)
cross join (values (date '2026-08-01'), (date '2026-09-01')) as months (as_of_month)
cross join (values ('enterprise'), ('smb')) as paths (path)
cross join (values ('growth'), ('certs')) as metrics (metric);
create table marts.fct_designation_scores as
select distinct partner_id, as_of_month, path, is_rule_in_force from marts.fct_metric_scores;
"""

_DELIVERY = "insert into marts.dim_delivery values "
_NEW_USAGE = _DELIVERY + "('2026-10', 'AzureUsage', 'a10', false, '2024-11-01', true)"
_LATE_USAGE = _DELIVERY + "('2026-10', 'AzureUsage', 'a10', false, '2026-09-01', true)"
_NEW_CERTIFICATES = _DELIVERY + "('2026-10', 'TrainingCompletions', 't', true, '2026-10-01', true)"
_OLD_CERTIFICATES = _DELIVERY + "('2026-08', 'TrainingCompletions', 't', true, '2026-08-01', true)"
_OTHER_CERTIFICATES = "update marts.dim_delivery set sha256 = 't' where sha256 = 't9'"
_NOT_IN_FORCE = _DELIVERY + "('2026-08', 'AzureUsage', 'a', false, '2024-01-01', false)"
_PROFILE = _DELIVERY + "('2026-10', 'Profile', 'p', false, '2026-08-01', true)"
_NAMES = _DELIVERY + "('2026-10', 'CustomersAndTenants', 'c', false, null, true)"
#: Where the first snapshot is taken back, the next one stands for the months before it: another
#: reach, and no other file.
_OTHER_REACH = "update marts.dim_delivery set reaches_from_month = '2020-01-01'"


def _moved(metric: str, month: str = "2026-08-01") -> str:
    return (
        "update marts.fct_metric_scores set points = 9.5 "
        f"where partner_id = 'p1' and path = 'smb' and metric = '{metric}' "
        f"and as_of_month = '{month}'"
    )


def _compare(tmp_path: Path, changes: list[str], is_same_code: bool = True) -> dict[str, str]:
    """What is not good, by the check's name."""
    for name, statements in (("released", []), ("build", changes)):
        with duckdb.connect(str(tmp_path / f"{name}.duckdb")) as connection:
            connection.execute(_MARTS)
            for statement in statements:
                connection.execute(statement)
    findings = compare(tmp_path / "build.duckdb", tmp_path / "released.duckdb", is_same_code)
    assert [finding.check for finding in findings] == [
        "no partners gone",
        "no scored months gone",
        "no score moved without a cause",
    ]
    return {finding.check: finding.detail for finding in findings if not finding.is_good}


@pytest.mark.parametrize(
    "changes",
    [
        [],
        [_NEW_USAGE],
        [_NEW_USAGE, _moved("growth")],
        [_LATE_USAGE, _moved("growth", "2026-09-01")],
        [_PROFILE, _moved("growth")],
        [_NEW_CERTIFICATES],
        [_OTHER_CERTIFICATES, _moved("certs", "2026-09-01")],
        # The first snapshot stands for the months before it.
        [_OTHER_CERTIFICATES, _moved("certs")],
        [_OLD_CERTIFICATES, _moved("certs", "2026-09-01")],
        ["insert into marts.fct_designation_scores values ('p3', '2026-09-01', 'smb', true)"],
        # Versions that are not in force are shown for the newest month only.
        ["update marts.fct_metric_scores set is_rule_in_force = false", _moved("growth")],
    ],
)
def test_what_has_a_cause_is_no_fault(tmp_path: Path, changes: list[str]) -> None:
    assert _compare(tmp_path, changes) == {}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ([_moved("growth")], "p1 2026-08 smb growth: 10.0000 became 9.5000"),
        ([_moved("certs")], "p1 2026-08 smb certs"),
        # Certificates do not move usage, nor usage certificates.
        ([_NEW_CERTIFICATES, _moved("growth")], "growth"),
        ([_NEW_USAGE, _moved("certs")], "certs"),
        # A file moves no month before those it can reach.
        ([_LATE_USAGE, _moved("growth")], "2026-08"),
        ([_NEW_CERTIFICATES, _moved("certs", "2026-09-01")], "2026-09"),
        ([_NOT_IN_FORCE, _moved("growth")], "growth"),
        ([_NAMES, _moved("growth")], "growth"),
        ([_OTHER_REACH, _moved("growth")], "growth"),
    ],
)
def test_a_score_that_moved_by_itself(tmp_path: Path, changes: list[str], named: str) -> None:
    bad = _compare(tmp_path, changes)
    assert list(bad) == ["no score moved without a cause"]
    assert named in bad["no score moved without a cause"]


def test_other_rules_or_code_are_a_cause(tmp_path: Path) -> None:
    assert _compare(tmp_path, [_moved("growth")], is_same_code=False) == {}


def test_a_partner_that_vanished(tmp_path: Path) -> None:
    gone = ["delete from marts.fct_designation_scores where partner_id = 'p2'"]
    assert _compare(tmp_path, gone) == {
        "no partners gone": "gone: p2",
        "no scored months gone": "gone: p2 2026-08-01 enterprise; p2 2026-08-01 smb; "
        "p2 2026-09-01 enterprise; p2 2026-09-01 smb",
    }


def test_a_scored_month_that_vanished(tmp_path: Path) -> None:
    gone = ["delete from marts.fct_designation_scores where as_of_month = '2026-08-01'"]
    assert list(_compare(tmp_path, gone)) == ["no scored months gone"]


def test_many_cases_are_named_in_part(tmp_path: Path) -> None:
    bad = _compare(tmp_path, ["update marts.fct_metric_scores set points = 1"])
    assert bad["no score moved without a cause"].endswith("; and 11 more")
