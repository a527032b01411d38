"""Sensor and schedules, evaluated: nothing new, a new delivery, a correction, a half-copied one.

Acts: whoever changes arrivals.py, sensors.py or schedules.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import dagster as dg
import pytest

from orchestration.dagster.schedules import (
    STILL_FOR_SECONDS,
    skilling_by_the_10th,
    usage_by_the_20th,
)
from orchestration.dagster.sensors import new_delivery
from orchestration.machine.lock import exclusive
from orchestration.settings import PROJECT_ROOT, Settings
from tests.orchestration.load_by_hand import load_everything
from tests.orchestration.tiny_world import fill, tiny_world
from tests.worlds.writer import Delivery

_RANGE = ("dagster/asset_partition_range_start", "dagster/asset_partition_range_end")


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    home = tmp_path / "home"
    home.mkdir()
    with dg.DagsterInstance.local_temp(str(home)) as made:
        yield made


Look = Callable[[], dg.SensorResult | dg.SkipReason]


@pytest.fixture
def look(settings: Settings, instance: dg.DagsterInstance) -> Look:
    """`look()`: the sensor's next evaluation, with the cursor that the last one left."""
    cursor: list[str | None] = [None]

    def evaluate() -> dg.SensorResult | dg.SkipReason:
        context = dg.build_sensor_context(instance=instance, cursor=cursor[0])
        result = new_delivery(context)
        if isinstance(result, dg.SensorResult):
            cursor[0] = result.cursor
        return result

    return evaluate


def _reason(result: object) -> str:
    skipped = result.skip_reason if isinstance(result, dg.SensorResult) else result
    assert isinstance(skipped, dg.SkipReason), result
    assert skipped.skip_message
    return skipped.skip_message


def _months(request: dg.RunRequest) -> tuple[str, ...]:
    return tuple(request.tags[tag] for tag in _RANGE)


def _asked(result: object) -> dg.RunRequest:
    assert isinstance(result, dg.SensorResult)
    assert result.run_requests, result.skip_reason
    [request] = result.run_requests
    return request


def test_nothing_new(settings: Settings, look: Look) -> None:
    load_everything(settings)
    assert "Nothing new" in _reason(look())
    assert "Nothing new" in _reason(look())


def test_a_delivery_is_taken_at_the_second_look(look: Look) -> None:
    assert "will look again" in _reason(look())
    request = _asked(look())
    assert _months(request) == ("2026-10", "2026-10")


def test_the_same_files_ask_only_once(look: Look) -> None:
    look()
    assert _asked(look()).run_key == _asked(look()).run_key


def test_a_new_delivery(settings: Settings, landing: Path, look: Look) -> None:
    load_everything(settings)
    tiny_world("2026-11").write(landing)
    look()
    assert _months(_asked(look())) == ("2026-11", "2026-11")


def test_several_new_deliveries_are_one_run(landing: Path, look: Look) -> None:
    tiny_world("2026-08", "2026-09").write(landing)
    look()
    assert _months(_asked(look())) == ("2026-08", "2026-10")


def test_an_older_month_that_comes_late(settings: Settings, landing: Path, look: Look) -> None:
    tiny_world("2026-11").write(landing)
    look()
    look()
    load_everything(settings)
    tiny_world("2026-09").write(landing)
    look()
    assert _months(_asked(look())) == ("2026-09", "2026-09")


def test_a_correction_of_some_datasets(settings: Settings, landing: Path, look: Look) -> None:
    load_everything(settings)
    correction = Delivery("2026-10.2")
    correction.certificate("4000001", "bob", "SC-200")
    correction.write(landing)
    look()
    request = _asked(look())
    assert _months(request) == ("2026-10", "2026-10")
    assert request.tags["deliveries"] == "delivery 2026-10.2"


@pytest.mark.parametrize("name", ["AzureUsage.csv.part", "~AzureUsage.csv", "EMSUsage.crdownload"])
def test_the_name_of_a_half_copied_file_holds_it(name: str, landing: Path, look: Look) -> None:
    path = landing / "2026-10" / name
    path.touch()
    for _ in range(3):
        assert f"2026-10/{name} is still being copied" in _reason(look())
    path.unlink()
    look()
    _asked(look())


