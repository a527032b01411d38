"""Models read from the folders before theirs only: the data's way through dbt has no circle.

Acts: whoever lets a model read what lies behind it, or adds a folder that has no place on the way.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.build.manifest import manifest_json

#: The way of the data: a folder reads from itself and from those before it.
WAY = [
    "seeds",
    "staging",
    "intermediate/rules",
    "intermediate/names",
    "intermediate/usage",
    "intermediate/score",
    "intermediate/why",
    "marts",
]


def place(node: dict) -> int:
    """How far along the way a node lies."""
    if node["resource_type"] == "seed":
        return 0
    folder = Path(node["original_file_path"]).parent.relative_to("models").as_posix()
    return WAY.index(folder)


def against_the_way(nodes: dict[str, dict]) -> list[tuple[str, str]]:
    """Models with what they read that lies behind them."""
    return [
        (node["name"], nodes[parent]["name"])
        for node in nodes.values()
        if node["resource_type"] == "model"
        for parent in node["depends_on"]["nodes"]
        if parent in nodes and place(nodes[parent]) > place(node)
    ]


def test_models_read_from_the_folders_before_theirs() -> None:
    nodes = manifest_json()["nodes"]
    assert against_the_way(nodes) == []
    models = [node for node in nodes.values() if node["resource_type"] == "model"]
    assert {place(node) for node in models} == set(range(1, len(WAY)))


@pytest.mark.parametrize(
    ("reader", "read"),
    [("int_metric_scores", "int_conditions"), ("int_usage_records", "fct_metric_scores")],
)
def test_a_model_that_reads_what_lies_behind_it_is_found(reader: str, read: str) -> None:
    nodes = manifest_json()["nodes"]
    by_name = {node["name"]: unique_id for unique_id, node in nodes.items()}
    nodes[by_name[reader]]["depends_on"]["nodes"].append(by_name[read])
    assert against_the_way(nodes) == [(reader, read)]
