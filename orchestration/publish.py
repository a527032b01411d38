"""Making a release of the build's marts and letting readers have it, all at once or not at all.

Belongs here: the order of the steps, switching `current`, removing old releases. Does not belong
here: whether the build deserves it (audit.py), what lies in a release (release_files.py), and
anything that changes a number.

A release is written into a hidden folder beside its final place, synced to disk, renamed, and only
then does the link `current` move, in one step of the file system. A reader that has a file of an
older release open keeps it. Whatever breaks on the way leaves `current` as it was; the next run
removes the hidden folder.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from orchestration.audit import Audit, audit
from orchestration.comparison import comparable_release
from orchestration.lock import exclusive
from orchestration.release import (
    CURRENT_LINK,
    Label,
    Release,
    all_releases,
    current_folder,
    read_release,
)
from orchestration.release_files import PublishError, sync, write_release
from orchestration.settings import Settings

_UNFINISHED = ".unfinished-"
#: How long to wait for another build that publishes into the same folder, in seconds.
_WAIT_FOR_OTHERS = 120.0


def refuse_demo_over_real(settings: Settings) -> None:
    """Raise `PublishError` when this refresh is a demo and what is current is real or unknown."""
    folder = current_folder(settings.publish_dir)
    if not settings.is_demo or folder is None:
        return
    release = read_release(folder)
    if release is None or not release.label.is_demo:
        raise PublishError(
            f"The current release in {settings.publish_dir} is a real one ({folder.name}), and a "
            "demo never replaces it. Set LANDING_DIR to score your extracts, or set PUBLISH_DIR "
            "to another folder for the demo."
        )


def publish(settings: Settings, report: Callable[[str], None] = lambda text: None) -> Release:
    """Audit the build, copy its marts into a new release and make it current.

    `report` is told what is being done, line by line. Returns the release; raises `PublishError`
    or `AuditError`, both before anything that a reader could see has changed.
    """
    settings.publish_dir.mkdir(parents=True, exist_ok=True)
    with exclusive(settings.publish_dir / ".publish.lock", wait_seconds=_WAIT_FOR_OTHERS):
        remove_unfinished(settings.publish_dir)
        refuse_demo_over_real(settings)
        report("audit")
        verdict = audit(settings)
        built_at = datetime.now(UTC).replace(tzinfo=None)
        version = _free_version(settings, verdict.as_of_month, built_at)
        folder = settings.publish_dir / f"{_UNFINISHED}{version}"
        folder.mkdir()
        current = comparable_release(settings) if settings.as_known else None
        label = _label(settings, verdict, version, built_at, current)
        report("copy")
        label = write_release(settings.build_file, folder, label, current)
        report("switch")
        final = settings.publish_dir / version
        folder.rename(final)
        sync(settings.publish_dir)
        switch_current(settings.publish_dir, version, label.link)
        _prune(settings)
        return Release(final, label)


def switch_current(publish_dir: Path, version: str, name: str = CURRENT_LINK) -> None:
    """Point `current`, or the link of an as-known release, to the release `version` in one step."""
    link = publish_dir / f"{_UNFINISHED}link"
    link.unlink(missing_ok=True)
    link.symlink_to(version, target_is_directory=True)
    os.replace(link, publish_dir / name)
    sync(publish_dir)


def remove_unfinished(publish_dir: Path) -> None:
    """Remove what a broken run left behind. Only to be called under the publish lock."""
    for path in publish_dir.glob(f"{_UNFINISHED}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _label(
    settings: Settings,
    verdict: Audit,
    version: str,
    built_at: datetime,
    current: Release | None,
) -> Label:
    return Label(
        version=version,
        as_of_month=verdict.as_of_month.isoformat(),
        built_at=built_at.isoformat(),
        code_version=verdict.code_version,
        is_demo=settings.is_demo,
        inputs=verdict.inputs,
        quarantined_rows=verdict.quarantined_rows,
        tests_run=verdict.tests_run,
        tests_passed=verdict.tests_passed,
        tables={},
        as_known=settings.as_known.delivery if settings.as_known else "",
        compared_with=current.label.version if current else "",
    )


def _free_version(settings: Settings, as_of_month: date, built_at: datetime) -> str:
    """`2026-10-20261122T001530Z`; a later release of the same second ends in `-2`, `-3`, …

    As known at a delivery `as-known-2026-05-20261122T001530Z`.
    """
    name = settings.as_known.release_name if settings.as_known else f"{as_of_month:%Y-%m}"
    stem = f"{name}-{built_at:%Y%m%dT%H%M%SZ}"
    taken = [path.name.removeprefix(stem) for path in settings.publish_dir.glob(f"{stem}*")]
    if not taken:
        return stem
    # Above the highest, not the first gap: an old release that was removed leaves one.
    return f"{stem}-{max(int(end.removeprefix('-') or 1) for end in taken) + 1}"


def _prune(settings: Settings) -> None:
    """Remove all but the newest releases; what `current` or its like points to is never removed.

    As known at one delivery a single release is kept: it can be made again at any time.
    """
    known = settings.as_known
    linked = (settings.publish_dir / (known.release_name if known else CURRENT_LINK)).resolve()
    kept = 1 if known else settings.keep_releases
    for release in all_releases(settings.publish_dir, known.delivery if known else "")[kept:]:
        if release.folder.resolve() != linked:
            # Renamed first: a release that is half removed must not look like one.
            doomed = settings.publish_dir / f"{_UNFINISHED}{release.folder.name}"
            release.folder.rename(doomed)
            shutil.rmtree(doomed)
