"""Everything that stands in the docs is described, and every rule says where it comes from.

Read from dbt's manifest, so nothing that dbt knows can be forgotten; the columns that really exist
are compared in tests/docs. Acts: whoever added the thing that is named.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.build.manifest import manifest_json
from orchestration.publish.docs_pages import comment_before, leading_comment

ROOT = Path(__file__).parents[2]
PROJECT = "partner_score"

#: Seeds that are themselves the origin of others, and where their own rows say theirs.
ORIGINS = {
    "rule_sources": ["publisher", "title", "address", "dated"],
    "decisions": ["reason"],
    "decision_readings": ["decision_number", "note"],
    # Words of this project for what it does with a row; no source prints them.
    "accounting_reasons": ["label"],
}

_SIGNATURE = re.compile(r"\{%-?\s*(?:macro|test)\s+(\w+)\((.*?)\)\s*-?%\}", re.S)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return manifest_json()


def ours(things: dict[str, Any], *kinds: str) -> Iterator[dict[str, Any]]:
    """Nodes of this project and of these kinds; of all kinds when none is named."""
    for thing in things.values():
        if thing["package_name"] == PROJECT and (not kinds or thing["resource_type"] in kinds):
            yield thing


def undescribed(manifest: dict[str, Any]) -> Iterator[str]:
    """The ids of what has no description, or one that says no more than its name."""
    for node in ours(manifest["nodes"], "model", "seed", "snapshot"):
        yield from _silent(node["unique_id"], node["name"], node["description"])
        for name, column in node["columns"].items():
            yield from _silent(f"{node['unique_id']}.{name}", name, column["description"])
        if not node["columns"]:
            yield f"{node['unique_id']}: no columns"
    for source in ours(manifest["sources"]):
        yield from _silent(source["unique_id"], source["name"], source["description"])
        yield from _silent(source["source_name"], "", source["source_description"])
        for name, column in source["columns"].items():
            yield from _silent(f"{source['unique_id']}.{name}", name, column["description"])
    for node in ours(manifest["nodes"], "test"):
        if not node.get("test_metadata"):
            # The docs take the comment that the SQL opens with.
            said = node["description"] or leading_comment(node["raw_code"])
            yield from _silent(node["unique_id"], node["name"], said)
    for kind in ("exposures", "metrics", "semantic_models", "saved_queries", "unit_tests"):
        for thing in ours(manifest[kind]):
            yield from _silent(thing["unique_id"], thing["name"], thing["description"])
    for model in ours(manifest["semantic_models"]):
        for kind in ("entities", "dimensions", "measures"):
            for part in model[kind]:
                place = f"{model['unique_id']}.{part['name']}"
                yield from _silent(place, part["name"], part["description"])
    for macro in ours(manifest["macros"]):
        # An engine's version says what the macro says that it stands for.
        asked = f"macro.{PROJECT}.{macro['name'].partition('__')[2]}"
        if asked not in manifest["macros"]:
            said = macro["description"] or comment_before(macro)
            yield from _silent(macro["unique_id"], macro["name"], said)
            for argument in macro["arguments"]:
                place = f"{macro['unique_id']}({argument['name']})"
                yield from _silent(place, argument["name"], argument["description"])


def _silent(place: str, name: str, text: str | None) -> Iterator[str]:
    said = re.sub(r"\W+", " ", text or "").strip().lower()
    if not said or said == name.replace("_", " ").lower():
        yield place


def test_everything_is_described(manifest: dict[str, Any]) -> None:
    assert sorted(undescribed(manifest)) == []


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("nodes", ["model.partner_score.fct_metric_scores", "description"]),
        ("nodes", ["model.partner_score.int_partners", "columns", "partner_id", "description"]),
        ("nodes", ["seed.partner_score.criteria", "description"]),
        ("nodes", ["seed.partner_score.criteria", "columns", "lower", "description"]),
        ("nodes", ["test.partner_score.scores_within_bounds", "raw_code"]),
        ("sources", ["source.partner_score.raw.azure_usage", "description"]),
        ("sources", ["source.partner_score.raw.files", "columns", "sha256", "description"]),
        ("macros", ["macro.partner_score.month_start", "description"]),
        ("exposures", ["exposure.partner_score.bi_tables", "description"]),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-2].rpartition(".")[2],
)
def test_a_missing_description_is_found(kind: str, path: list[str]) -> None:
    """Of each kind of thing one loses its words, or keeps none but its name."""
    comment = "-- " if path[-1] == "raw_code" else ""
    for text in ("", comment, comment + path[-2].rpartition(".")[2].replace("_", " ")):
        manifest = manifest_json()
        thing = manifest[kind]
        for name in path[:-1]:
            thing = thing[name]
        thing[path[-1]] = text
        assert len(list(undescribed(manifest))) == 1


def test_arguments_of_macros_are_those_of_their_descriptions(manifest: dict[str, Any]) -> None:
    """dbt does not compare them."""
    wrong = {}
    for macro in ours(manifest["macros"]):
        # It takes none.
        if macro["name"].startswith("materialization_"):
            continue
        text = (ROOT / macro["original_file_path"]).read_text(encoding="utf-8")
        signatures = dict(_SIGNATURE.findall(text))
        # A default may hold a comma.
        named = re.sub(r"'[^']*'", "''", signatures[macro["name"].removeprefix("test_")])
        names = [part.partition("=")[0].strip() for part in named.split(",") if part.strip()]
        said = [argument["name"] for argument in macro["arguments"]]
        if macro["description"] and said != names:
            wrong[macro["name"]] = (names, said)
    assert wrong == {}


def test_every_block_of_words_is_used(manifest: dict[str, Any]) -> None:
    """A block of columns.md that nothing says would grow old unseen."""
    blocks = {
        doc["name"] for doc in ours(manifest["docs"]) if not doc["name"].startswith("__")
    }  # fmt: skip
    texts = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("models", "seeds", "macros", "tests")
        for path in (ROOT / folder).rglob("*.yml")
    )
    assert {name for name in blocks if f'doc("{name}")' not in texts} == set()


def test_every_seed_has_a_key_and_every_row_its_origin(manifest: dict[str, Any]) -> None:
    """Asked of dbt's tests, which stop a release, and of the rows as they stand."""
    checked = {
        test["attached_node"]: test["test_metadata"]["kwargs"]
        for test in ours(manifest["nodes"], "test")
        if (test.get("test_metadata") or {}).get("name") == "sound_rows"
    }
    seeds = {node["name"]: node for node in ours(manifest["nodes"], "seed")}
    sources = {row["source_id"] for row in _rows(seeds["rule_sources"])}
    for name, node in seeds.items():
        check = checked[node["unique_id"]]
        assert check["key"], name
        origin = ORIGINS.get(name, ["source_id", "source_place", "checked_on"])
        assert set(origin) <= {*check["key"], *check["filled"]}, name
        if name not in ORIGINS:
            assert {"column": "source_id", "seed": "rule_sources"} in check["parents"], name
            assert {row["source_id"] for row in _rows(node)} <= sources, name
        rows = _rows(node)
        assert len({tuple(row[column] for column in check["key"]) for row in rows}) == len(rows)
        assert [row for row in rows for column in origin if not row[column].strip()] == [], name


def _rows(seed: dict[str, Any]) -> list[dict[str, str]]:
    path = ROOT / seed["original_file_path"]
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
