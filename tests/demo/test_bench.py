"""The hand-written script agrees with the scorer that the tests wrote from the rulebook."""

from datetime import date
from pathlib import Path

import pytest

from orchestration.bench.handwritten import score
from orchestration.demo import make_bench_world, make_demo_world
from tests.scorer import score_landing


@pytest.mark.parametrize("world", ["demo", "csv", "parquet"])
def test_hand_written_script_agrees_with_the_scorer(world: str, tmp_path: Path) -> None:
    if world == "demo":
        landing = make_demo_world(tmp_path / "landing", tenants=(20, 80, 12))
    else:
        landing = make_bench_world(tmp_path / "landing", usage_lines=12_000, file_format=world)
    expected = {
        (partner, path, metric): (row.counted_units, row.points)
        for (partner, month, _, path, metric), row in score_landing(landing).metric_scores.items()
        if row.is_rule_in_force and month == date(2026, 10, 1)
    }
    assert score(landing) == expected
