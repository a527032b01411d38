"""Looking at releases and choosing the current one: `python -m orchestration.commands.releases`.

Belongs here: what `make releases`, `make rollback` and `make accept` do and say. Does not belong
here: making a release (publishing.py) and judging it (audit.py, regressions.py).

    list             every release and every rejected candidate, newest first
    rollback [TO]    switch `current` to the release before it, or to TO
    accept VERSION   make a rejected candidate current that a person has looked at

Exit codes: 0 done · 1 not possible, and why · 2 the settings are wrong · 3 a refresh is at work.
"""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.machine.access import in_words
from orchestration.machine.lock import LockedError, exclusive
from orchestration.machine.process import make_console
from orchestration.publish.publishing import PUBLISH_LOCK, WAIT_FOR_OTHERS, accept, switch_current
from orchestration.publish.release import (
    Release,
    all_releases,
    current_folder,
    current_release,
    rejected_releases,
)
from orchestration.publish.release_files import PublishError
from orchestration.settings import Settings, SettingsError

OK, FAILED, WRONG_SETTINGS, LOCKED = range(4)


def rollback(settings: Settings, to: str | None) -> Release:
    """Point `current` to the release `to`, by default the newest that is older than current.

    `to` may be the beginning of a version where only one release begins so. Raises `PublishError`
    where there is no such release, and where a demo would replace a real one.
    """
    releases = all_releases(settings.publish_dir)
    current = current_release(settings.publish_dir)
    target = _named(releases, to) if to else _before(releases, current)
    if current and target.label.is_demo and not current.label.is_demo:
        raise PublishError(
            f"{target.label.version} is a demo, which never replaces a real release."
        )
    switch_current(settings.publish_dir, target.folder.name)
    return target


def _named(releases: list[Release], to: str) -> Release:
    found = [release for release in releases if release.label.version.startswith(to)]
    exact = [release for release in found if release.label.version == to]
    if len(exact or found) == 1:
        return (exact or found)[0]
    have = ", ".join(release.label.version for release in found or releases) or "none"
    problem = "Several releases begin" if found else "No release begins"
    raise PublishError(f"{problem} with {to}; there are: {have}.")


def _before(releases: list[Release], current: Release | None) -> Release:
    older = [
        release
        for release in releases
        if current is None or release.label.built_at < current.label.built_at
    ]
    if not older:
        raise PublishError("There is no older release to go back to.")
    return older[0]


def print_releases(settings: Settings, console: Console) -> None:
    """Print a table of releases and rejected candidates; the current one is marked."""
    current = current_folder(settings.publish_dir)
    table = Table("", "release", "month", "rows", "code", box=None, pad_edge=False)
    for release in all_releases(settings.publish_dir):
        table.add_row(*_row("→" if release.folder.resolve() == current else "", release))
    for release in rejected_releases(settings.publish_dir):
        table.add_row(*_row("✗", release), style="dim")
    if not table.row_count:
        console.print(f"No release in {settings.publish_dir} yet: make run makes one.")
        return
    console.print(table)
    console.print("→ current   ✗ rejected by the audit, see audit.json in its folder", style="dim")


def _row(mark: str, release: Release) -> tuple[str, ...]:
    label = release.label
    demo = " (demo)" if label.is_demo else ""
    return (
        mark,
        label.version + demo,
        label.as_of_month[:7],
        f"{sum(label.tables.values()):,}",
        label.code_version,
    )


def main() -> int:
    """Do what the command line asks for; return the exit code."""
    console = make_console()
    parser = argparse.ArgumentParser(
        prog="python -m orchestration.commands.releases", description=__doc__
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="list releases")
    going_back = commands.add_parser("rollback", help="make an older release current")
    going_back.add_argument("to", nargs="?", help="version, or its beginning")
    taking = commands.add_parser("accept", help="make a rejected candidate current")
    taking.add_argument("version")
    options = parser.parse_args()
    try:
        settings = Settings.from_environment()
        if options.command == "list":
            print_releases(settings, console)
            return OK
        with exclusive(settings.publish_dir / PUBLISH_LOCK, WAIT_FOR_OTHERS):
            if options.command == "rollback":
                release = rollback(settings, options.to)
                console.print(f"current is now {release.label.version}.")
                console.print(
                    "It stays so until the next refresh publishes: mend what was wrong first.",
                    style="dim",
                )
            else:
                release = accept(settings, options.version)
                console.print(f"current is now {release.label.version}, accepted by hand.")
        return OK
    except SettingsError as error:
        console.print(Text(f"The settings are wrong. {error}", "bold red"))
        return WRONG_SETTINGS
    except LockedError as error:
        console.print(Text(str(error), "bold red"))
        return LOCKED
    except (PublishError, OSError) as error:
        console.print(Text(f"Not done. {in_words(error)}", "bold red"))
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
