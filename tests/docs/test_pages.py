"""The pages that a release holds: whole, offline, and of the tables that are really there.

One demo release, shared by the session. Acts: whoever changed docs_pages.py, or whoever left out a
column of a table that is named here.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from orchestration.commands.docs import pages_folder
from orchestration.publish import lineage
from orchestration.publish.docs_pages import (
    DOCS_FILE,
    LINEAGE_FILE,
    built_manifest,
    docs_page,
    prepare_lineage,
)
from orchestration.publish.lineage import column_lineage, kept_lineage
from orchestration.publish.release_files import PublishError
from orchestration.settings import Settings
from tests.browsing import OpenPage
from tests.conftest import RefreshRun
from tests.release_tables import ABOUT_THE_RELEASE

#: Columns of marts that are chosen among constants, or count rows, further down in their SQL.
MADE_OF_CONSTANTS = {
    ("fct_as_known_comparison", "current_version"),
    ("fct_attribution_differences", "unit"),
    ("fct_eligibility_summary", "class"),
    ("fct_score_deliveries", "is_skilling"),
    ("fct_skilling_accounting", "rows_count"),
}


@pytest.fixture(scope="module")
def settings(demo_run: RefreshRun, demo_landing: Path) -> Settings:
    work = demo_run.build_dir.parent
    return Settings(
        landing_dir=demo_landing,
        build_dir=demo_run.build_dir,
        publish_dir=demo_run.publish_dir,
        person_key_file=work / "keys" / "person.key",
        is_demo=True,
    )


@pytest.fixture(scope="module")
def manifest(settings: Settings) -> dict[str, Any]:
    return built_manifest(settings)


@pytest.fixture(scope="module")
def documents(
    settings: Settings, manifest: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of the two documents that both pages are made from."""
    folder = tmp_path_factory.mktemp("documents")
    docs_page(settings.build_file, manifest, folder)
    return folder


@pytest.fixture(scope="module")
def catalog(documents: Path) -> dict[str, Any]:
    return json.loads((documents / "catalog.json").read_bytes())


@pytest.fixture(scope="module")
def pages(demo_run: RefreshRun) -> dict[str, str]:
    """The pages of the release by name."""
    folder = demo_run.publish_dir / "current"
    return {name: (folder / name).read_text(encoding="utf-8") for name in (DOCS_FILE, LINEAGE_FILE)}


def inlined(page: str, name: str) -> Any:
    """The document that the page's script assigns to `name`, read as a browser would."""
    start = re.search(rf"{name}\s*[:=]\s*(?=\{{)", page)
    assert start, name
    return json.JSONDecoder().raw_decode(page, start.end())[0]


def test_every_table_of_the_build_is_in_the_docs_with_its_columns(
    manifest: dict[str, Any], catalog: dict[str, Any]
) -> None:
    """Described is what exists, and what exists is described."""
    wrong = {}
    for kind in ("nodes", "sources"):
        for unique_id, node in manifest[kind].items():
            if node["resource_type"] not in ("model", "seed", "source"):
                continue
            assert unique_id in catalog[kind], f"{unique_id} is in no build"
            exist = set(catalog[kind][unique_id]["columns"])
            if exist != set(node["columns"]):
                wrong[unique_id] = exist ^ set(node["columns"])
    assert wrong == {}


def test_rows_in_the_docs_are_those_of_the_release(
    demo_run: RefreshRun, catalog: dict[str, Any]
) -> None:
    with demo_run.connect() as release:
        for unique_id, entry in catalog["nodes"].items():
            if entry["metadata"]["schema"] == "marts" and unique_id not in ABOUT_THE_RELEASE:
                (rows,) = release.execute(
                    f"select count(*) from marts.{unique_id.rpartition('.')[2]}"
                ).fetchone()
                assert entry["stats"]["num_rows"]["value"] == rows, unique_id


