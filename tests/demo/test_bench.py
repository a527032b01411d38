"""The bench: its script agrees with the tests' scorer, and its shares are shares of models."""

from datetime import date
from pathlib import Path

import pytest

from orchestration.bench.handwritten import score
from orchestration.bench.measure import model_purposes
from orchestration.build.manifest import manifest_json
from orchestration.demo import make_bench_world, make_demo_world
from tests.scorer import score_landing

pytestmark = pytest.mark.slow


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


def test_models_score_account_or_explain() -> None:
    purposes = {
        name.split(".")[-1]: purpose for name, purpose in model_purposes(manifest_json()).items()
    }
    assert purposes["fct_metric_scores"] == purposes["int_usage_records"] == "scoring"
    assert purposes["fct_usage_accounting"] == purposes["int_azure_repeats"] == "accounting"
    assert purposes["fct_customer_eligibility"] == purposes["int_tenant_movements"] == "explaining"
