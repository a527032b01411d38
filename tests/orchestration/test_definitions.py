"""Everything Dagster shows, offline. Acts: whoever adds an asset, a test, a job or a schedule."""

from __future__ import annotations

import dagster as dg
import pytest

from orchestration.build.manifest import manifest_json
from orchestration.dagster.dbt_assets import BUILD_POOL
from orchestration.dagster.release_assets import RELEASE
from tests.orchestration.snapshot import KEPT, describe


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    # Importing it parses the project where that is out of date, and a project that does not parse
    # should fail these tests only.
    from orchestration.definitions import defs

    return defs


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions):
    return definitions.resolve_asset_graph()


def test_snapshot(definitions: dg.Definitions) -> None:
    assert describe(definitions) == KEPT.read_text(encoding="utf-8"), (
        "What Dagster shows has changed. If that is meant: python -m tests.orchestration.snapshot"
    )


def test_one_graph_from_the_landing_files_to_the_release(graph) -> None:
    landing = dg.AssetKey(["landing", "extracts"])
    upstream = graph.get_ancestor_asset_keys(RELEASE)
    made = {key for key in graph.get_all_asset_keys() if key != RELEASE}
    groups = {graph.get(key).group_name for key in upstream}
    assert landing in upstream
    assert {"landing", "raw", "staging", "intermediate", "marts", "rules"} <= groups
    # What is not on the way to the release is nobody's: every mart, and all that marts read, is.
    assert {key for key in made - upstream if graph.get(key).group_name == "marts"} == set()


def test_everything_that_works_on_the_build_file_is_in_one_pool(graph) -> None:
    made = [graph.get(key) for key in graph.materializable_asset_keys]
    assert {pool for node in made for pool in node.pools or [None]} == {BUILD_POOL}


def test_a_backfill_is_one_run(graph) -> None:
    policies = {graph.get(key).backfill_policy for key in graph.materializable_asset_keys}
    assert policies == {dg.BackfillPolicy.single_run()}


def test_the_dbt_project_is_built_whole(definitions: dg.Definitions) -> None:
    """A backfill would otherwise begin with the seeds, which wait for no delivery."""
    [models] = [each for each in definitions.assets or [] if _has_models(each)]
    assert not models.can_subset


def _has_models(each: object) -> bool:
    return isinstance(each, dg.AssetsDefinition) and each.node_def.name == "dbt_build"


def test_every_dbt_test_is_a_check(definitions: dg.Definitions, graph) -> None:
    """A singular test over several models is one only when its meta says which model it checks."""
    tests = [
        node
        for node in manifest_json()["nodes"].values()
        if node["resource_type"] == "test" and not _is_on_source(node)
    ]
    checks = {key.name for key in graph.asset_check_keys}
    assert sorted(node["name"] for node in tests if node["name"] not in checks) == []


def _is_on_source(node: dict) -> bool:
    return all(parent.startswith("source.") for parent in node["depends_on"]["nodes"])


def test_jobs_run_one_step_after_the_other_in_one_process(definitions: dg.Definitions) -> None:
    for name in ("refresh", "load", "score"):
        assert definitions.resolve_job_def(name).executor_def is dg.in_process_executor


@pytest.mark.parametrize("asked", ["", "2026-10"])
def test_a_run_may_ask_for_what_was_known(settings, monkeypatch, asked: str) -> None:
    """By the configuration of the resource; a variable in the environment decides nothing."""
    from orchestration.definitions import settings_resource

    monkeypatch.setenv("AS_KNOWN", "2026-09")
    config = {"as_known": asked} if asked else {}
    with dg.build_resources(
        {"settings": settings_resource}, resource_config={"settings": {"config": config}}
    ) as resources:
        known = resources.settings.as_known
    assert str(known or "") == asked
