"""Two hundred and twenty random partners: every row of the marts against the scorer.

The first world lies under the rules of the early years and ends in July 2024, the second under the
two paths; it ends in September 2027, when AZ-500 has just stopped counting. Both have corrections,
gaps and declared months.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.golden.differences import differences, sums_that_differ
from tests.golden.marts import read_marts, read_movements
from tests.scorer import Result, score_landing
from tests.scorer.landing import Landing
from tests.scorer.movements import score_movements
from tests.worlds.random_world import Plan, random_world

PARTNERS = 110

PLANS = {
    "early_rules": [
        Plan("2023-05"),
        Plan("2023-12", declares=True),
        Plan("2024-06"),
        Plan("2024-06.2", ("AzureUsage", "TrainingCompletions")),
        Plan("2024-07"),
        Plan("2024-07.2", ("EMSUsage", "Profile"), declares=True),
    ],
    "two_paths": [
        Plan("2025-06"),
        Plan("2026-05"),
        Plan("2026-06", declares=True),
        Plan("2026-06.2", ("CPORM365Usage",)),
        Plan("2026-06.3", ("AzureUsage",)),
        Plan("2027-08"),
        Plan("2027-09"),
        Plan("2027-09.2", ("TrainingCompletions", "EMSUsage")),
    ],
}


@dataclass(frozen=True)
class Scored:
    """One random world: its folder and what the scorer makes of it."""

    landing: Path
    result: Result


@pytest.fixture(scope="module", params=list(PLANS))
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """Write and score one random world."""
    landing = tmp_path_factory.mktemp(request.param) / "landing"
    seed = 1 + list(PLANS).index(request.param)
    random_world(seed, PARTNERS, PLANS[request.param]).write(landing)
    return Scored(landing, score_landing(landing))


def test_marts_and_scorer_agree(world: Scored, build_marts) -> None:
    """Every metric, part, total, contribution and person in every scored pair."""
    marts = read_marts(build_marts(world.landing))
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
