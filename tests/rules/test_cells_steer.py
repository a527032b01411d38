"""Every cell of the rules steers: an edit of one moves a score, a part of one, or a total.

Acts: whoever adds a column to a seed of the rules that nothing reads, or stops reading one. What
cannot be steered is refused: a measure, a part or a function that nothing knows fails its seed's
own test (sound_rows).
"""

import duckdb
import pytest

from tests.rules.flips import FLIPS, NEWEST, Flip
from tests.rules.seed_rows import read
from tests.rules.steering import EDITS

pytestmark = pytest.mark.slow

#: What the score says under a version, without the version's own name.
_FIGURES = """
    select partner_id, path, metric, part, current_value, baseline_value, net_value, counted_units,
        null, null
    from marts.fct_metric_parts where rule_version = $version and as_of_month = $month
    union all
    select partner_id, path, metric, null, null, null, null, counted_units, points, status
    from marts.fct_metric_scores where rule_version = $version and as_of_month = $month
    union all
    select partner_id, path, null, null, metrics_without_points, null, null, null, total_points,
        concat(qualifies, ' ', is_best_path)
    from marts.fct_designation_scores where rule_version = $version and as_of_month = $month
"""
#: Words beside a rule, and what only places or names it.
_NO_RULES = {
    "solution_area", "rule_version", "path", "metric", "part", "criterion", "step", "category",
    "unit", "source_id", "source_place", "checked_on", "is_assumed",
}  # fmt: skip
#: Inclusive bounds are tested at, below and above each bound in the golden world; steps_to_max is
#: one of the metric (parts_of_a_metric_share_their_cap refuses parts that disagree). Gates, months
#: that nobody knows and new associations are asked in other areas than the one of these edits.
_ELSEWHERE = {
    ("criteria", "lower_inclusive"),
    ("criteria", "upper_inclusive"),
    ("metric_parts", "steps_to_max"),
    ("programme", "missing_month"),
    ("metrics", "gate_on"),
    ("metrics", "gate_lower"),
    ("metrics", "gate_lower_inclusive"),
    ("metric_parts", "new_association_rule"),
    ("metric_parts", "new_association_months"),
    ("metric_parts", "new_association_ratio"),
}


def _figures(marts: duckdb.DuckDBPyConnection, version: str) -> set[tuple]:
    found = marts.execute(_FIGURES, {"version": version, "month": NEWEST}).fetchall()
    assert found
    return set(found)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_a_cell_moves_the_score(edit: Flip, varied_marts: duckdb.DuckDBPyConnection) -> None:
    assert _figures(varied_marts, edit.version) != _figures(varied_marts, edit.base)


def test_every_column_of_the_rules_is_edited() -> None:
    columns = {
        (seed, column)
        for seed in ("programme", "metrics", "metric_parts", "criteria", "skilling_steps")
        for column in read(f"rules/{seed}")[0]
        if column not in _NO_RULES
    }
    edited = {(edit.seed, edit.column) for edit in (*EDITS, *FLIPS)}
    assert columns - edited == _ELSEWHERE