def test_a_file_that_still_grows_holds_it(landing: Path, look: Look) -> None:
    path = landing / "2026-10" / "AzureUsage.csv"
    for _ in range(3):
        with path.open("a") as file:
            file.write("\n")
        assert "will look again" in _reason(look())
    _asked(look())


def test_a_file_that_only_its_time_tells_of_holds_it(landing: Path, look: Look) -> None:
    path = landing / "2026-10" / "AzureUsage.csv"
    look()
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    assert "will look again" in _reason(look())
    _asked(look())


def test_a_dataset_that_has_not_come_yet_holds_it(landing: Path, look: Look) -> None:
    path = landing / "2026-10" / "EMSUsage.csv"
    elsewhere = path.rename(landing.parent / "EMSUsage.csv")
    for _ in range(3):
        assert "2026-10 has no EMSUsage yet" in _reason(look())
    elsewhere.rename(path)
    look()
    _asked(look())


def test_a_refresh_at_work_is_left_alone(settings: Settings, look: Look) -> None:
    load_everything(settings)
    hold = (
        "import sys; from pathlib import Path; from orchestration.machine.lock import exclusive\n"
        "with exclusive(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(settings.lock_file)],
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert "Another refresh is running" in _reason(look())
        other.communicate()


def test_a_landing_folder_that_is_gone(settings: Settings, landing: Path, look: Look) -> None:
    landing.rename(landing.with_name("moved"))
    assert "does not exist" in _reason(look())


def test_a_folder_that_is_no_delivery(landing: Path, look: Look) -> None:
    (landing / "October").mkdir()
    assert "October" in _reason(look())


def _evaluate(schedule: dg.ScheduleDefinition, instance: dg.DagsterInstance) -> object:
    context = dg.build_schedule_context(
        instance=instance, scheduled_execution_time=datetime(2026, 11, 20, 6)
    )
    return schedule(context)


def _let_stand(landing: Path) -> None:
    """Make the files as old as a schedule wants them."""
    then = time.time() - STILL_FOR_SECONDS - 1
    for path in landing.rglob("*.*"):
        os.utime(path, (then, then))


@pytest.fixture(params=[usage_by_the_20th, skilling_by_the_10th], ids=lambda each: each.name)
def schedule(request: pytest.FixtureRequest) -> dg.ScheduleDefinition:
    return request.param


def test_schedules_come_on_their_days() -> None:
    assert usage_by_the_20th.cron_schedule.split()[2] == "20"
    assert skilling_by_the_10th.cron_schedule.split()[2] == "10"


def test_a_schedule_takes_a_delivery(
    schedule: dg.ScheduleDefinition, landing: Path, settings: Settings, instance
) -> None:
    _let_stand(landing)
    request = _evaluate(schedule, instance)
    assert isinstance(request, dg.RunRequest)
    assert _months(request) == ("2026-10", "2026-10")


def test_a_schedule_with_nothing_new(
    schedule: dg.ScheduleDefinition, settings: Settings, instance
) -> None:
    load_everything(settings)
    assert "Nothing new" in _reason(_evaluate(schedule, instance))


def test_a_schedule_leaves_fresh_files_alone(
    schedule: dg.ScheduleDefinition, settings: Settings, instance
) -> None:
    assert "may still be running" in _reason(_evaluate(schedule, instance))


def test_a_schedule_leaves_half_copied_files_alone(
    schedule: dg.ScheduleDefinition, landing: Path, settings: Settings, instance
) -> None:
    (landing / "2026-10" / "Profile2.csv.part").touch()
    _let_stand(landing)
    assert "is still being copied" in _reason(_evaluate(schedule, instance))


def test_the_skilling_schedule_waits_for_skilling(
    landing: Path, settings: Settings, instance
) -> None:
    load_everything(settings)
    usage = Delivery("2026-10.2")
    whole = Delivery("2026-10")
    fill(whole)
    usage.rows["EMSUsage"] = whole.rows["EMSUsage"]
    usage.write(landing)
    _let_stand(landing)
    assert "No new TrainingCompletions" in _reason(_evaluate(skilling_by_the_10th, instance))
    assert isinstance(_evaluate(usage_by_the_20th, instance), dg.RunRequest)


def test_the_lock_is_free_after_a_look(settings: Settings, look: Look) -> None:
    load_everything(settings)
    look()
    with exclusive(settings.lock_file):
        pass
