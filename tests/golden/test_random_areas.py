"""Two hundred random partners in the other five areas: every row of the marts by the scorer.

Two worlds of the Azure areas, of which the first ends in July 2024 under the first rules and the
second in July 2027, where the class of the partner chooses the path and some certificates have just
stopped counting; and two of Business Applications and Modern Work.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import VARIABLES, Once
from tests.golden.area_marts import (
    AREA_TABLES,
    at_four_decimals,
    read_area_marts,
    read_area_statuses,
)
from tests.golden.differences import differences, sums_that_differ
from tests.golden.marts import read_marts
from tests.golden.scored import Scored
from tests.scorer import score_landing
from tests.scorer.areas.names import AZURE_AREAS, BUSINESS, MODERN_WORK
from tests.scorer.areas.status import area_statuses
from tests.worlds import area_world, success_world

pytestmark = pytest.mark.slow

#: What the pipeline scores by now: a world is compared when all its areas stand here.
IN_THE_MARTS = ("security", *AZURE_AREAS)
#: Areas of each world beside Security.
WORLDS = {
    **dict.fromkeys(area_world.PLANS, AZURE_AREAS),
    **dict.fromkeys(success_world.PLANS, (BUSINESS, MODERN_WORK)),
}
_ASIDE = "aside.txt"
_NAME = "name.txt"


@pytest.fixture(scope="session")
def area_landing(once: Once) -> Callable[[str], Path]:
    """`area_landing(name)`: landing folder of one of WORLDS, written once."""

    def write(name: str, folder: Path) -> None:
        if name in area_world.PLANS:
            world, aside = area_world.area_world(name)
        else:
            world, aside = success_world.success_world(name), 0
        world.write(folder / "landing")
        (folder / _ASIDE).write_text(str(aside))
        (folder / _NAME).write_text(name)
        areas = ",".join(("security", *WORLDS[name]))
        (folder / VARIABLES).write_text(json.dumps({"SOLUTION_AREAS": areas}))

    return lambda name: once(name, lambda folder: write(name, folder)) / "landing"


@pytest.fixture(
    scope="session",
    params=[name for name, areas in WORLDS.items() if set(areas) <= set(IN_THE_MARTS)],
)
def areas_world(request: pytest.FixtureRequest, area_landing: Callable[[str], Path]) -> Scored:
    """One world, written and scored."""
    landing = area_landing(request.param)
    aside = int((landing.parent / _ASIDE).read_text())
    areas = ("security", *WORLDS[request.param])
    return Scored(landing, score_landing(landing, areas), aside)


def _name(world: Scored) -> str:
    return (world.landing.parent / _NAME).read_text()


def _areas(world: Scored) -> tuple[str, ...]:
    return WORLDS[_name(world)]


def test_marts_and_scorer_agree(areas_world: Scored, build_marts) -> None:
    """Every metric, part, total, contribution, service and person in every scored pair."""
    connection = build_marts(areas_world.landing)
    quarantined = "select coalesce(sum(rows_count), 0)::int from marts.fct_quarantine"
    assert connection.execute(quarantined).fetchone() == (areas_world.spoiled,)
    found = read_area_marts(connection, _areas(areas_world))
    expected = areas_world.result.areas
    assert differences(at_four_decimals(expected), at_four_decimals(found), AREA_TABLES) == ""
    assert sums_that_differ(found) == []


def test_security_agrees_beside_them(areas_world: Scored, build_marts) -> None:
    """The same extracts by Security's rules."""
    assert differences(areas_world.result, read_marts(build_marts(areas_world.landing))) == ""


def test_statuses_agree(areas_world: Scored, build_marts) -> None:
    """Every month's status, its window on the class of each month, and the ends of purchases."""
    bought = area_world.payments_of(area_world.area_world(_name(areas_world))[0])
    expected = area_statuses(areas_world.result.areas.designations, bought)
    found = read_area_statuses(build_marts(areas_world.landing), _areas(areas_world))
    wrong = {key: (found.get(key), one) for key, one in expected.items() if found.get(key) != one}
    assert wrong == {} and found.keys() == expected.keys()
    shown = {row.designation_status for row in expected.values()}
    assert shown == {"In progress", "Qualified", "Enrolled", "Enrolled (Renewal due)"}


def test_contributions_add_up(areas_world: Scored) -> None:
    """By the scorer itself, in every scored pair."""
    assert sums_that_differ(areas_world.result.areas) == []


# What has to occur in each world, lest it go dull.
STATUSES = {"no_points", "capped", "scored", "gate_not_met", "not_computable"}
AZURE_STATUSES = STATUSES | {"prerequisites_missing", "no_baseline"}
CLASSES = {("computed", "smb"), ("computed", "enterprise"), ("unknown", "enterprise")}


def _reasons(world: Scored) -> set[str]:
    scores = world.result.areas.metric_scores.values()
    found = {score.reason_not_computable for score in scores} - {None}
    return {reason.partition(" at ")[0] for text in found for reason in str(text).split("; ")}


def test_world_is_worth_comparing(areas_world: Scored) -> None:
    """Guard against a world gone dull."""
    result = areas_world.result.areas
    scores = result.metric_scores.values()
    is_azure = _areas(areas_world) == AZURE_AREAS
    least = area_world.PARTNERS if is_azure else success_world.PARTNERS
    assert len({partner for partner, *_ in result.metric_scores}) > least
    assert {score.status for score in scores} == (AZURE_STATUSES if is_azure else STATUSES)
    assert {score.basis for score in scores} == {"computed", "declared", "not_computable"}
    assert {score.is_below_one_point for score in scores} == {True, False}
    designations = result.designations.values()
    assert {row.history_status for row in designations} == {"complete", "short_history"}
    assert {row.qualifies for row in designations} == {row.is_open for row in designations}
    best = {(row.class_basis, key[-1]) for key, row in result.designations.items()}
    assert best >= CLASSES
    services = {row.reason for row in result.deployments.values()}
    if is_azure:
        assert _reasons(areas_world) == {"dataset_missing: AzureUsage", "services_filtered"}
        assert services == {"counted", "excluded_service", "no_positive_acr"}
    else:
        kinds, datasets = zip(*(r.split(": ") for r in _reasons(areas_world)), strict=True)
        assert set(kinds) == {"dataset_missing", "dataset_ends"}
        assert set(datasets) > {
            *("BusinessApplicationsRevenue", "BusinessApplicationsUsage", "OfficeUsage"),
        }
        assert services == set()
    chosen = {part.is_counted_part for part in result.metric_parts.values()}
    assert chosen == ({None} if is_azure else {None, True, False})
