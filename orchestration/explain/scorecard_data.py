"""What the scorecard says, read from a release.

Belongs here: the queries on the published marts and plain rows of their answers. Does not belong
here: how it looks (scorecard.py), and any arithmetic on scores: every figure is read, none is made.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from orchestration.explain.data import reading
from orchestration.publish.page.shared_queries import (
    IN_FORCE_NOW,
    NEWEST,
    NOT_IN_TOTAL,
    RESTATED,
    STRAYS,
)
from orchestration.publish.release import Release

#: The column with the offer in AzureUsage, as receipts name it: in Partner Center's spelling.
_OFFER_COLUMN = "AI_OfferType"


@dataclass(frozen=True)
class Part:
    """What one product line, or one certification step, still needs."""

    part: str
    units_to_next_point: Decimal | None
    unit: str


@dataclass(frozen=True)
class Metric:
    metric: str
    label: str
    points: Decimal
    max_points: Decimal
    status: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class PathScore:
    """One path under the rules in force. `total_points_shown` is what Partner Center prints."""

    path: str
    label: str
    total_points: Decimal
    total_points_shown: int
    qualifying_points: Decimal
    qualifies: bool
    is_rounded_up_to_pass: bool
    is_best_path: bool
    metrics: tuple[Metric, ...]


@dataclass(frozen=True)
class OtherRules:
    """The same month on the best path of another rule version."""

    rule_version: str
    total_points: Decimal
    qualifies: bool


@dataclass(frozen=True)
class UnusedName:
    """Rows of one name that someone should look at. `acr_usd` is None without amounts."""

    dataset: str
    kind: str
    name: str
    records_count: int
    acr_usd: Decimal | None


@dataclass(frozen=True)
class PartnerCard:
    partner_id: str
    name: str
    as_of_month: date
    rule_label: str
    has_short_history: bool
    has_reconstructed_skilling: bool
    paths: tuple[PathScore, ...]
    others: tuple[OtherRules, ...]
    unused: tuple[UnusedName, ...]


@dataclass(frozen=True)
class BlindWorkloads:
    """An extract without the columns of some workloads: their seats are not seen."""

    delivery: str
    workloads: tuple[str, ...]


@dataclass(frozen=True)
class Restated:
    """What an as-known release differs in from the current one: scores of metrics, by number."""

    compared: int
    changed: int


@dataclass(frozen=True)
class Scorecard:
    release: Release
    partners: tuple[PartnerCard, ...]
    partners_total: int
    #: What stands in quarantine, as a sentence; None where nothing does.
    not_in_total: str | None
    blind: tuple[BlindWorkloads, ...]
    #: Deliveries whose AzureUsage does not tell the offer.
    without_offers: tuple[str, ...]
    #: Names under a partner id that no Profile knows.
    strays: tuple[UnusedName, ...]
    #: None for a release of all deliveries, and where there was none to compare with.
    restated: Restated | None


def read_scorecard(release: Release, limit: int) -> Scorecard:
    """Read the newest month of the first `limit` partners, by name."""
    with reading(release) as connection:
        partners = _rows(connection, _PARTNERS)
        chosen = partners[:limit]
        ids = [row["partner_id"] for row in chosen]
        paths = _grouped(connection, _PATHS, ids, "partner_id")
        metrics = _grouped(connection, _METRICS, ids, "partner_id", "path")
        parts = _grouped(connection, _PARTS, ids, "partner_id", "path", "metric")
        others = _grouped(connection, _OTHERS, ids, "partner_id")
        unused = _grouped(connection, _UNUSED, ids, "partner_id")
        blind = _rows(connection, _BLIND)
        absent = _rows(connection, _ABSENT)
        strays = _rows(connection, STRAYS)
        not_in_total = connection.execute(NOT_IN_TOTAL).fetchone()
        restated = _rows(connection, RESTATED) if release.label.compared_with else []

    def path_score(row: dict) -> PathScore:
        key = (row["partner_id"], row["path"])
        return PathScore(
            **_without(row, 1), metrics=tuple(metric(key, each) for each in metrics[key])
        )

    def metric(key: tuple, row: dict) -> Metric:
        found = parts[(*key, row["metric"])]
        return Metric(**_without(row, 2), parts=tuple(Part(**_without(each, 3)) for each in found))

    cards = tuple(
        PartnerCard(
            **row,
            paths=tuple(path_score(each) for each in paths[(row["partner_id"],)]),
            others=tuple(OtherRules(**_without(each, 1)) for each in others[(row["partner_id"],)]),
            unused=tuple(UnusedName(**_without(each, 1)) for each in unused[(row["partner_id"],)]),
        )
        for row in chosen
    )
    return Scorecard(
        release=release,
        partners=cards,
        partners_total=len(partners),
        not_in_total=not_in_total[0] if not_in_total else None,
        blind=tuple(BlindWorkloads(row["delivery"], tuple(row["workloads"])) for row in blind),
        without_offers=_without_offers(absent),
        strays=tuple(UnusedName(**each) for each in strays),
        restated=Restated(**restated[0]) if restated else None,
    )


_PARTNERS = f"""
    select
        facts.partner_id,
        partners.partner_name as name,
        facts.as_of_month,
        rules.label as rule_label,
        bool_or(facts.history_status = 'short_history') as has_short_history,
        bool_or(facts.skilling_basis = 'reconstructed') as has_reconstructed_skilling
    from marts.fct_designation_scores as facts
    inner join marts.dim_partner as partners using (partner_id)
    inner join marts.dim_rule_version as rules using (solution_area, rule_version)
    where {IN_FORCE_NOW}
    group by facts.partner_id, partners.partner_name, facts.as_of_month, rules.label
    order by lower(partners.partner_name), facts.partner_id
