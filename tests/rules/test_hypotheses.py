"""A hypothesis is a row and its facts: one is added to a copy of the project, and scored by the
models as they are."""

import duckdb
import pytest

from tests.rules.hypotheses import HYPOTHESIS

pytestmark = pytest.mark.slow

#: Parts now and at the baseline, by hypothesis; tenants that grew out of a path count now alone.
_PARTS = """
    select
        parts.current_value, parts.baseline_value,
        reported.current_value, reported.baseline_value
    from intermediate.int_usage_parts as parts
    inner join intermediate.int_evaluations as evaluations using (evaluation_key)
    inner join intermediate.int_part_rules as rules using (rule_key)
    inner join intermediate.int_evaluations as shown
        on
            shown.hypothesis = 'reported'
            and evaluations.partner_key = shown.partner_key
            and evaluations.as_of_month = shown.as_of_month
            and evaluations.rule_version = shown.rule_version
    inner join intermediate.int_usage_parts as reported
        on shown.evaluation_key = reported.evaluation_key and parts.rule_key = reported.rule_key
    where
        evaluations.hypothesis = $hypothesis
        and rules.carried_from_path is null
        -- A level has no baseline.
        and rules.comparison <> 'level'
        -- As many months as the hypothesis goes back.
        and rules.baseline_months = 12
"""


def test_an_added_hypothesis_is_scored(varied_marts: duckdb.DuckDBPyConnection) -> None:
    """What counted a year before counts now, and a year before that there was nothing."""
    rows = varied_marts.execute(_PARTS, {"hypothesis": HYPOTHESIS}).fetchall()
    assert all(now == reported_before for now, _, _, reported_before in rows)
    assert sum(now > 0 for now, *_ in rows) > 10
    assert sum(now != reported for now, _, reported, _ in rows) > 10


def test_what_is_shown_stays_as_it_is(varied_marts: duckdb.DuckDBPyConnection) -> None:
    [(evaluations, months)] = varied_marts.execute(
        "select count(*), count(distinct (partner_id, as_of_month, rule_version)) "
        "from intermediate.int_scored_evaluations"
    ).fetchall()
    [(scores,)] = varied_marts.execute(
        "select count(distinct (partner_id, as_of_month, rule_version)) "
        "from marts.fct_metric_scores"
    ).fetchall()
    assert evaluations == months == scores > 0
