"""Two hundred and twenty random partners: every row of the marts against the scorer.

The first world lies under the rules of the early years and ends in July 2024, the second under the
two paths; it ends in September 2027, when AZ-500 has just stopped counting. Both have corrections,
gaps and declared months.
"""

from tests.golden.differences import differences, sums_that_differ
from tests.golden.marts import read_marts
from tests.golden.scored import Scored
from tests.scorer.landing import Landing
from tests.worlds.random_plans import PARTNERS


def test_marts_and_scorer_agree(world: Scored, build_marts) -> None:
    """Every metric, part, total, contribution and person in every scored pair."""
    marts = read_marts(build_marts(world.landing))
    assert differences(world.result, marts) == ""
    assert sums_that_differ(marts) == []


def test_world_is_worth_comparing(world: Scored) -> None:
    """Guard against a world gone dull: all statuses occur, short and whole histories too."""
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
    """Nothing is left aside but months that were still running, which only Azure's extract has."""
    extracts = Landing(world.landing).extracts
    aside = {dataset for (dataset, _), extract in extracts.items() if extract.left_aside}
    assert aside == {"AzureUsage"}