"""

_CHOSEN = f"{IN_FORCE_NOW} and list_contains($ids, facts.partner_id)"

_PATHS = f"""
    select
        facts.partner_id,
        facts.path,
        paths.label,
        facts.total_points,
        facts.total_points_shown,
        facts.qualifying_points,
        facts.qualifies,
        facts.is_rounded_up_to_pass,
        facts.is_best_path
    from marts.fct_designation_scores as facts
    inner join marts.dim_path as paths using (path)
    where {_CHOSEN}
    order by paths.display_order
"""

_METRICS = f"""
    select
        facts.partner_id,
        facts.path,
        facts.metric,
        metrics.label,
        facts.points,
        facts.max_points,
        facts.status
    from marts.fct_metric_scores as facts
    inner join marts.dim_metric as metrics using (metric)
    where {_CHOSEN}
    order by metrics.display_order
"""

_PARTS = f"""
    select
        facts.partner_id,
        facts.path,
        facts.metric,
        facts.part,
        facts.units_to_next_point,
        facts.unit
    from marts.fct_metric_parts as facts
    where {_CHOSEN}
    order by facts.part
"""

_OTHERS = f"""
    select
        facts.partner_id,
        replace(facts.rule_version, concat(facts.solution_area, '_'), '') as rule_version,
        facts.total_points,
        facts.qualifies
    from marts.fct_designation_scores as facts
    inner join marts.dim_rule_version as rules using (solution_area, rule_version)
    where
        not facts.is_rule_in_force
        and facts.is_best_path
        and facts.as_of_month = {NEWEST}
        and list_contains($ids, facts.partner_id)
    order by rules.effective_from
"""

_UNUSED = """
    select partner_id, dataset, kind, name, records_count, acr_usd
    from marts.fct_unmapped_names
    where is_warned and list_contains($ids, partner_id)
    order by acr_usd desc nulls last, records_count desc, dataset, kind, name
"""

_BLIND = """
    select delivery, list(distinct workload order by workload) as workloads
    from marts.fct_blind_workloads
    where as_of_month = (select max(as_of_month) from marts.fct_blind_workloads)
    group by delivery
    order by delivery
"""

_ABSENT = """
    select distinct delivery, absent_columns
    from marts.dim_delivery
    where is_in_force and dataset = 'AzureUsage'
    qualify as_of_month = max(as_of_month) over ()
    order by delivery
"""


def _without_offers(rows: list[dict]) -> tuple[str, ...]:
    return tuple(
        row["delivery"] for row in rows if _OFFER_COLUMN in row["absent_columns"].split(",")
    )


def _rows(
    connection: duckdb.DuckDBPyConnection, query: str, values: dict | None = None
) -> list[dict]:
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _grouped(
    connection: duckdb.DuckDBPyConnection, query: str, ids: list[str], *keys: str
) -> dict[tuple, list[dict]]:
    groups: dict[tuple, list[dict]] = defaultdict(list)
    for row in _rows(connection, query, {"ids": ids}):
        groups[tuple(row[key] for key in keys)].append(row)
    return groups


def _without(row: dict, count: int) -> dict:
    """The row without its first `count` columns, the keys that it was grouped by."""
    return dict(list(row.items())[count:])
