"""From landing file to mart without a gap or a dead end, in dbt and in Dagster, and who reads it.

Asked of dbt's manifest and of Dagster's definitions; nothing is built. Acts: whoever added a model,
a seed or a source that nothing leads to or from.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.build.manifest import manifest_json
from orchestration.dagster.raw_assets import CONTRACTS_CHECKED, DELIVERIES, EXTRACTS
from orchestration.dagster.release_assets import RELEASE
from orchestration.definitions import defs
from orchestration.landing.contracts import CONTRACTS
from tests.release_tables import ABOUT_THE_RELEASE

ROOT = Path(__file__).parents[2]
BUILT = ("model", "seed", "snapshot", "source")
#: Inputs of the further solution areas, which no mart is made from yet. Whoever reads one takes it
#: off the list: nothing may stand here that does reach a mart.
AWAITED = {
    "source.partner_score.raw.office_usage",
    "source.partner_score.raw.business_applications_revenue",
    "source.partner_score.raw.business_applications_usage",
    "seed.partner_score.metric_types",
    "model.partner_score.stg_office_usage",
    "model.partner_score.stg_business_applications_revenue",
    "model.partner_score.stg_business_applications_usage",
    "model.partner_score.stg_monthly_consumption",
}


def reachable(steps: Mapping[str, list[str]], start: str) -> set[str]:
    """All that one comes to from `start`, itself left out."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        for step in steps.get(ahead.pop(), []):
            if step not in found:
                found.add(step)
                ahead.append(step)
    return found


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return manifest_json()


@pytest.fixture(scope="module")
def marts(manifest: dict[str, Any]) -> set[str]:
    return {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["fqn"][1] == "marts"
    }


def test_every_mart_goes_back_to_extracts_or_rules(
    manifest: dict[str, Any], marts: set[str]
) -> None:
    rootless = {}
    for mart in marts - ABOUT_THE_RELEASE:
        behind = reachable(manifest["parent_map"], mart)
        ends = {name for name in behind if not manifest["parent_map"].get(name)}
        if not ends or not all(name.startswith(("source.", "seed.")) for name in ends):
            rootless[mart] = ends
    assert rootless == {}


def test_everything_that_is_loaded_written_or_modelled_reaches_a_mart(
    manifest: dict[str, Any], marts: set[str]
) -> None:
    """A source, seed or model from which no mart is made would be carried for nothing."""
    idle = {
        unique_id
        for unique_id in (*manifest["nodes"], *manifest["sources"])
        if unique_id.split(".")[0] in BUILT and unique_id not in marts
        if not reachable(manifest["child_map"], unique_id) & marts
    }
    assert idle == AWAITED


def test_every_dataset_of_the_contract_is_a_source_of_its_name(manifest: dict[str, Any]) -> None:
    tables = {source["name"] for source in manifest["sources"].values()}
    assert {contract.table for contract in CONTRACTS} <= tables


def test_receipts_are_read_through_staging(manifest: dict[str, Any]) -> None:
    """Staging leaves out what is not complete or, with AS_KNOWN, not known yet: whoever read the
    receipts of `raw` past it would list what nobody knew."""
    rows = {contract.table for contract in CONTRACTS}
    receipts = {name for name, each in manifest["sources"].items() if each["name"] not in rows}
    past = {
        unique_id: found
        for unique_id, node in manifest["nodes"].items()
        # A test on the source itself says nothing of a release.
        if node["resource_type"] in ("model", "test") and not node.get("test_metadata")
        if node["fqn"][1] != "staging"
        if (found := receipts.intersection(node["depends_on"]["nodes"]))
    }
    assert past == {}
    assert len(receipts) >= 5


def test_whoever_reads_raw_reads_which_deliveries_are_known(manifest: dict[str, Any]) -> None:
    known = "model.partner_score.stg_deliveries"
    unasked = {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "test") and not node.get("test_metadata")
        if any(name.startswith("source.") for name in node["depends_on"]["nodes"])
        if known not in reachable(manifest["parent_map"], unique_id)
    }
    assert unasked == {known}


@pytest.fixture(scope="module")
def assets() -> Any:
    return defs.resolve_asset_graph()


def test_dagster_leads_from_the_landing_file_to_the_release(assets: Any, marts: set[str]) -> None:
    """Every mart goes back to the extracts or is made of rules alone, and on into the release."""
    parents = {
        key.to_user_string(): [parent.to_user_string() for parent in assets.get(key).parent_keys]
        for key in assets.get_all_asset_keys()
    }
    groups = {
        key.to_user_string(): assets.get(key).group_name for key in assets.get_all_asset_keys()
    }
    in_dagster = {name.rpartition("/")[2] for name, group in groups.items() if group == "marts"}
    assert in_dagster == {mart.rpartition(".")[2] for mart in marts}
    released = reachable(parents, RELEASE.to_user_string())
    assert {name for name, group in groups.items() if group == "marts"} <= released
    extracts = EXTRACTS.key.to_user_string()
    for name, group in groups.items():
        behind = reachable(parents, name)
        about_the_release = f"model.partner_score.{name.rpartition('/')[2]}" in ABOUT_THE_RELEASE
        if group == "marts" and extracts not in behind and not about_the_release:
            starts = {each for each in behind if not parents[each]}
            assert {groups[each] for each in starts} == {"rules"}, name


def test_dagster_carries_every_dataset_into_a_mart(assets: Any) -> None:
    children = {
        key.to_user_string(): [child.to_user_string() for child in assets.get(key).child_keys]
        for key in assets.get_all_asset_keys()
    }
    loads = [dg.AssetKey(["raw", contract.table]) for contract in CONTRACTS]
    for key in (EXTRACTS.key, CONTRACTS_CHECKED, *loads, DELIVERIES):
        ahead = reachable(children, key.to_user_string())
        assert RELEASE.to_user_string() in ahead, key
        groups = {assets.get(dg.AssetKey.from_user_string(name)).group_name for name in ahead}
        assert "marts" in groups, key


def test_the_bi_exposure_names_every_mart(manifest: dict[str, Any], marts: set[str]) -> None:
    exposure = manifest["exposures"]["exposure.partner_score.bi_tables"]
    assert set(exposure["depends_on"]["nodes"]) == marts


def test_the_scorecard_exposure_names_what_the_scorecard_reads(manifest: dict[str, Any]) -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for pattern in ("explain/scorecard*.py", "publish/page/*.py")
        for path in (ROOT / "orchestration").glob(pattern)
    )
    read = {f"model.partner_score.{name}" for name in re.findall(r"\bmarts\.(\w+)", code)}
    exposure = manifest["exposures"]["exposure.partner_score.scorecard"]
    assert set(exposure["depends_on"]["nodes"]) == read
