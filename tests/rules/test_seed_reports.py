"""The report seeds cover what the rules and the marts can say, so that no word is missing."""

import re
from pathlib import Path

import pytest

from tests.rules.seed_rows import OTHERS, SECURITY, read

ROOT = Path(__file__).parents[2]


def test_every_eligible_product_has_a_group() -> None:
    eligible = {(row["part"], row["product"]) for row in read("rules/eligible_products", SECURITY)}
    grouped = {(row["part"], row["product"]) for row in read("rules/product_groups")}
    assert eligible - grouped == set()


def test_every_metric_part_has_its_two_conditions() -> None:
    parts = {(row["part"], row["metric"]) for row in read("rules/metric_parts", SECURITY)}
    for kind in ("metric", "result"):
        conditions = [
            (row["part"], row["metric"])
            for row in read("rules/eligibility_conditions", SECURITY)
            if row["kind"] == kind
        ]
        assert sorted(conditions) == sorted(parts)


def test_conditions_hang_together() -> None:
    """Workloads, then associations, then metrics, then results: each under the one before."""
    rows = {row["condition"]: row for row in read("rules/eligibility_conditions")}
    above = {"associations": "workloads", "metric": "associations", "result": "metric"}
    for row in rows.values():
        if row["kind"] == "workloads":
            assert not row["parent_condition"]
            continue
        parent = rows[row["parent_condition"]]
        assert parent["kind"] == above[row["kind"]]
        assert parent["part"] == row["part"]
        assert int(parent["display_order"]) < int(row["display_order"])


def test_every_reason_has_words() -> None:
    macro = (ROOT / "macros" / "statuses.sql").read_text(encoding="utf-8")
    macro = macro.split("macro contribution_reason")[1].split("endmacro")[0]
    reasons = set(re.findall(r"(?:then|else) '(\w+)'", macro))
    assert len(reasons) > 10
    # Modern Work's, which no model says yet.
    reasons |= {"new_association", "already_active_when_new"}
    assert reasons == {row["reason"] for row in read("rules/reason_labels")}


@pytest.mark.parametrize("area", [SECURITY, *OTHERS])
def test_every_measure_of_the_criteria_has_a_distance(area: str) -> None:
    measures = {row["measure"] for row in read("rules/criteria", area)}
    distances = {row["measure"] for row in read("rules/near_distances", area)}
    assert measures | {"certificates"} == distances


@pytest.mark.parametrize(
    ("seed", "column", "kind"),
    [
        ("metric_parts", "part", "product_line"),
        ("metric_parts", "unit", "unit"),
        ("metrics", "unit", "unit"),
        ("criteria", "measure", "measure"),
    ],
)
def test_what_the_rules_name_has_words(seed: str, column: str, kind: str) -> None:
    worded = {row["code"] for row in read("rules/labels") if row["kind"] == kind}
    assert {row[column] for row in read(f"rules/{seed}")} - worded <= {"usd"}
