"""What the scorecard says, read from a release.

Belongs here: plain rows of the answers of a release. Does not belong here: the queries
(scorecard_queries.py), how it looks (scorecard.py), and any arithmetic on scores: every figure is
read, none is made.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from orchestration.explain import scorecard_queries as queries
from orchestration.explain.data import reading
from orchestration.publish.page.shared_queries import NOT_IN_TOTAL, RESTATED, STRAYS
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
    """`points` are None where they are not known; `not_known` says why, in words."""

    metric: str
    label: str
    points: Decimal | None
    max_points: Decimal
    status: str
    basis: str
    not_known: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class PathScore:
    """One path under the rules in force. `total_points_shown` is what Partner Center prints."""

    path: str
    label: str
    total_points: Decimal
    total_points_shown: int
    #: The total if metrics that are not known earned all they can.
    possible_points: Decimal
    max_points: Decimal
    qualifying_points: Decimal
    points_short: Decimal
    qualifies: bool
    #: Nobody knows whether it qualifies.
    is_open: bool
    is_partly_known: bool
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
class AreaCard:
    """One solution area of a partner; `is_idle` where it plainly does not play in it."""

    solution_area: str
    label: str
    rule_label: str
    designation_status: str
    class_basis: str | None
    is_idle: bool
    paths: tuple[PathScore, ...]
    others: tuple[OtherRules, ...]

    @property
    def best_path(self) -> PathScore:
        return next(path for path in self.paths if path.is_best_path)

    @property
    def is_in_progress(self) -> bool:
        return self.designation_status == "In progress"

    @property
    def paths_that_may_count(self) -> tuple[PathScore, ...]:
        """All of them, or that of the partner's class where one is known to decide."""
        is_decided = self.class_basis not in (None, "unknown")
        return (self.best_path,) if is_decided else self.paths


@dataclass(frozen=True)
class PartnerCard:
    partner_id: str
    name: str
    as_of_month: date
    has_short_history: bool
    has_reconstructed_skilling: bool
    areas: tuple[AreaCard, ...]
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
    #: Labels of the solution areas that are scored.
    areas: tuple[str, ...]
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
        areas = [row["label"] for row in _rows(connection, queries.AREAS)]
        partners = _rows(connection, queries.PARTNERS)
        chosen = partners[:limit]
        ids = [row["partner_id"] for row in chosen]
        partner_areas = _grouped(connection, queries.PARTNER_AREAS, ids, 1)
        paths = _grouped(connection, queries.PATHS, ids, 2)
        metrics = _grouped(connection, queries.METRICS, ids, 3)
        parts = _grouped(connection, queries.PARTS, ids, 4)
        others = _grouped(connection, queries.OTHERS, ids, 2)
        unused = _grouped(connection, queries.UNUSED, ids, 1)
        blind = _rows(connection, queries.BLIND)
        absent = _rows(connection, queries.ABSENT)
        strays = _rows(connection, STRAYS)
        not_in_total = connection.execute(NOT_IN_TOTAL).fetchone()
        restated = _rows(connection, RESTATED) if release.label.compared_with else []

    def area(key: tuple, row: dict) -> AreaCard:
        key = (*key, row["solution_area"])
        return AreaCard(
            **row,
            paths=tuple(path_score(key, each) for each in paths[key]),
            others=tuple(OtherRules(**each) for each in others[key]),
        )

    def path_score(key: tuple, row: dict) -> PathScore:
        key = (*key, row["path"])
        return PathScore(**row, metrics=tuple(metric(key, each) for each in metrics[key]))

    def metric(key: tuple, row: dict) -> Metric:
        found = parts[(*key, row["metric"])]
        return Metric(**row, parts=tuple(Part(**each) for each in found))

    cards = []
    for row in chosen:
        key = (row["partner_id"],)
        card = PartnerCard(
            **row,
            areas=tuple(area(key, each) for each in partner_areas[key]),
            unused=tuple(UnusedName(**each) for each in unused[key]),
        )
        cards.append(card)
    return Scorecard(
        release=release,
        areas=tuple(areas),
        partners=tuple(cards),
        partners_total=len(partners),
        not_in_total=not_in_total[0] if not_in_total else None,
        blind=tuple(BlindWorkloads(row["delivery"], tuple(row["workloads"])) for row in blind),
        without_offers=_without_offers(absent),
        strays=tuple(UnusedName(**each) for each in strays),
        restated=Restated(**restated[0]) if restated else None,
    )


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
    connection: duckdb.DuckDBPyConnection, query: str, ids: list[str], keys: int
) -> dict[tuple, list[dict]]:
    """Rows by the first `keys` columns, which they lose."""
    groups: dict[tuple, list[dict]] = defaultdict(list)
    for row in _rows(connection, query, {"ids": ids}):
        columns = list(row.items())
        key = tuple(value for _, value in columns[:keys])
        groups[key].append(dict(columns[keys:]))
    return groups
