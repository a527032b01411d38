"""Every decision that is data: one edit of one seed flips it, and a score with it."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import duckdb
import pytest

from tests.rules.flips import FLIPS, NEWEST, Flip
from tests.rules.seed_rows import SECURITY, read
from tests.rules.steering import EDITS

pytestmark = pytest.mark.slow

#: Questions about Security, and about every area.
DECISIONS = {
    int(row["decision_number"]): row
    for row in read("rules/decisions")
    if {"*", SECURITY} & set(row["solution_areas"].split("|"))
}
#: Columns of the seed that are no columns of the mart.
_NOT_PUBLISHED = {"solution_areas"}


def _read(marts: duckdb.DuckDBPyConnection, flip: Flip, version: str) -> object:
    table = "fct_metric_scores" if flip.metric else "fct_designation_scores"
    metric = "and metric = $metric" if flip.metric else "and $metric is null"
    found = marts.execute(
        f"select {flip.read} from marts.{table} where partner_id = $partner and path = $path "
        f"and rule_version = $version and as_of_month = $month {metric}",
        {
            "partner": flip.partner,
            "path": flip.path,
            "version": version,
            "month": NEWEST,
            "metric": flip.metric,
        },
    ).fetchall()
    assert len(found) == 1
    return found[0][0]


def _value(worked_out: object) -> object:
    return Decimal(worked_out) if isinstance(worked_out, str) else worked_out


@pytest.mark.parametrize("flip", FLIPS, ids=lambda flip: f"{flip.decision}_{flip.name}")
def test_one_edit_flips_the_decision(flip: Flip, varied_marts: duckdb.DuckDBPyConnection) -> None:
    """The same partner and month by the rules as shipped, and by the variant."""
    assert _read(varied_marts, flip, flip.base) == _value(flip.shipped)
    assert _read(varied_marts, flip, flip.version) == _value(flip.flipped)


@pytest.mark.parametrize("flip", FLIPS, ids=lambda flip: f"{flip.decision}_{flip.name}")
def test_the_edit_is_the_only_difference(
    flip: Flip, varied_marts: duckdb.DuckDBPyConnection
) -> None:
    """The cells of the variant and its base differ in the row that was edited and nowhere else."""
    cells = """
        select rule_table, rule_name, path, metric, part, criterion, item, rule_text
        from marts.dim_rule where rule_version = ?
    """
    base = set(varied_marts.execute(cells, [flip.base]).fetchall())
    variant = set(varied_marts.execute(cells, [flip.version]).fetchall())
    assert len(base - variant) + len(variant - base) in (1, 2)
    assert {cell[0] for cell in base ^ variant} == {flip.seed}
    if flip.value is not None:
        assert {cell[1] for cell in base ^ variant} == {flip.column}


def test_every_decision_that_is_data_is_flipped() -> None:
    """By the very cell that the decision names; the others name where they are built."""
    data = {number for number, row in DECISIONS.items() if row["rule_table"]}
    assert {flip.decision for flip in FLIPS} == data
    for flip in FLIPS:
        row = DECISIONS[flip.decision]
        assert (flip.seed, flip.column) == (row["rule_table"], row["rule_name"])
    for row in DECISIONS.values():
        place = row["where_it_stands"]
        if row["rule_table"]:
            assert place.startswith(f"seeds/rules/{row['rule_table']}.csv: ")
        else:
            assert place.startswith("models/")


def test_decisions_are_published_whole(varied_marts: duckdb.DuckDBPyConnection) -> None:
    """Question, both readings, why and where, row by row as the seed has them."""
    found = varied_marts.execute(
        "select cast(decision_number as varchar), decision, question, reading, other_reading, "
        "reason, where_it_stands, coalesce(rule_table, ''), coalesce(rule_name, '') "
        "from marts.dim_decision order by decision_number"
    ).fetchall()
    assert found == [
        tuple(value for name, value in row.items() if name not in _NOT_PUBLISHED)
        for row in DECISIONS.values()
    ]


def test_cells_that_decisions_name_are_rules(varied_marts: duckdb.DuckDBPyConnection) -> None:
    """So that a decision joins the rows of dim_rule that hold it."""
    missing = varied_marts.execute(
        "select decision_number from marts.dim_decision where rule_table is not null "
        "and (rule_table, rule_name) not in (select (rule_table, rule_name) from marts.dim_rule)"
    ).fetchall()
    assert missing == []


#: What changed with each published version, as the sources tell it: table, column, path, metric,
#: part, criterion, item, before, after.
CHANGES = [
    ("2023_06", "skilling_steps", "same_person", "single", "step_3", None, None, "true", "false"),
    ("2023_12", "skilling_steps", "min_people", "single", "step_1", None, None, "1", "2"),
    ("2023_12", "step_certifications", "certification", "single", "step_3", None, "SC-200",
     "SC-200", None),
    ("2025_01", "criteria", "lower", "enterprise", "azure", "size", None, "100", "600"),
    ("2025_01", "criteria", "lower", "smb", "azure", "size", None, "100", "600"),
    ("2025_01", "criteria", "upper", "smb", "m365", "size", None, None, "300"),
    ("2025_01", "metrics", "combine", "smb", None, None, None, "floor_each", "net_then_floor"),
    ("2025_01", "eligible_associations", "association", None, "azure", None, "CSP Tier 1", None,
     "CSP Tier 1"),
    ("2026_07", "eligible_products", "product", None, "azure", None, "Network Watcher",
     "Network Watcher", None),
    ("2026_07", "step_certifications", "certification", "smb", "step_1", None, "SC-500", None,
     "SC-500"),
    ("2026_07", "criteria", "carried_from_path", "smb", "azure", "size", None, None, "enterprise"),
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda row: f"{row[0]}_{row[2]}_{row[6]}")
def test_changes_of_the_published_versions(
    change: tuple, varied_marts: duckdb.DuckDBPyConnection
) -> None:
    """Each known change is a row with both values, and a source for each value that there is."""
    version, *place, before, after = change
    found = varied_marts.execute(
        """
        select change, source_id_before is not null, source_id is not null
        from marts.dim_rule_change
        where rule_version = ? and (rule_table, rule_name) = (?, ?)
            and path is not distinct from ? and part is not distinct from ?
            and criterion is not distinct from ? and item is not distinct from ?
            and value_before is not distinct from ? and value_after is not distinct from ?
        """,
        [f"security_{version}", *place, before, after],
    ).fetchall()
    kind = "added" if before is None else "removed" if after is None else "changed"
    assert found
    assert set(found) == {(kind, before is not None, after is not None)}


PLACE = "metric, part, criterion, rule_table, item, rule_name"
#: Paths in the order in which a new one grows out of an old one.
PATHS = ["single", "enterprise", "smb"]


def test_changes_make_each_version_out_of_the_one_before(
    varied_marts: duckdb.DuckDBPyConnection,
) -> None:
    """No change is missing and none is made up: versions of one path and of two, either way."""
    versions = [
        name
        for (name,) in varied_marts.execute(
            "select rule_version from marts.dim_rule_version "
            "where solution_area = 'security' order by effective_from"
        ).fetchall()
    ]
    cells: dict[str, dict[tuple, str]] = {name: {} for name in versions}
    for version, path, text, *place in varied_marts.execute(
        f"select rule_version, path, rule_text, {PLACE} from marts.dim_rule "
        "where solution_area = 'security'"
    ).fetchall():
        cells[version][path, *place] = text
    for before, version in pairwise(versions):
        old_paths = {path for path, *_ in cells[before] if path}
        made: dict[tuple, str] = {}
        for path in {path for path, *_ in cells[version]}:
            if path is None or path in old_paths:
                grown_from = path
            else:
                grown_from = next(name for name in PATHS if name in old_paths)
            made |= {
                (path, *place): text
                for (old_path, *place), text in cells[before].items()
                if old_path == grown_from
            }
        for path, text_before, text, *place in varied_marts.execute(
            f"select path, value_before, value_after, {PLACE} from marts.dim_rule_change "
            "where rule_version = ? and not (path is null and path_before is not null)",
            [version],
        ).fetchall():
            assert made.pop((path, *place), None) == text_before
            if text is not None:
                made[path, *place] = text
        assert made == cells[version]


def test_the_newest_month_stands_under_every_version(
    varied_marts: duckdb.DuckDBPyConnection,
) -> None:
    """Also under versions that begin later, beside the one in force."""
    found = varied_marts.execute(
        "select count(distinct rule_version), max(as_of_month), "
        "count(distinct rule_version) filter (is_rule_in_force) "
        "from marts.fct_designation_scores "
        "where as_of_month = ? and solution_area = 'security'",
        [NEWEST],
    ).fetchone()
    assert found == (5 + 1 + len(FLIPS) + len(EDITS), date(2026, 10, 1), 1)
