"""Two hundred and twenty random partners: every row of the marts against the scorer.

The first world lies under the rules of the early years and ends in July 2024, the second under the
two paths; it ends in September 2027, when AZ-500 has just stopped counting. Both have corrections,
gaps and declared months, and nearly every file has a few records that cannot be read.
"""

import pytest

from tests.golden.differences import differences, sums_that_differ
from tests.golden.marts import read_marts, read_movements
from tests.golden.scored import Scored
from tests.scorer.landing import Landing
from tests.scorer.movements import score_movements
from tests.worlds.random_plans import PARTNERS

pytestmark = pytest.mark.slow


def test_marts_and_scorer_agree(world: Scored, build_marts) -> None:
    """Every metric, part, total, contribution and person in every scored pair."""
    connection = build_marts(world.landing)
    quarantined = "select sum(rows_count)::int from marts.fct_quarantine"
    assert connection.execute(quarantined).fetchone() == (world.spoiled,)
    marts = read_marts(connection)
    assert differences(world.result, marts) == ""
    assert sums_that_differ(marts) == []


def test_movements_agree(world: Scored, build_marts) -> None:
    """Every cause in every scored month, of every seventh partner: the second reading is slow."""
    expected = score_movements(world.landing, every=7)
    partners = {partner for partner, *_ in expected}
    marts = read_movements(build_marts(world.landing))
    found = {key: change for key, change in marts.items() if key[0] in partners}
    assert found.keys() == expected.keys()
    wrong = {key: (found[key], expected[key]) for key in found if found[key] != expected[key]}
    assert wrong == {}
    moved = {key[-1] for key, change in found.items() if any(change)}
    assert moved >= {"restatement", "rule_change", "certification_lost", "baseline_roll_off"}


def test_world_is_worth_comparing(world: Scored) -> None:
    """Guard against a world gone dull: all statuses occur, short and whole histories too."""
    assert world.spoiled > PARTNERS / 2
    scores = world.result.metric_scores
    assert len({partner for partner, *_ in scores}) > PARTNERS
    assert {score.status for score in scores.values()} == {
        "no_points",
        "prerequisites_missing",
        "capped",
        "scored",
    }
    designations = world.result.designations.values()
    assert {row.history_status for row in designations} == {"complete", "short_history"}
    assert {row.skilling_basis for row in designations} == {"snapshot", "reconstructed"}
    changes = {share.contribution > 0 for share in world.result.contributions.values()}
    assert changes == {True, False}


def test_rows_are_valid(world: Scored) -> None:
    """Left aside are spoiled records, and months still running, which only Azure's extract has."""
    extracts = Landing(world.landing).extracts
    aside = {"AzureUsage": 0, "others": 0}
    for (dataset, _), extract in extracts.items():
        aside[dataset if dataset in aside else "others"] += extract.left_aside
    assert 0 < aside["others"] <= world.spoiled < sum(aside.values())
