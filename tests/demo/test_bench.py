"""The bench: its scripts agree with the tests' scorer and with a refresh, or say where they do not;
and its shares are shares of models.
"""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.bench.floor import is_plain
from orchestration.bench.handwritten import score
from orchestration.bench.measure import Refresh, model_purposes
from orchestration.bench.table import print_row
from orchestration.build.manifest import manifest_json
from orchestration.demo import make_bench_world, make_demo_world
from tests.conftest import RefreshLanding
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


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_floor_agrees_with_a_refresh_and_says_where_not(
    file_format: str,
    tmp_path: Path,
    refresh_landing: RefreshLanding,
    capsys: pytest.CaptureFixture[str],
) -> None:
    landing = make_bench_world(tmp_path / "landing", usage_lines=12_000, file_format=file_format)
    run = refresh_landing(landing)
    refresh = Refresh(8.0, dict.fromkeys(("load", "build", "test", "publish"), 2.0), 500.0)
    row = (file_format, refresh, landing, run.build_dir, run.publish_dir)
    assert print_row(*row)
    assert capsys.readouterr().out.endswith("  yes\n")

    with duckdb.connect(str(run.database)) as release:
        for change in (
            "update marts.fct_metric_parts set net_value = net_value + 0.0000000001 "
            "where rowid = (select min(rowid) from marts.fct_metric_parts)",
            "delete from marts.fct_tenant_paths where rowid = 0",
            "insert into marts.fct_metric_scores (select * from marts.fct_metric_scores limit 1)",
        ):
            release.execute(change)
    assert not print_row(*row)
    first, *differing = capsys.readouterr().out.splitlines()
    assert first.endswith("  NO")
    assert differing == [
        "  fct_metric_scores: 0 rows only by hand, 1 only in the release",
        "  fct_metric_parts: 1 rows only by hand, 1 only in the release",
        "  fct_tenant_paths: 1 rows only by hand, 0 only in the release",
    ]


def test_floor_is_for_one_delivery(tmp_path: Path) -> None:
    landing = make_bench_world(tmp_path / "landing", usage_lines=400, deliveries=2)
    assert not is_plain(landing)
    assert not is_plain(make_demo_world(tmp_path / "demo", tenants=(20, 80, 12)))
    (older, _) = sorted(path for path in landing.iterdir() if path.is_dir())
    older.rename(tmp_path / older.name)
    assert is_plain(landing)


def test_models_score_account_or_explain() -> None:
    purposes = {
        name.split(".")[-1]: purpose for name, purpose in model_purposes(manifest_json()).items()
    }
    assert purposes["fct_metric_scores"] == purposes["int_usage_records"] == "scoring"
    assert purposes["fct_usage_accounting"] == purposes["int_azure_repeats"] == "accounting"
    assert purposes["fct_customer_eligibility"] == purposes["int_tenant_movements"] == "explaining"