def test_the_release_holds_pages_that_stand_alone(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        assert (
            "default-src 'unsafe-inline' 'unsafe-eval' data: blob:" in page.partition("<script")[0]
        )
        assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']?https?:", page), name
    assert "window.colibriTelemetry = false" in pages[LINEAGE_FILE]


def test_no_path_of_the_machine_stands_in_a_page(
    pages: dict[str, str], demo_run: RefreshRun
) -> None:
    for page in pages.values():
        assert str(Path(__file__).parents[2]) not in page
        assert str(demo_run.build_dir.parent) not in page


def test_the_docs_page_holds_the_overview_and_the_code(
    pages: dict[str, str], manifest: dict[str, Any]
) -> None:
    for unique_id, node in manifest["nodes"].items():
        if node["resource_type"] == "model":
            assert node["compiled_code"], unique_id
    page = pages[DOCS_FILE]
    assert "INLINE DATA" not in page
    assert "What one point is" in page
    assert (
        json.dumps(manifest["nodes"]["model.partner_score.dim_path"]["compiled_code"])[1:-1] in page
    )


def test_the_overview_lists_versions_decisions_and_sources_of_the_build(
    pages: dict[str, str], demo_run: RefreshRun
) -> None:
    """From the tables of the release, so that the list cannot grow old."""
    block = inlined(pages[DOCS_FILE], '"doc.partner_score.__overview__"')
    overview = block["block_contents"]
    assert "<!--" not in overview
    with demo_run.connect() as release:
        texts = release.execute(
            """
            select reading from marts.dim_decision
            union all select other_reading from marts.dim_decision
            union all select statement from marts.dim_rule_version
            union all select title from marts.dim_source
            """
        ).fetchall()
        (decisions,) = release.execute("select count(*) from marts.dim_decision").fetchone()
    assert decisions == 29
    assert [text for (text,) in texts if text and " ".join(text.split()) not in overview] == []


def test_what_a_script_could_stumble_over_is_escaped(
    settings: Settings, manifest: dict[str, Any], tmp_path: Path
) -> None:
    text = "ends here </script><b>"
    page = docs_page(settings.build_file, {**manifest, "docs": {"x": text}}, tmp_path)
    assert text not in page
    assert r"ends here <\/script><b>" in page


def test_every_column_of_a_mart_is_followed_back(
    manifest: dict[str, Any], catalog: dict[str, Any], documents: Path
) -> None:
    """To columns of other tables; those without any are constants and counts of rows."""
    report, faults = column_lineage(documents)
    assert faults == []
    followed: dict[tuple[str, str], set[str]] = {}
    for edge in report["lineage"]["edges"]:
        place = (edge["target"], edge.get("targetColumn"))
        followed.setdefault(place, set()).add(f"{edge['source']}.{edge.get('sourceColumn')}")
    assert (
        "model.partner_score.int_metric_scores.points"
        in followed[("model.partner_score.fct_metric_scores", "points")]
    )
    # Behind a union, which a newer parser names in a way that the tool does not know.
    assert (
        "model.partner_score.int_usage_months.value"
        in followed[("model.partner_score.int_measures", "value")]
    )
    lost = [
        f"{unique_id}.{column}"
        for unique_id, entry in catalog["nodes"].items()
        if entry["metadata"]["schema"] == "marts" and unique_id not in ABOUT_THE_RELEASE
        for column in entry["columns"]
        if (unique_id, column) not in followed
        if (unique_id.rpartition(".")[2], column) not in MADE_OF_CONSTANTS
        if not is_constant(manifest["nodes"][unique_id]["compiled_code"], column)
    ]
    assert lost == []


def test_the_lineage_of_columns_is_worked_out_once(
    manifest: dict[str, Any], documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Again where any SQL differs, or the file that keeps it is damaged."""
    worked_out = []

    def column_lineage(folder: Path) -> tuple[dict[str, Any], list[str]]:
        worked_out.append(folder)
        return {"number": len(worked_out)}, ["a fault"]

    monkeypatch.setattr(lineage, "column_lineage", column_lineage)
    monkeypatch.setattr(lineage, "prepared_folder", lambda: documents)
    assert kept_lineage(manifest, documents, tmp_path) == ({"number": 1}, ["a fault"])
    assert kept_lineage(manifest, documents, tmp_path) == ({"number": 1}, ["a fault"])
    changed = copy.deepcopy(manifest)
    changed["nodes"]["model.partner_score.dim_metric"]["compiled_code"] += " "
    assert kept_lineage(changed, documents, tmp_path) == ({"number": 2}, ["a fault"])
    [file] = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    file.write_text(file.read_text()[:-1])
    assert kept_lineage(changed, documents, tmp_path) == ({"number": 3}, ["a fault"])


def test_what_set_up_works_out_is_the_lineage_of_a_build(
    manifest: dict[str, Any], documents: Path, tmp_path: Path
) -> None:
    """Without anything loaded, a build runs the same SQL."""
    prepare_lineage()
    kept, faults = kept_lineage(manifest, documents, tmp_path)
    assert [*tmp_path.iterdir()] == []
    worked_out, own_faults = column_lineage(documents)
    assert faults == own_faults == []
    assert kept["nodes"] == worked_out["nodes"]
    assert edges(kept) == edges(worked_out)


def edges(report: dict[str, Any]) -> list[tuple[str, ...]]:
    columns = ("source", "sourceColumn", "target", "targetColumn")
    return sorted(
        tuple(str(edge.get(column)) for column in columns) for edge in report["lineage"]["edges"]
    )


def is_constant(code: str, column: str) -> bool:
    """Whether the SQL gives the column a text, a number, or a count of rows under its name."""
    return bool(re.search(rf"('|\bcount\(\*\)( as integer\))?|\b\d+) as {column}\b", code))


def test_pages_made_again_go_into_the_release_of_the_same_build(settings: Settings) -> None:
    release = (settings.publish_dir / "current").resolve()
    assert pages_folder(settings) == release


def test_without_a_build_there_are_no_pages(settings: Settings, tmp_path: Path) -> None:
    from dataclasses import replace

    with pytest.raises(PublishError, match="no build"):
        built_manifest(replace(settings, build_dir=tmp_path))


def test_comments_of_the_release_are_the_descriptions(
    demo_run: RefreshRun, manifest: dict[str, Any]
) -> None:
    """Of every table and column; a BI tool shows them where it shows the names."""
    with demo_run.connect() as release:
        tables = dict(
            release.execute(
                "select table_name, comment from duckdb_tables() where schema_name = 'marts'"
            ).fetchall()
        )
        columns = release.execute(
            "select table_name, column_name, comment from duckdb_columns() "
            "where schema_name = 'marts'"
        ).fetchall()
    marts = {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    assert tables.keys() == marts.keys()
    for name, comment in tables.items():
        assert comment, name
        if name in marts:
            assert comment.split() == marts[name]["description"].split(), name
    for table, column, comment in columns:
        assert comment, f"{table}.{column}"
        if table in marts:
            said = marts[table]["columns"][column]["description"]
            assert comment.split() == said.split(), f"{table}.{column}"


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        (f"{DOCS_FILE}#!/overview", ["What one point is", "fct_tenant_contributions"]),
        (LINEAGE_FILE, ["fct_designation_scores", "total_points_shown"]),
    ],
)
def test_a_browser_shows_it(
    page: str, texts: list[str], demo_run: RefreshRun, open_page: OpenPage
) -> None:
    folder = (demo_run.publish_dir / "current").resolve()
    shown = open_page(f"{folder.as_uri()}/{page}").page
    for text in texts:
        shown.get_by_text(text).first.wait_for()
