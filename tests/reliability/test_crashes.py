"""Six kills and the plain refreshes after them; `make reliability` makes all of them and more.

Acts: whoever changes the order of a refresh, a transaction or the steps of publishing. The first
three start from nothing and come one after the other, each over what the one before has left: it
has to get past that to be killed where it is, and one plain refresh proves the end of all three.
The other three start where everything is built and only publishing is left, which is what a kill
there leaves behind, and costs a tenth.
"""

from __future__ import annotations

import importlib
import operator

import pytest

from tests.reliability.disturbances import in_company, killed_at, killed_in_turn
from tests.reliability.points import NAMED, Point, phase_of
from tests.reliability.trial import Laboratory

pytestmark = pytest.mark.slow

_LOAD_TO_TESTS = [
    "load: before recreate_view (call 3)",
    "dbt build: during model nodes (call 60)",
    "tests: during test nodes (call 20)",
]
_PUBLISHING = [
    "copy: after _copy_table (call 9)",
    "switch: before switch_current",
    "switch: after os.replace",
]


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Laboratory:
    return Laboratory(tmp_path_factory.mktemp("laboratory"), in_full=False)


def _point(name: str) -> Point:
    return next(point for point in NAMED if str(point) == name)


def test_every_phase_has_at_least_five_points() -> None:
    phases = [point.phase for point in NAMED]
    assert all(phases.count(phase) >= 5 for phase in set(phases))
    assert len(set(phases)) == 5


@pytest.mark.parametrize("point", [each for each in NAMED if not each.is_node], ids=str)
def test_points_name_what_there_is(point: Point) -> None:
    # Only some are tried here: one that has moved would be found out by `make reliability` alone.
    assert callable(operator.attrgetter(point.name)(importlib.import_module(point.module)))


def test_killed_before_anything_is_published(laboratory: Laboratory) -> None:
    place = laboratory.from_nothing()
    kills = killed_in_turn([killed_at(laboratory, _point(name)) for name in _LOAD_TO_TESTS])
    outcome = laboratory.trial("killed again and again", kills, place)
    assert outcome.faults == []
    assert outcome.is_killed
    assert outcome.phase == "tests"


@pytest.mark.parametrize("name", _PUBLISHING)
def test_killed_while_publishing(name: str, laboratory: Laboratory) -> None:
    place = laboratory.from_a_build()
    outcome = laboratory.trial(name, killed_at(laboratory, _point(name)), place)
    assert outcome.faults == []
    assert outcome.is_killed
    assert outcome.phase == name.split(":")[0]


def test_a_second_refresh_while_the_first_publishes(laboratory: Laboratory) -> None:
    place = laboratory.from_a_build()
    outcome = laboratory.trial("company", in_company(laboratory, "copy"), place)
    assert outcome.faults == []


@pytest.mark.parametrize(
    ("killed", "phase"),
    [
        ("dbt build: during model nodes (call 60)", "dbt build"),
        ("tests: during test nodes (call 10)", "tests"),
        (None, "tests"),
    ],
)
def test_phase_of_a_kill_while_models_and_tests_run_side_by_side(
    killed: str | None, phase: str
) -> None:
    lines: list[dict[str, object]] = [
        {"begin": "build"},
        {"begin": "model dim_date"},
        {"begin": "test unique_dim_tenant"},
    ]
    assert phase_of([*lines, *([{"killed": killed}] if killed else [])]) == phase
    # Without a model under way a kill proves nothing of the build.
    assert phase_of([lines[0], lines[2], {"killed": killed}]) == "tests"
