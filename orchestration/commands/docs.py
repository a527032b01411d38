"""The pages for an auditor, made again: `python -m orchestration.commands.docs`.

Belongs here: which folder the pages of the last build belong into, and saying so. Does not belong
here: making them (docs_pages.py), and what they say (models/overview.md and the descriptions beside
the models).

Every release is published with its pages. This makes them once more, for a release of an older
habit, or for whoever writes descriptions and wants to read them as a reader will.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from orchestration.build.fingerprint import code_version
from orchestration.build.manifest import ProjectError
from orchestration.machine.access import in_words
from orchestration.machine.lock import LockedError, exclusive
from orchestration.machine.process import prepare_process
from orchestration.publish.audit import read_build
from orchestration.publish.docs_pages import DOCS_FILE, LINEAGE_FILE, PagesError, write_pages
from orchestration.publish.release import current_release
from orchestration.settings import PROJECT_ROOT, Settings, SettingsError


def main() -> int:
    """Write both pages and say where they are. Exit codes as those of a refresh."""
    prepare_process()
    try:
        settings = Settings.from_environment()
        if not settings.build_file.exists():
            print(f"There is no build in {settings.build_dir}: start with `make run`.")
            return 1
        with exclusive(settings.lock_file):
            folder = pages_folder(settings)
            faults = write_pages(settings, folder)
    except (PagesError, ProjectError, OSError, duckdb.IOException) as error:
        print(in_words(error), file=sys.stderr)
        return 1
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except LockedError as error:
        print(error, file=sys.stderr)
        return 3
    for fault in faults:
        print(f"Lineage of columns: {fault}")
    if folder == settings.build_dir:
        print("The current release is of another build or of other files; it keeps its pages.")
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


if __name__ == "__main__":
    sys.exit(main())
