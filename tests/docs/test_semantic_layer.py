"""Figures asked by name are those of the marts, to the last decimal.

Each question is asked of MetricFlow on the demo release and of the marts in SQL written here. Acts:
whoever changes a mart, or models/marts/_semantic_layer.yml.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.build.manifest import manifest_json
from orchestration.commands.ask import project_of
from orchestration.publish.release import Release, current_release
from tests.conftest import ROOT, RefreshRun

PAGE = ROOT / "docs" / "bi.md"

IN_FORCE = "is_rule_in_force and as_of_month = (select max(as_of_month) from marts.dim_delivery)"
BEST = """
    select partner_id, as_of_month, rule_version, path
    from marts.fct_designation_scores
    where is_best_path and is_rule_in_force
"""
KEY = "partner_id, as_of_month, rule_version, path"


def of_parts(column: str, unit: str) -> str:
    """SQL: a column of the metric parts on the best path now, added up by partner."""
    return f"""
        select partner_id, sum({column})
        from marts.fct_metric_parts inner join ({BEST}) using ({KEY})
        where {IN_FORCE} and unit = '{unit}'
        group by partner_id
    """


#: Metric, what it is asked by, and the same in SQL: the columns in the same order, the value last.
QUESTIONS = {
    "total_points": (
        ["partner"],
        f"""
        select partner_id, total_points from marts.fct_designation_scores
        where is_best_path and {IN_FORCE}
        """,
    ),
    "total_points of every month": (
        ["partner", "metric_time__month"],
        """
        select partner_id, as_of_month, total_points from marts.fct_designation_scores
        where is_best_path and is_rule_in_force
        """,
    ),
    "path_total_points": (
        ["partner", "score__path"],
        f"select partner_id, path, total_points from marts.fct_designation_scores where {IN_FORCE}",
    ),
    "version_total_points": (
        ["partner", "rules", "score__path"],
        """
        select partner_id, rule_version, path, total_points from marts.fct_designation_scores
        where as_of_month = (select max(as_of_month) from marts.dim_delivery)
        """,
    ),
    "asked_points": (
        ["partner"],
        f"""
        select partner_id, qualifying_points from marts.fct_designation_scores
        where is_best_path and {IN_FORCE}
        """,
    ),
    "points_short": (
        ["partner"],
        f"""
        select partner_id, greatest(qualifying_points - total_points, 0)
        from marts.fct_designation_scores where is_best_path and {IN_FORCE}
        """,
    ),
    "qualifying_partners": (
        [],
        f"""
        select count(*) from marts.fct_designation_scores
        where is_best_path and qualifies and {IN_FORCE}
        """,
    ),
    "points": (
        ["partner", "metric_score__metric"],
        f"""
        select partner_id, metric, points
        from marts.fct_metric_scores inner join ({BEST}) using ({KEY}) where {IN_FORCE}
        """,
    ),
    "points of every month": (
        ["partner", "metric_time__month"],
        f"""
        select partner_id, as_of_month, sum(points)
        from marts.fct_metric_scores inner join ({BEST}) using ({KEY}) group by all
        """,
    ),
    "path_points": (
        ["partner", "metric_score__path", "yardstick__label"],
        f"""
        select partner_id, path, label, points
        from marts.fct_metric_scores inner join marts.dim_metric using (metric) where {IN_FORCE}
        """,
    ),
    "full_points": (
        ["partner"],
        f"""
        select partner_id, sum(max_points)
        from marts.fct_metric_scores inner join ({BEST}) using ({KEY})
        where {IN_FORCE} group by all
        """,
    ),
    "points_missing": (
        ["partner", "metric_score__metric"],
        f"""
        select partner_id, metric, max_points - points
        from marts.fct_metric_scores inner join ({BEST}) using ({KEY}) where {IN_FORCE}
        """,
    ),
    "tenants_now": (["partner"], of_parts("current_value", "tenants")),
    "tenants_a_year_ago": (["partner"], of_parts("baseline_value", "tenants")),
    "tenants_net": (["partner"], of_parts("net_value", "tenants")),
    "growth_usd": (["partner"], of_parts("net_value", "usd")),
    "growth_users": (["partner"], of_parts("net_value", "users")),
    "certified_people": (["partner"], of_parts("current_value", "people")),
    "tenant_contribution": (
        ["partner", "tenant", "contribution__metric", "contribution__product_line"],
        f"""
        select partner_id, tenant_id, metric, product_line, contribution
        from marts.fct_tenant_contributions inner join ({BEST}) using ({KEY}) where {IN_FORCE}
        """,
    ),
    "tenant_contribution of reasons": (
        ["partner__partner_name", "tenant__segment", "contribution__reason"],
        f"""
        select partner_name, segment, reason, sum(contribution)
        from marts.fct_tenant_contributions inner join ({BEST}) using ({KEY})
        inner join marts.dim_partner using (partner_id)
        inner join marts.dim_tenant using (tenant_id)
        where {IN_FORCE} group by all
        """,
    ),
}

Row = tuple[object, ...]


def plain(value: object) -> object:
    """A value as both sides give it: numbers exact, days as text."""
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value)).normalize() + 0
    return None if value is None else str(value)[:10] if hasattr(value, "year") else str(value)


@pytest.fixture(scope="module")
def ask(
    demo_run: RefreshRun, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str, list[str]], list[Row]]]:
    """`ask(metric, group_by)`: rows of MetricFlow on the demo release, columns as asked."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt_metricflow.cli.cli_configuration import CLIConfiguration
    from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

    current = current_release(demo_run.publish_dir)
    assert current is not None
    # A copy: this process has the release open already, with other settings than MetricFlow's.
    folder = tmp_path_factory.mktemp("asked")
    shutil.copy(current.database, folder)
    with project_of(Release(folder, current.label)):
        configuration = CLIConfiguration()
        configuration.setup(configure_file_logging=False)

        def answer(metric: str, group_by: list[str]) -> list[Row]:
            request = MetricFlowQueryRequest.create(
                metric_names=[metric], group_by_names=group_by, order_by_names=group_by
            )
            found = configuration.mf.query(request).result_df
            places = [found.column_names.index(name) for name in [*group_by, metric]]
            return [tuple(row[place] for place in places) for row in found.rows]

        yield answer
    DuckDBConnectionManager.close_all_connections()


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_that_of_the_marts(question: str, ask, demo_run: RefreshRun) -> None:
    group_by, sql = QUESTIONS[question]
    found = [tuple(map(plain, row)) for row in ask(question.split(" ")[0], group_by)]
    with demo_run.connect() as release:
        expected = [tuple(map(plain, row)) for row in release.execute(sql).fetchall()]
    assert expected
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_every_metric_is_asked() -> None:
    metrics = {metric["name"] for metric in manifest_json()["metrics"].values()}
    assert {question.split(" ")[0] for question in QUESTIONS} == metrics


