"""Looking at releases and choosing the current one: `make releases`, `rollback` and `accept`.

Belongs here: what these do and say. Does not belong here: making a release (publishing.py) and
judging it (audit.py, regressions.py).
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from orchestration.machine.lock import exclusive
from orchestration.publish.publishing import PUBLISH_LOCK, WAIT_FOR_OTHERS, accept, switch_current
from orchestration.publish.release import (
    Release,
    all_releases,
    current_folder,
    current_release,
    rejected_releases,
)
from orchestration.publish.release_files import PublishError
from orchestration.settings import Settings


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
    raise PublishError(f"{problem} with {to}. Releases: {have}.")


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
        console.print(f"No release in {settings.publish_dir} yet: `make run` creates one.")
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


def roll_back(settings: Settings, to: str | None) -> None:
    """`rollback` while nobody publishes, and say so."""
    console = Console(highlight=False)
    with exclusive(settings.publish_dir / PUBLISH_LOCK, WAIT_FOR_OTHERS):
        release = rollback(settings, to)
    console.print(f"The current release is now {release.label.version}.")
    console.print("The next refresh publishes again, so fix the cause first.", style="dim")


def accept_candidate(settings: Settings, version: str) -> None:
    """`accept` while nobody publishes, and say so."""
    with exclusive(settings.publish_dir / PUBLISH_LOCK, WAIT_FOR_OTHERS):
        release = accept(settings, version)
    Console(highlight=False).print(
        f"The current release is now {release.label.version}, accepted by hand."
    )
