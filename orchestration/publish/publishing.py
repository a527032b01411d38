"""Making a release of the build's marts and letting readers have it, all at once or not at all.

Belongs here: the order of the steps, switching `current`, removing old releases. Does not belong
here: whether the build deserves it (audit.py, regressions.py), what lies in a release
(release_files.py), and anything that changes a number.

A release is written into a hidden folder beside its final place, synced to disk, renamed, and only
then does the link `current` move, in one step of the file system. A reader that has a file of an
older release open keeps it. Whatever breaks on the way leaves `current` as it was; the next run
removes the hidden folder. A candidate that the audit refuses is kept under `rejected`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from orchestration.machine.access import as_configured, unusable
from orchestration.machine.beside import beside
from orchestration.machine.durable import sync
from orchestration.machine.lock import LockedError, exclusive
from orchestration.publish.audit import Audit, AuditError, Finding, audit
from orchestration.publish.docs_pages import write_pages
from orchestration.publish.page.writer import write_page
from orchestration.publish.regressions import compare
from orchestration.publish.release import (
    CURRENT_LINK,
    POINTER_ENDING,
    REJECTED_FOLDER,
    Label,
    Release,
    all_releases,
    current_folder,
    current_release,
    link_of,
    linked_folder,
    read_release,
    rejected_releases,
)
from orchestration.publish.release_files import (
    PublishError,
    reading_build,
    write_parquet,
    write_release,
)
from orchestration.publish.workbook import write_workbook
from orchestration.settings import Settings

_UNFINISHED = ".unfinished-"
#: How long to wait for another build that publishes into the same folder, in seconds.
WAIT_FOR_OTHERS = 120.0
#: In PUBLISH_DIR; held while a release is made or another becomes current.
PUBLISH_LOCK = ".publish.lock"


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
    """Audit the build, copy its marts into a new release with its pages and make it current.

    `report` is told what is being done, line by line. Returns the release; raises `PublishError`
    or `AuditError`, both before anything that a reader could see has changed.
    """
    with as_configured(), _only_publisher(settings.publish_dir):
        remove_unfinished(settings.publish_dir)
        refuse_demo_over_real(settings)
        report("audit")
        verdict = audit(settings)
        findings = [*verdict.findings, *_compared(settings, verdict)]
        built_at = datetime.now(UTC).replace(tzinfo=None)
        version = _free_version(settings, verdict.as_of_month, built_at)
        folder = settings.publish_dir / f"{_UNFINISHED}{version}"
        folder.mkdir()
        label = _label(settings, verdict, version, built_at)
        report("copy")
        # DuckDB writes beside what Python writes: each leaves a core to the other.
        with reading_build(settings.build_file) as build, beside(build) as works:
            copied = works.do(write_release, folder, label, findings)
            works.do(write_parquet, folder)
            write_pages(settings, folder)
            workbook = write_workbook(settings.build_file, folder)
            label = copied.result()
            report("document")
            page = write_page(Release(folder, label))
        for path in (page, *workbook, *{file.parent for file in workbook}, folder):
            sync(path)
        # A refused candidate is whole too: it is there to be looked at, and may be accepted.
        if bad := [finding for finding in findings if not finding.is_good]:
            rejected = _reject(settings, folder, version)
            raise AuditError(_refusal(bad, rejected))
        report("switch")
        final = settings.publish_dir / version
        folder.rename(final)
        sync(settings.publish_dir)
        switch_current(settings.publish_dir, version, label.link)
        # The release is out: an old one that cannot be removed now is removed after the next.
        with contextlib.suppress(OSError):
            _prune(settings)
        return Release(final, label)


@contextmanager
def _only_publisher(publish_dir: Path) -> Iterator[None]:
    publish_dir.mkdir(parents=True, exist_ok=True)
    with exclusive(publish_dir / PUBLISH_LOCK, wait_seconds=WAIT_FOR_OTHERS):
        yield


def refuse_unwritable(publish_dir: Path) -> None:
    """Raise `PublishError` where no release could be written, so that none is built in vain."""
    if place := unusable(publish_dir, PUBLISH_LOCK):
        raise PublishError(
            f"No read and write access to {place}, so no release can be written there. Mount it "
            "writable, give the user that runs this permission to write to it, or set PUBLISH_DIR "
            "to another folder."
        )


def accept(settings: Settings, version: str) -> Release:
    """Make the rejected candidate `version` current: a person has looked at what the audit found.

    Only to be called under the publish lock. Raises `PublishError` when there is none of that name.
    """
    rejected = {
        release.label.version: release for release in rejected_releases(settings.publish_dir)
    }
    if version not in rejected:
        have = ", ".join(rejected) or "none"
        raise PublishError(f"No rejected candidate is named {version}. Candidates: {have}.")
    refuse_demo_over_real(settings)
    final = settings.publish_dir / version
    rejected[version].folder.rename(final)
    sync(settings.publish_dir)
    switch_current(settings.publish_dir, version)
    return Release(final, rejected[version].label)


def switch_current(publish_dir: Path, version: str, name: str = CURRENT_LINK) -> None:
    """Make the release `version` current in one step: a link, on Windows a pointer file.

    With another `name` the release is found by that, as an as-known one is.
    """
    step = publish_dir / f"{_UNFINISHED}link"
    step.unlink(missing_ok=True)
    if has_links():
        step.symlink_to(version, target_is_directory=True)
        os.replace(step, publish_dir / name)
    else:
        step.write_text(f"{version}\n")
        os.replace(step, publish_dir / f"{name}{POINTER_ENDING}")
    sync(publish_dir)


def has_links() -> bool:
    """Whether anyone may make a link to a folder and replace it while it is in use."""
    return sys.platform != "win32"


def tidy(publish_dir: Path) -> None:
    """Remove what a killed run left behind, unless someone publishes just now."""
    if any(publish_dir.glob(f"{_UNFINISHED}*")):
        with (
            contextlib.suppress(OSError, LockedError),
            exclusive(publish_dir / PUBLISH_LOCK),
        ):
            remove_unfinished(publish_dir)


def remove_unfinished(publish_dir: Path) -> None:
    """Remove what a broken run left behind. Only to be called under the publish lock."""
    for path in publish_dir.glob(f"{_UNFINISHED}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _compared(settings: Settings, verdict: Audit) -> list[Finding]:
    """What the comparison with the current release found, or why there was none."""
    if settings.as_known:
        detail = "skipped: what was known at a delivery does not replace it"
        return [Finding("compared with the current release", True, detail)]
    current = current_release(settings.publish_dir)
    if current is None:
        return [Finding("compared with the current release", True, "there is no current release")]
    if current.label.is_demo != settings.is_demo:
        return [
            Finding(
                "compared with the current release", True, "skipped: only one of the two is a demo"
            )
        ]
    is_same_code = current.label.code_version == verdict.code_version
    return compare(settings.build_file, current.database, is_same_code)


def _reject(settings: Settings, folder: Path, version: str) -> Path:
    """Keep a refused candidate to be looked at; returns where. The oldest ones make room."""
    rejected = settings.publish_dir / REJECTED_FOLDER
    rejected.mkdir(exist_ok=True)
    folder.rename(rejected / version)
    sync(rejected)
    for release in rejected_releases(settings.publish_dir)[settings.keep_releases :]:
        shutil.rmtree(release.folder)
    return rejected / version


def _refusal(bad: list[Finding], rejected: Path) -> str:
    reasons = "; ".join(f"{finding.check}: {finding.detail}" for finding in bad)
    return (
        f"The audit refused the candidate. {reasons}. You can review it in {rejected}. If all is "
        f"as it should be, publish it with make accept VERSION={rejected.name}."
    )


def _label(settings: Settings, verdict: Audit, version: str, built_at: datetime) -> Label:
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
        as_known=str(settings.as_known or ""),
        compared_with=verdict.compared_with,
    )


def _free_version(settings: Settings, as_of_month: date, built_at: datetime) -> str:
    """`2026-10-20261122T001530Z`; a later release of the same second ends in `-2`, `-3`, …

    As known at a delivery `as-known-2026-05-20261122T001530Z`.
    """
    name = link_of(settings.as_known) if settings.as_known else f"{as_of_month:%Y-%m}"
    stem = f"{name}-{built_at:%Y%m%dT%H%M%SZ}"
    folders = (settings.publish_dir, settings.publish_dir / REJECTED_FOLDER)
    taken = [path.name.removeprefix(stem) for each in folders for path in each.glob(f"{stem}*")]
    if not taken:
        return stem
    # Above the highest, not the first gap: an old release that was removed leaves one.
    return f"{stem}-{max(int(end.removeprefix('-') or 1) for end in taken) + 1}"


def _prune(settings: Settings) -> None:
    """Remove all but the newest releases; the one that readers are led to is never removed.

    As known at one delivery a single release is kept: it can be made again at any time.
    """
    known = settings.as_known
    linked = linked_folder(settings.publish_dir, link_of(known))
    kept = 1 if known else settings.keep_releases
    for release in all_releases(settings.publish_dir, str(known or ""))[kept:]:
        if release.folder.resolve() != linked:
            # Renamed first: a release that is half removed must not look like one.
            doomed = settings.publish_dir / f"{_UNFINISHED}{release.folder.name}"
            release.folder.rename(doomed)
            shutil.rmtree(doomed)
