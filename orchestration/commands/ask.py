"""Figures of the current release by name: `make ask ASK="--metrics points --group-by partner"`.

Belongs here: pointing MetricFlow's command line at a release, read-only. Does not belong here: what
can be asked (models/marts/_semantic_layer.yml).

MetricFlow works in the folder of a dbt project, with a profile that may write. Here it gets a
folder of its own, with nothing in it but what it reads, and a profile that opens the release as
every other reader does. Its first step, to look for a newer version of itself, is left out: this
project asks no network for anything.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from orchestration.build.manifest import prepared_folder
from orchestration.publish.release import DATABASE_FILE, Release, current_release
from orchestration.settings import PROJECT_ROOT, Settings

_COMMANDS = ("query", "list")
_PROJECT = "name: partner_score\nprofile: partner_score\nconfig-version: 2\n"
_FLAGS = "flags: {send_anonymous_usage_stats: false}\n"


def answer(settings: Settings, arguments: Sequence[str]) -> int:
    """Answer from the current release; returns the exit code.

    `arguments` are those of `mf`; without a command before them, `query` is meant.
    """
    arguments = list(arguments)
    if not arguments or arguments[0].startswith("-"):
        arguments.insert(0, "query")
    if arguments[0] not in _COMMANDS:
        print(f"Use one of the commands {', '.join(_COMMANDS)}; see docs/bi.md.")
        return 2
    release = current_release(settings.publish_dir)
    if release is None:
        print(f"There is no release in {settings.publish_dir} yet: run `make run` first.")
        return 1
    with project_of(release):
        return _metricflow(arguments)


def _metricflow(arguments: Sequence[str]) -> int:
    from dbt_metricflow.cli.cli_configuration import CLIConfiguration
    from dbt_metricflow.cli.main import cli

    command, *rest = arguments
    if command == "query" and not sys.stdout.isatty():
        # A spinner is no part of an answer that goes into a file.
        rest.append("--quiet")
    answer = io.StringIO()
    try:
        # Where a terminal knows ASCII alone, click would write UTF-8 to it all the same.
        is_plain = codecs.lookup(sys.stdout.encoding or "ascii").name == "ascii"
        with contextlib.redirect_stdout(answer) if is_plain else contextlib.nullcontext():
            cli.commands[command].main(args=rest, obj=CLIConfiguration(), prog_name=command)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        print(answer.getvalue(), end="")
    return 0


@contextlib.contextmanager
def project_of(release: Release) -> Iterator[Path]:
    """A folder that MetricFlow takes for a dbt project on the release; named in the environment."""
    with tempfile.TemporaryDirectory(prefix="metricflow-") as scratch:
        folder = Path(scratch)
        (folder / "dbt_project.yml").write_text(_PROJECT + _FLAGS)
        (folder / "profiles.yml").write_text(json.dumps(_profile(release)))
        (folder / "target").mkdir()
        asked = semantic_manifest(release.database.stem)
        (folder / "target" / "semantic_manifest.json").write_text(json.dumps(asked))
        names = ("DBT_PROJECT_DIR", "DBT_PROFILES_DIR", "DBT_LOG_PATH")
        before = {name: os.environ.get(name) for name in names}
        os.environ.update(dict.fromkeys(names, scratch))
        try:
            yield folder
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _profile(release: Release) -> dict[str, Any]:
    target = {
        "type": "duckdb",
        "path": str(release.folder / DATABASE_FILE),
        "threads": 1,
        # A reader that could write would lock every other reader out.
        "config_options": {"access_mode": "READ_ONLY"},
    }
    return {"partner_score": {"target": "release", "outputs": {"release": target}}}


def semantic_manifest(database: str, root: Path = PROJECT_ROOT) -> dict[str, Any]:
    """What can be asked, aimed at the tables of `database` instead of those of a build."""
    text = (prepared_folder(root) / "semantic_manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    spines = manifest["project_configuration"]["time_spines"]
    for thing in (*manifest["semantic_models"], *spines):
        relation = thing["node_relation"]
        name = f'"{database}"."{relation["schema_name"]}"."{relation["alias"]}"'
        relation.update(database=database, relation_name=name)
    return manifest
