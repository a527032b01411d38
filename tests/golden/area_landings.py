"""Small landing folders for the scorer's other areas, one partner and one cause each."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.scorer import score_landing
from tests.scorer.areas.names import AREAS
from tests.scorer.areas.result import AreaMetricScore, AreaResult
from tests.worlds.writer import Delivery, World

PARTNER = "6100001"
MONTH, YEAR_AGO = date(2026, 10, 1), date(2025, 10, 1)
NEWEST = "2026-10"
NEEDED = ("AzureUsage", "EMSUsage", "CPORM365Usage", "TrainingCompletions", "Profile")


def delivery(world: World, name: str = NEWEST) -> Delivery:
    """Begin a delivery that is complete, with headers alone, and names the partner."""
    begun = world.delivery(name).has(*NEEDED)
    begun.location(PARTNER)
    return begun


def scored(folder: Path, fill: Callable[[Delivery], object]) -> AreaResult:
    """Score a landing folder of one delivery."""
    world = World()
    fill(delivery(world))
    return score_landing(world.write(folder / "landing"), AREAS).areas


def metric(result: AreaResult, version: str, path: str, name: str) -> AreaMetricScore:
    """Give one metric of the partner in the newest month."""
    return result.metric_scores[PARTNER, MONTH, version, path, name]