def test_the_page_names_every_metric() -> None:
    text = PAGE.read_text(encoding="utf-8")
    metrics = {metric["name"] for metric in manifest_json()["metrics"].values()}
    assert {name for name in metrics if f"`{name}`" not in text} == set()


def test_the_command_line_answers_while_others_read(demo_run: RefreshRun) -> None:
    """It opens the release read-only, as every reader does, and leaves nothing beside it."""
    folder = (demo_run.publish_dir / "current").resolve()
    before = sorted(path.name for path in folder.iterdir())
    with demo_run.connect() as reader:
        done = run_ask(demo_run, "--metrics", "total_points", "--group-by", "partner__partner_name")
        expected = reader.execute(
            f"""
            select partner_name, total_points
            from marts.fct_designation_scores inner join marts.dim_partner using (partner_id)
            where is_best_path and {IN_FORCE}
            """
        ).fetchall()
    assert done.returncode == 0, done.stdout + done.stderr
    lines = {tuple(line.rsplit(maxsplit=1)) for line in done.stdout.splitlines()[2:]}
    assert lines == {(name, str(plain(total))) for name, total in expected}
    assert sorted(path.name for path in folder.iterdir()) == before


def test_without_a_release_it_says_so(tmp_path: Path) -> None:
    run = RefreshRun(0, "", tmp_path / "build", tmp_path / "published")
    done = run_ask(run, "--metrics", "total_points")
    assert done.returncode == 1
    assert "run `make run` first" in done.stdout


def run_ask(run: RefreshRun, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "BUILD_DIR": str(run.build_dir),
        "PUBLISH_DIR": str(run.publish_dir),
        "PERSON_KEY_FILE": str(run.build_dir.parent / "keys" / "person.key"),
    }
    return subprocess.run(
        [sys.executable, "-m", "orchestration", "ask", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
