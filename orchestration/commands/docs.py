"""The pages for an auditor, made again: `make docs`.

Belongs here: which folder the pages of the last build belong into, and saying so. Does not belong
here: making them (docs_pages.py), and what they say (models/overview.md and the descriptions beside
the models).

Every release is published with its pages. This makes them once more, for a release of an older
habit, or for whoever writes descriptions and wants to read them as a reader will.
"""

from __future__ import annotations

from pathlib import Path

from orchestration.build.fingerprint import code_version
from orchestration.machine.lock import exclusive
from orchestration.publish.audit import read_build
from orchestration.publish.docs_pages import DOCS_FILE, LINEAGE_FILE, write_pages
from orchestration.publish.release import current_release
from orchestration.settings import PROJECT_ROOT, Settings


def remake_pages(settings: Settings) -> int:
    """Write both pages and say where they are; returns the exit code, 1 where nothing is built."""
    if not settings.build_file.exists():
        print(f"There is no build in {settings.build_dir} yet: run `make run` first.")
        return 1
    with exclusive(settings.lock_file):
        folder = pages_folder(settings)
        faults = write_pages(settings, folder)
    for fault in faults:
        print(f"Column lineage: {fault}")
    if folder == settings.build_dir:
        print(
            "The current release comes from another build or other files; its pages are unchanged."
        )
    for name in (DOCS_FILE, LINEAGE_FILE):
        megabytes = (folder / name).stat().st_size / 1e6
        print(f"{folder / name} ({megabytes:.1f} MB, opens without a server)")
    return 0


def pages_folder(settings: Settings) -> Path:
    """The current release, if it is of the last build and the files are still the same.

    Otherwise the build folder: the pages are then a look ahead at what a refresh would publish.
    """
    release, build = current_release(settings.publish_dir), read_build(settings)
    if release is None or build is None:
        return settings.build_dir
    published = (release.label.code_version, release.label.inputs)
    is_same = published == (build.code_version, build.inputs)
    is_same = is_same and build.code_version == code_version(PROJECT_ROOT)
    return release.folder if is_same else settings.build_dir
