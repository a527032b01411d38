"""Read the other areas' part of published marts into the shape of the scorer's result.

Figures that come from a division are compared at four decimals (`at_four_decimals`), all others as
they are.
"""

from collections.abc import Collection
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import duckdb

from tests.scorer.areas.modern_rules import PART_ASSOCIATIONS
from tests.scorer.areas.points import rounded
from tests.scorer.areas.result import (
    AreaContribution,
    AreaDesignation,
    AreaMetricPart,
    AreaMetricScore,
    AreaResult,
    ServiceDeployment,
)
from tests.scorer.areas.status import AreaStatus
from tests.scorer.values import name_key

#: Causes before effects: the first table that differs is the one to look at.
AREA_TABLES = [
    *["deployments", "contributions", "skilling_people", "metric_parts", "metric_scores"],
    "designations",
]
PATH_KEY = ["partner_id", "as_of_month", "rule_version", "path"]
METRIC_KEY = [*PATH_KEY, "metric"]
#: Parts of which the better one counts.
CHOSEN_PARTS = set(PART_ASSOCIATIONS)
DIVIDED = ("counted_units", "units_to_max", "units_to_next_point", "class_share_pct")


def _found(marts: duckdb.DuckDBPyConnection, query: str, key_length: int) -> dict[tuple, tuple]:
    rows = marts.execute(query).fetchall()
    found = {tuple(row[:key_length]): tuple(row[key_length:]) for row in rows}
    if len(found) != len(rows):
        raise AssertionError(f"a key is met twice: {query}")
    return found


def _by_key(
    marts: duckdb.DuckDBPyConnection,
    table: str,
    key: list[str],
    row: type[Any],
    areas: Collection[str],
) -> dict[Any, Any]:
    columns = [field.name for field in fields(row)]
    named = ", ".join(f"'{area}'" for area in areas)
    query = f"""
        select {", ".join([*key, *columns])} from marts.{table} where solution_area in ({named})
    """
    return {place: row(*values) for place, values in _found(marts, query, len(key)).items()}


def _people(marts: duckdb.DuckDBPyConnection, areas: Collection[str]) -> dict[Any, int]:
    named = ", ".join(f"'{area}'" for area in areas)
    key = ", ".join([*METRIC_KEY, "step"])
    query = f"""
        select {key}, count(distinct person_key)
        from marts.fct_skilling_people
        where solution_area in ({named}) and counts
        group by all
    """
    return {place: count for place, (count,) in _found(marts, query, 6).items()}


def _services(
    marts: duckdb.DuckDBPyConnection, areas: Collection[str]
) -> dict[Any, ServiceDeployment]:
    """Services by the form that compares, whatever spelling is shown."""
    key = ["partner_id", "as_of_month", "rule_version", "service"]
    shown = _by_key(marts, "fct_service_deployments", key, ServiceDeployment, areas)
    services = {(*place[:-1], name_key(place[-1])): row for place, row in shown.items()}
    if len(services) != len(shown):
        raise AssertionError("fct_service_deployments has a service in two spellings")
    return services


def read_area_marts(marts: duckdb.DuckDBPyConnection, areas: Collection[str]) -> AreaResult:
    """Read all tables that the scorer computes too; a key met twice is an AssertionError."""
    parts = _by_key(marts, "fct_metric_parts", [*METRIC_KEY, "part"], AreaMetricPart, areas)
    return AreaResult(
        metric_scores=_by_key(marts, "fct_metric_scores", METRIC_KEY, AreaMetricScore, areas),
        metric_parts={
            # Only where the better of two parts counts is one of them chosen.
            key: part if key[-1] in CHOSEN_PARTS else replace(part, is_counted_part=None)
            for key, part in parts.items()
        },
        designations=_by_key(marts, "fct_designation_scores", PATH_KEY, AreaDesignation, areas),
        contributions=_by_key(
            marts,
            "fct_tenant_contributions",
            [*METRIC_KEY, "product_line", "tenant_id", "'' as workload"],
            AreaContribution,
            areas,
        ),
        skilling_people=_people(marts, areas),
        deployments=_services(marts, areas),
    )


def read_area_statuses(
    marts: duckdb.DuckDBPyConnection, areas: Collection[str]
) -> dict[Any, AreaStatus]:
    """Read the status by partner, area and month."""
    key = ["partner_id", "solution_area", "as_of_month"]
    return _by_key(marts, "fct_designation_status", key, AreaStatus, areas)


def _rounded(row: Any) -> Any:
    values = {name: getattr(row, name, None) for name in DIVIDED}
    return replace(
        row,
        **{name: rounded(one, 4) for name, one in values.items() if isinstance(one, Decimal)},
    )


def at_four_decimals(result: AreaResult) -> AreaResult:
    """Round the figures that come from a division."""
    return replace(
        result,
        metric_scores={key: _rounded(row) for key, row in result.metric_scores.items()},
        metric_parts={key: _rounded(row) for key, row in result.metric_parts.items()},
        designations={key: _rounded(row) for key, row in result.designations.items()},
    )
