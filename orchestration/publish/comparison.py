"""The release that an as-known one is compared with (the mart fct_as_known_comparison).

Belongs here: whether the current release can be compared. Does not belong here: the comparison,
which dbt makes.
"""

from __future__ import annotations

import duckdb

from orchestration.build.fingerprint import code_version, inputs_hash
from orchestration.publish.release import Release, current_release
from orchestration.settings import PROJECT_ROOT, Settings


def comparable_release(settings: Settings) -> Release | None:
    """The current release, if nothing but deliveries can tell it from an as-known one.

    That takes the same code, the same kind of world, and all deliveries that are loaded.
    """
    release = current_release(settings.publish_dir)
    if release is None:
        return None
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        inputs = inputs_hash(connection, settings.solution_areas)
    label = release.label
    same = (inputs, code_version(PROJECT_ROOT), settings.is_demo)
    return release if (label.inputs, label.code_version, label.is_demo) == same else None
