"""dbt's models and seeds as Dagster assets, their tests as asset checks.

Belongs here: the translation between the two. Does not belong here: running dbt (dbt_run.py),
parsing (manifest.py), SQL.

The whole project is built at once, always: every model is rebuilt from raw, every test runs, and
one that fails stops what lies behind it, the release above all. That is why the assets cannot be
subset, as those of dagster-dbt's own decorator can: a backfill would begin with the seeds alone.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    build_dbt_asset_specs,
)

from orchestration.build.dbt_run import RunResults, build_events, read_run_results
from orchestration.build.fingerprint import inputs_hash
from orchestration.machine.progress import Progress
from orchestration.publish.audit import forget_build, remember_build
from orchestration.publish.comparison import comparable_release
from orchestration.raw.as_known import AsKnownError, check_known
from orchestration.settings import Settings

#: Assets with the same pool never run at the same time: all of them work on one file.
BUILD_POOL = "build_file"

#: The group of the assets that a release is made of: those in the folder models/marts.
MARTS = "marts"

_MAX_NAMED = 20


class Translator(DagsterDbtTranslator):
    """Groups assets by the layer of the data's way, which is the model's first folder."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        kind = dbt_resource_props["resource_type"]
        if kind == "seed":
            return "rules"
        return dbt_resource_props["fqn"][1] if kind == "model" else None

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return dbt_resource_props.get("description") or dbt_resource_props["name"]


def build_dbt_assets(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """The asset definition of every model and seed in `manifest`."""
    # All tables of receipts are one asset.
    translator = Translator(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))
    specs = build_dbt_asset_specs(manifest=manifest, dagster_dbt_translator=translator)
    keys = {node: translator.get_asset_spec(manifest, node, None).key for node in built(manifest)}
    marts = {spec.key for spec in specs if spec.group_name == MARTS}
    checks = check_specs(manifest, translator)

    @dg.multi_asset(
        name="dbt_build",
        # Only what the release waits for is an output that Dagster must get: it writes five events
        # of each output and looks up all that lies above it. Of the others it gets one event.
        specs=[spec.replace_attributes(skippable=spec.key not in marts) for spec in specs],
        check_specs=list(checks.values()),
        backfill_policy=dg.BackfillPolicy.single_run(),
        pool=BUILD_POOL,
    )
    def models(
        context: dg.AssetExecutionContext,
        settings: dg.ResourceParam[Settings],
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
        forget_build(settings)
        with duckdb.connect(str(settings.build_file), read_only=True) as connection:
            if settings.as_known:
                try:
                    check_known(connection, settings.as_known)
                except AsKnownError as error:
                    raise dg.Failure(str(error), allow_retries=False) from None
            inputs = inputs_hash(connection, settings.solution_areas, settings.as_known)
        current = comparable_release(settings) if settings.as_known else None
        outputs = []
        with progress.step("build", total=count_nodes(manifest)) as step:
            for event in build_events(settings, current.folder if current else None):
                node, status = event["data"]["node_info"], event["data"]["node_info"]["node_status"]
                unique_id = node["unique_id"]
                step.advance(node["node_name"])
                # Unit tests are of no asset; the audit sees them in dbt's results.
                if unique_id in keys and status == "success":
                    key, metadata = keys[unique_id], _metadata(event)
                    if key in marts:
                        outputs.append(dg.MaterializeResult(key, metadata=metadata))
                    else:
                        context.log_event(dg.AssetMaterialization(key, metadata=metadata))
                elif unique_id in checks and status != "skipped":
                    yield dg.AssetCheckResult(
                        asset_key=checks[unique_id].asset_key,
                        check_name=checks[unique_id].name,
                        passed=status == "pass",
                        metadata=_metadata(event),
                    )
        # While dbt works, its threads would wait for what Dagster does with them.
        yield from outputs
        results = read_run_results(settings.dbt_target)
        if results is None or results.bad:
            raise dg.Failure(describe_failures(results), allow_retries=False)
        compared_with = current.label.version if current else ""
        remember_build(settings, results.invocation_id, inputs, compared_with)

    return models


def built(manifest: Mapping[str, Any]) -> list[str]:
    """The ids of what a build makes: models, seeds and snapshots."""
    kinds = ("model", "seed", "snapshot")
    return [name for name, node in manifest["nodes"].items() if node["resource_type"] in kinds]


def check_specs(
    manifest: Mapping[str, Any], translator: DagsterDbtTranslator
) -> dict[str, dg.AssetCheckSpec]:
    """The check that each test of dbt is, by the test's id: of the model that it is about."""
    checks = {}
    for node in built(manifest):
        asset = translator.get_asset_spec(manifest, node, None)
        for test in manifest["child_map"][node]:
            if test.startswith("test."):
                check = translator.get_asset_check_spec(asset, manifest, test, None)
                checks.update({test: check} if check else {})
    return checks


def _metadata(event: Mapping[str, Any]) -> dict[str, Any]:
    """What Dagster shows beside an outcome: dbt's own name of the node and of the build."""
    started, finished = (
        datetime.fromisoformat(event["data"]["node_info"][f"node_{end}_at"])
        for end in ("started", "finished")
    )
    return {
        "unique_id": event["data"]["node_info"]["unique_id"],
        "invocation_id": event["info"]["invocation_id"],
        "Execution Duration": (finished - started).total_seconds(),
    }


def count_nodes(manifest: Mapping[str, Any]) -> int:
    """How many nodes a whole build runs, for the progress bar."""
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    return len(built(manifest)) + len(tests) + len(manifest.get("unit_tests", {}))


def describe_failures(results: RunResults | None) -> str:
    """What failed, with dbt's message, one line each; skipped nodes are only counted."""
    if results is None:
        return "dbt wrote no results."
    skipped = [node for node in results.bad if node.status == "skipped"]
    failed = [node for node in results.bad if node.status != "skipped"]
    lines = []
    for node in failed[:_MAX_NAMED]:
        message = " ".join(node.message.split())
        rows = f", {node.failures} rows" if node.failures else ""
        lines.append(f"  {node.kind} {node.name}: {node.status}{rows}: {message}"[:400])
    more = len(failed) - len(lines)
    if more > 0:
        lines.append(f"  and {more} more")
    behind = f"; {len(skipped)} downstream nodes did not run" if skipped else ""
    return f"{len(failed)} models or tests failed{behind}:\n" + "\n".join(lines)
