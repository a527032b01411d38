"""What happens to a refresh in a trial: killed, on a full or a read-only disk, in company.

Belongs here: the disturbances and what a refresh must say to each. Does not belong here: the plain
run that follows (trial.py).

A full and a read-only disk are real ones: a file system in memory, mounted for the trial. That
takes the rights of root; without them `NoMountError` says so, and the trial is left out.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from orchestration.commands.command_line import FAILED, LOCKED, OK
from tests.reliability.points import Point
from tests.reliability.trial import Ended, Laboratory, Place

Disturb = Callable[[Place], Ended]


class NoMountError(Exception):
    """This process may not mount a file system."""


def killed_at(laboratory: Laboratory, point: Point) -> Disturb:
    """The process kills itself at a point of its own."""

    def disturb(place: Place) -> Ended:
        ended = laboratory.refresh(place, point)
        if ended.journal.killed_itself_at != str(point):
            return replace(ended, faults=(f"not killed at {point}: code {ended.code}",))
        if ended.journal.phase != point.phase:
            return replace(ended, faults=(f"killed in {ended.journal.phase}: {point}",))
        return ended

    return disturb


def killed_in_turn(disturb: Sequence[Disturb]) -> Disturb:
    """One after the other, each over what the one before has left."""

    def disturb_all(place: Place) -> Ended:
        each = [disturb_once(place) for disturb_once in disturb]
        return replace(
            each[-1],
            output="".join(ended.output for ended in each),
            faults=tuple(fault for ended in each for fault in ended.faults),
        )

    return disturb_all


def killed_after(laboratory: Laboratory, seconds: float) -> Disturb:
    """The process is killed from outside after a time."""

    def disturb(place: Place) -> Ended:
        running = laboratory.start_refresh(place)
        time.sleep(seconds)
        running.kill()
        return running.ended()

    return disturb


def in_company(laboratory: Laboratory, phase: str) -> Disturb:
    """A second refresh starts while the first is in `phase`; it waits or is refused."""

    def disturb(place: Place) -> Ended:
        first = laboratory.start_refresh(place)
        while first.is_under_way and first.journal.phase != phase:
            time.sleep(0.02)
        met_in = first.journal.phase
        second = laboratory.refresh(place)
        ended = first.ended()
        faults = []
        if met_in != phase:
            faults.append(f"the first refresh ended before it was in {phase}")
        if ended.code != OK:
            faults.append(f"the first refresh ended with {ended.code}: {ended.output[-300:]}")
        refused = second.code == LOCKED and "Another refresh is running" in second.output
        if not refused and second.code != OK:
            faults.append(f"the second ended with {second.code}: {second.output[-300:]}")
        return replace(ended, faults=tuple(faults))

    return disturb


def on_a_full_disk(laboratory: Laboratory, folder: str, free_kilobytes: int) -> Disturb:
    """So much is free where `folder` (build or published) lies; afterwards there is room again."""

    def disturb(place: Place) -> Ended:
        path = place.root / folder
        used = sum(file.stat().st_blocks * 512 for file in path.rglob("*")) // 1024
        with mounted(path):
            _remount(path, f"size={used + free_kilobytes}k")
            ended = laboratory.refresh(place)
            _remount(path, "size=2g")
            return replace(ended, faults=_not_refused(ended, "space"))

    return disturb


def on_a_read_only_disk(laboratory: Laboratory, folder: str) -> Disturb:
    """Where `folder` (build or published) lies nothing can be written; afterwards it can."""

    def disturb(place: Place) -> Ended:
        path = place.root / folder
        with mounted(path):
            _remount(path, "ro")
            ended = laboratory.refresh(place)
            _remount(path, "rw")
            return replace(ended, faults=_not_refused(ended, "Read-only", "cannot be written"))

    return disturb


def _not_refused(ended: Ended, *words: str) -> tuple[str, ...]:
    faults = []
    if ended.code != FAILED or "Not published" not in ended.output:
        faults.append(f"it ended with {ended.code}")
    if not any(word in ended.output for word in words):
        faults.append(f"it does not say why: {ended.output[-400:]}")
    return tuple(faults)


@contextmanager
def mounted(path: Path) -> Iterator[None]:
    """`path` is a file system of its own, with what was in the folder; copied back at the end."""
    kept = path.with_name(f"{path.name} below")
    path.mkdir(exist_ok=True)
    path.rename(kept)
    path.mkdir()
    try:
        _run("mount", "-t", "tmpfs", "-o", "size=2g", "tmpfs", str(path))
        _run("cp", "-a", f"{kept}/.", str(path))
        yield
        _run("rm", "-rf", str(kept))
        _run("cp", "-a", str(path), str(kept))
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=False, capture_output=True)
        path.rmdir()
        kept.rename(path)


def can_mount(scratch: Path) -> bool:
    """Whether full and read-only disks can be had."""
    scratch.mkdir()
    try:
        with mounted(scratch):
            return True
    except NoMountError:
        return False


def _remount(path: Path, option: str) -> None:
    _run("mount", "-o", f"remount,{option}", str(path))


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoMountError(f"{' '.join(command)}: {getattr(error, 'stderr', error)}") from None
