"""The pages of a release for whoever has to believe it: dbt's docs, and where columns come from.

Belongs here: making `docs.html` and `column_lineage.html` from dbt's manifest and the tables of the
build. Does not belong here: what the pages say (models/overview.md and the descriptions beside the
models), and the command that makes them again (docs.py).

dbt writes its page itself, from a manifest that it finds beside it: that of the last build, so that
nothing is compiled anew, with what dbt leaves out of it filled in. Both pages are one file each and
ask nothing of any network.
"""

from __future__ import annotations

import itertools
import json
import re
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from orchestration.build.dbt_run import build_events, generate_docs
from orchestration.build.manifest import manifest_json, prepared_folder
from orchestration.machine.durable import replace_text
from orchestration.publish.lineage import KEPT_LINEAGE, kept_lineage
from orchestration.publish.release_files import PublishError
from orchestration.raw.store import open_store
from orchestration.settings import PROJECT_ROOT, Settings

DOCS_FILE = "docs.html"
LINEAGE_FILE = "column_lineage.html"

_FIRST_SHOWN = "fct_designation_scores"

#: Keeps a page from asking any network, whatever its script has in mind.
_ALONE = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'unsafe-inline' 'unsafe-eval' data: blob:\">"
)

#: A query in the overview, in a comment so that readers of the file and other tools pass over it.
_QUERY = re.compile(r"<!-- rows: (.*?) -->", re.S)

#: What only a build knows of a node.
_BUILT = ("compiled", "compiled_code")


class PagesError(PublishError):
    """The pages cannot be made; the text says what to do."""


def write_pages(settings: Settings, folder: Path) -> list[str]:
    """Write both pages about the last build into `folder`.

    Descriptions are those of the project's files now. Returns what the lineage of columns could not
    follow, a text each. Raises `PagesError` when there is no build.
    """
    manifest = built_manifest(settings)
    fill_tables(settings.build_file, manifest)
    with tempfile.TemporaryDirectory() as scratch:
        docs = docs_page(settings.build_file, manifest, Path(scratch))
        lineage, faults = kept_lineage(manifest, Path(scratch), settings.build_dir)
    pages = {DOCS_FILE: docs, LINEAGE_FILE: lineage_page(lineage)}
    for name, page in pages.items():
        replace_text(folder / name, page)
    return faults


def prepare_lineage() -> None:
    """Work out the lineage of columns at set-up, from a build with nothing loaded.

    So no first refresh has to. Does nothing where that is done for the project's files as they are.
    """
    prepared = prepared_folder()
    if any(prepared.glob(f"{KEPT_LINEAGE}*")):
        return
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        # Of a build without extracts only the build folder is looked at.
        settings = Settings(scratch, scratch, scratch, scratch, is_demo=True)
        with open_store(settings.build_file):
            pass
        for _ in build_events(settings):
            pass
        manifest = built_manifest(settings)
        docs_page(settings.build_file, manifest, scratch)
        kept_lineage(manifest, scratch, settings.build_dir)
        for file in scratch.glob(f"{KEPT_LINEAGE}*"):
            replace_text(prepared / file.name, file.read_text(encoding="utf-8"))


def built_manifest(settings: Settings) -> dict[str, Any]:
    """The manifest of the project's files, with the SQL that the last build ran.

    Of a model whose file has changed since, there is no such SQL.
    """
    path = settings.dbt_target / "manifest.json"
    if not path.exists() or not settings.build_file.exists():
        raise PagesError(f"There is no build in {settings.build_dir}: start with `make run`.")
    manifest = manifest_json()
    built = json.loads(path.read_bytes())
    for kind in ("nodes", "sources"):
        for unique_id, node in manifest[kind].items():
            then = built[kind].get(unique_id)
            if then is not None and then.get("checksum") == node.get("checksum"):
                node.update({name: then[name] for name in _BUILT if name in then})
            # Where the project lies on this machine is nobody's business.
            node.pop("root_path", None)
            if node["resource_type"] == "test" and not node["description"]:
                node["description"] = leading_comment(node["raw_code"])
    for macro in manifest["macros"].values():
        if (
            not macro["description"]
            and macro["package_name"] == manifest["metadata"]["project_name"]
        ):
            macro["description"] = comment_before(macro)
    return manifest


