"""Is everything in place for a refresh? `make doctor`.

Belongs here: questions about the machine, the settings, the folders and the last refresh, each with
what to do. Does not belong here: mending anything; the doctor only looks, and rehearses a load
on a copy (rehearsal.py).
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

import duckdb
from packaging.requirements import Requirement
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.build.fingerprint import code_version
from orchestration.commands.failures import PLAIN_ERRORS
from orchestration.commands.rehearsal import NoRoomError, rehearse
from orchestration.landing.faults import LandingError, printable
from orchestration.landing.folder import Delivery, scan
from orchestration.machine.access import in_words, may, nearest, no_rights, unusable
from orchestration.machine.lock import LockedError
from orchestration.publish.publishing import PUBLISH_LOCK
from orchestration.publish.release import current_folder, current_release, rejected_releases
from orchestration.settings import PROJECT_ROOT, Settings, SettingsError, described

#: A build and a release together stay below half of the text files they are made of; a run spills
#: about as much again. Below this many bytes even a small firm's refresh is at risk.
_LEAST_FREE_BYTES = 2_000_000_000

State = Literal["good", "note", "bad"]
_MARKS: dict[State, str] = {"good": "[green]✓[/]", "note": "[yellow]![/]", "bad": "[red]✗[/]"}


@dataclass(frozen=True)
class Answer:
    """What was looked at, what was seen, and what to do where something is wrong."""

    subject: str
    state: State
    seen: str
    advice: str = ""


def examine(settings: Settings) -> Iterator[Answer]:
    """Every question in order. Changes nothing, and raises nothing that a question can answer."""
    yield from _environment()
    yield from _folders(settings)
    deliveries: tuple[Delivery, ...] = ()
    try:
        if settings.makes_demo_world and not settings.landing_dir.exists():
            yield Answer("landing", "note", "no demo world yet", "make run creates it.")
        else:
            deliveries = scan(settings.landing_dir)
            yield from _or_why_not("build", _landing(settings, deliveries))
    except LandingError as error:
        yield Answer("landing", "bad", str(error), "Fix this, then run make doctor again.")
    yield _disk(settings, deliveries)
    yield from _or_why_not("current release", _last_refresh(settings, deliveries))


def _or_why_not(subject: str, answers: Iterator[Answer]) -> Iterator[Answer]:
    """The answers, and instead of what the system keeps from being seen that it does."""
    try:
        yield from answers
    except (OSError, duckdb.IOException) as error:
        yield Answer(subject, "bad", in_words(error))


def _environment() -> Iterator[Answer]:
    python = ".".join(str(part) for part in sys.version_info[:3])
    yield Answer("Python", "good", python)
    wrong = []
    for requirement in _locked():
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(found):
            wrong.append(f"{requirement.name} {found} instead of {requirement.specifier}")
    if wrong:
        advice = "Remove .venv; the next make run sets it up again."
        yield Answer("packages", "bad", ", ".join(wrong), advice)
    else:
        yield Answer("packages", "good", "as in requirements/run.lock")


def _locked() -> Iterator[Requirement]:
    """What the lock file asks for on this system and this version of Python."""
    for line in (PROJECT_ROOT / "requirements" / "run.lock").read_text().splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip(" \\"))
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement


def _folders(settings: Settings) -> Iterator[Answer]:
    yield Answer("world", "good", "demo" if settings.is_demo else "real")
    names = (settings.build_file.name, settings.lock_file.name)
    for name, folder, files in (
        ("BUILD_DIR", settings.build_dir, names),
        ("PUBLISH_DIR", settings.publish_dir, (PUBLISH_LOCK,)),
    ):
        if place := unusable(folder, *files):
            advice = "Give the user that runs the refresh permission to read and write it."
            yield Answer(name, "bad", f"no read and write access to {place}", advice)
        else:
            seen = str(folder) if folder.exists() else f"{folder} (will be created)"
            yield Answer(name, "good", seen)
    yield _person_key(settings)


def _person_key(settings: Settings) -> Answer:
    if "PERSON_KEY" in os.environ:
        return Answer("person key", "good", "from the environment variable PERSON_KEY")
    path = settings.person_key_file
    if not os.path.exists(path):
        if place := unusable(path.parent):
            advice = "Give the user that runs the refresh permission to use it, or move the key."
            return Answer("person key", "bad", f"no read and write access to {place}", advice)
        return Answer("person key", "good", f"{path} (will be created with the first certificates)")
    if not may(path, os.R_OK):
        advice = "Run as the user that owns the key, or set PERSON_KEY_FILE."
        return Answer("person key", "bad", f"{path} cannot be read", advice)
    if stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        return Answer("person key", "bad", f"others can read {path}", f"chmod u=rw,go= {path}")
    return Answer("person key", "good", f"{path}, readable only by its owner")


def _landing(settings: Settings, deliveries: tuple[Delivery, ...]) -> Iterator[Answer]:
    names = ", ".join(delivery.name for delivery in deliveries[-3:])
    count = "1 delivery" if len(deliveries) == 1 else f"{len(deliveries)} deliveries"
    yield Answer("landing", "good", f"{count} in {settings.landing_dir}, the newest: {names}")
    yield _new_deliveries(settings)


def _new_deliveries(settings: Settings) -> Answer:
    """Whether a refresh could load what is new, in the words in which it would refuse to."""
    new = "new deliveries"
    try:
        arrivals = rehearse(settings)
    except LockedError as error:
        return Answer("refresh", "note", str(error))
    except NoRoomError as error:
        return Answer(new, "note", str(error), "Free up space, or see what make run says.")
    except PLAIN_ERRORS as error:
        advice = "A refresh would stop here too. Fix this, then run make doctor again."
        return Answer(new, "bad", str(error), advice)
    if arrivals.months:
        seen = f"{arrivals.named} not loaded yet; a trial load succeeded"
        if arrivals.left:
            seen += f". {printable(arrivals.left_words)}"
        return Answer(new, "note", seen, "make run")
    return Answer(new, "good", arrivals.nothing_new)


def _disk(settings: Settings, deliveries: tuple[Delivery, ...]) -> Answer:
    largest = max((sum(file.bytes for file in each.files) for each in deliveries), default=0)
    needed = max(largest, _LEAST_FREE_BYTES)
    free = min(
        shutil.disk_usage(nearest(folder)).free
        for folder in (settings.build_dir, settings.publish_dir)
    )
    seen = f"{free / 1e9:.1f} GB free; a refresh may need {needed / 1e9:.1f} GB"
    if free < needed:
        return Answer("disk", "bad", seen, "Free up space, or move BUILD_DIR to a larger disk.")
    return Answer("disk", "good", seen)


def _last_refresh(settings: Settings, deliveries: tuple[Delivery, ...]) -> Iterator[Answer]:
    folder = current_folder(settings.publish_dir)
    release = current_release(settings.publish_dir)
    if folder is None:
        yield Answer("current release", "note", "none yet", "make run")
        return
    if release is None:
        advice = "make rollback switches to the newest release that can be read."
        yield Answer("current release", "bad", f"{folder} cannot be read", advice)
        return
    if not may(release.database, os.R_OK):
        raise no_rights(release.database)
    try:
        with duckdb.connect(str(release.database), read_only=True) as connection:
            connection.execute("select count(*) from marts.fct_designation_scores")
    except duckdb.Error as error:
        yield Answer("current release", "bad", str(error).splitlines()[0], "make rollback")
        return
    label = release.label
    yield Answer("current release", "good", f"{label.version}, {label.tests_passed} tests passed")
    if label.is_demo != settings.is_demo:
        seen = f"the current release is {'a demo' if label.is_demo else 'real'}, LANDING_DIR is not"
        yield Answer("world", "note", seen, "Check LANDING_DIR and PUBLISH_DIR.")
    newest = max((delivery.month for delivery in deliveries), default="")
    if newest > label.as_of_month[:7]:
        seen = f"landing has {newest}, but the release ends at {label.as_of_month[:7]}"
        yield Answer("freshness", "note", seen, "make run")
    if label.code_version != code_version(PROJECT_ROOT):
        yield Answer("code", "note", "rules or code have changed since the release", "make run")
    for rejected in rejected_releases(settings.publish_dir)[:1]:
        if rejected.label.built_at > label.built_at:
            seen = f"the audit refused {rejected.label.version}, newer than the current release"
            yield Answer("audit", "bad", seen, f"See {rejected.folder}/audit.json.")


def print_answers(answers: Iterator[Answer], console: Console) -> bool:
    """Print each answer as it comes; tells whether nothing was bad."""
    is_well = True
    for answer in answers:
        is_well = is_well and answer.state != "bad"
        seen = "\n".join(printable(line) for line in answer.seen.splitlines())
        console.print(_MARKS[answer.state], Text(f"{answer.subject}: {seen}"))
        if answer.advice:
            console.print("  ", Text(answer.advice), style="dim")
    return is_well


def print_settings(console: Console) -> None:
    """Print every setting with what it is: the value that is set, else the default."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(3):
        table.add_column(overflow="fold")
    for variable in described():
        if variable.name not in os.environ:
            value = Text(variable.default or "not set", "dim")
        else:
            value = Text("(secret)" if variable.is_secret else printable(os.environ[variable.name]))
        table.add_row(f"  {variable.name}", value, Text(variable.description, "dim"))
    console.print()
    console.print("Settings, from the environment or the command line (defaults are dimmed):")
    console.print(table, soft_wrap=False)
    console.print()


def examine_and_print(settings: Settings) -> int:
    """Look and print; returns the exit code: 0 where nothing is wrong, 1 where something is."""
    console = Console(highlight=False, soft_wrap=True)
    is_well = print_answers(examine(settings), console)
    print_settings(console)
    console.print("No problems found." if is_well else "Fix what is marked ✗ above.")
    return 0 if is_well else 1


def say_settings(error: SettingsError) -> int:
    """Print what is wrong with the settings, as an answer of its own; returns the exit code."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(_MARKS["bad"], Text(f"settings: {error}"))
    return 1