def fill_tables(build_file: Path, manifest: Mapping[str, Any]) -> None:
    """Put the rows of the build where the overview has a query: `<!-- rows: select … -->`.

    Versions, decisions and sources stand in the marts; a list of them written by hand grows old.
    """
    with duckdb.connect(str(build_file), read_only=True) as connection:
        for block in manifest["docs"].values():
            text = block["block_contents"]
            block["block_contents"] = _QUERY.sub(
                lambda found: markdown_table(connection.execute(found[1])), text
            )


def markdown_table(cursor: duckdb.DuckDBPyConnection) -> str:
    """The rows of a query as a table of Markdown, heads first."""
    heads = [column[0] for column in cursor.description or ()]
    rows = [heads, ["---"] * len(heads), *map(list, cursor.fetchall())]
    return "\n".join("| " + " | ".join(_cell(value) for value in row) + " |" for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        value = format(value.normalize() + 0, "f")
    return " ".join(str(value).replace("|", "\\|").split())


def leading_comment(sql: str) -> str:
    """What the lines of comment say that SQL opens with, on one line.

    Descriptions of dbt tests with SQL of their own stand there: dbt takes them from YAML too, but
    loses them when it parses again only what has changed.
    """
    lines = itertools.takewhile(lambda line: line.startswith("--"), sql.lstrip().splitlines())
    return " ".join(line.removeprefix("--").strip() for line in lines)


def comment_before(macro: Mapping[str, Any]) -> str:
    """The comment that stands right before a macro of this project, on one line."""
    code = (PROJECT_ROOT / macro["original_file_path"]).read_text(encoding="utf-8")
    start = re.search(rf"\{{%-?\s*macro\s+{macro['name']}\(", code)
    before = code[: start.start()].rstrip() if start else ""
    comment = before.rpartition("{#")[2].removesuffix("#}") if before.endswith("#}") else ""
    return " ".join(comment.split())


def docs_page(build_file: Path, manifest: Mapping[str, Any], folder: Path) -> str:
    """dbt's docs as one page; `manifest.json` and `catalog.json` are left in `folder`."""
    # dbt copies the text into a script as it is.
    (folder / "manifest.json").write_text(_for_script(manifest), encoding="utf-8")
    generate_docs(build_file, folder)
    return _in_head((folder / "static_index.html").read_text(encoding="utf-8"), "")


def lineage_page(lineage: Mapping[str, Any]) -> str:
    """The lineage of columns as dbt-colibri's page; `lineage` is its report."""
    from dbt_colibri.report import generator

    # The page opens on the first node: the score, from where one walks back.
    nodes = dict(sorted(lineage["nodes"].items(), key=lambda node: _reading_order(node[1])))
    needed = {**lineage, "nodes": nodes, "lineage": {"edges": lineage["lineage"]["edges"]}}
    page = (Path(generator.__file__).parent / "index.html").read_text(encoding="utf-8")
    # The tool's page reports to its makers unless told not to.
    data = f"window.colibriTelemetry = false; window.colibriData = {_for_script(needed)};"
    return _in_head(page, f"<script>{data}</script>")


def _reading_order(node: Mapping[str, Any]) -> tuple[bool, bool, str]:
    """Scores, the other marts, the rest."""
    return node["schema"] != "marts", node["name"] != _FIRST_SHOWN, node["name"]


def _in_head(page: str, more: str) -> str:
    """The page with `more` in its head, and the promise to stay alone before any script."""
    head, start, body = page.partition("<head>")
    inner, end, rest = body.partition("</head>")
    if not start or not end:
        raise PagesError("A tool's page of this version has no head.")
    return f"{head}{start}{_ALONE}{inner}{more}{end}{rest}"


def _for_script(content: object) -> str:
    """JSON that may stand inside a script element, whatever texts it holds."""
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
