"""What lies near a threshold and what crossing it changes, worked out by the scorer's own parts.

Distances come from the seed, since they are a matter of taste; thresholds are the scorer's.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path

from tests.scorer.landing import Landing
from tests.scorer.metrics import Standing, Standings, Tally, passes_now, score_tenants, tally
from tests.scorer.names import WORKLOADS
from tests.scorer.rules import AZURE, M365, LineRule, MetricRule
from tests.scorer.score import Partner, standings_of
from tests.scorer.values import month_start

SEED = Path(__file__).parents[2] / "seeds" / "rules" / "near_distances.csv"
SMALLEST_USD = Decimal("1e-10")
ZERO = Decimal(0)


def distances() -> dict[str, tuple[Decimal, Decimal]]:
    """Per cent (percentage points for active) and least distance by measure."""
    with SEED.open(encoding="utf-8", newline="") as lines:
        return {
            row["measure"]: (Decimal(row["distance_pct"]), Decimal(row["at_least"]))
            for row in csv.DictReader(lines)
            if row["distance_pct"]
        }


@dataclass(frozen=True)
class Line:
    """A threshold: where it is, and whether it belongs to what lies above it."""

    bound: str
    value: Decimal
    is_above: bool

    def is_below(self, measured: Decimal) -> bool:
        """Say on which side a figure is."""
        return measured < self.value or (measured == self.value and not self.is_above)

    def across(self, measured: Decimal, is_whole: bool) -> Decimal:
        """First figure on the other side."""
        up, down = self.value, self.value
        tick = SMALLEST_USD
        if is_whole:
            tick = Decimal(1)
            up = up.to_integral_value(ROUND_CEILING)
            down = down.to_integral_value(ROUND_FLOOR)
        if self.is_below(measured):
            return up if self.is_above else down + tick
        return up - tick if self.is_above else down


def lines_of(rule: LineRule) -> list[Line]:
    """Thresholds of a size; a threshold at zero has nothing near it."""
    size = rule.size
    lines = [
        Line("lower", size.above, False) if size.above is not None else None,
        Line("lower", size.at_least, True) if size.at_least is not None else None,
        Line("upper", size.at_most, False) if size.at_most is not None else None,
    ]
    return [line for line in lines if line and line.value > 0]


# measured on, criterion, line, measured, the standing across it
Near = tuple[str, str, Line, Decimal, Standing]


def _near_azure(rule: LineRule, now: Standing) -> Iterator[Near]:
    pct, least = distances()["acr_usd"]
    for line in lines_of(rule):
        if abs(now.ttm_usd - line.value) <= max(pct * line.value / 100, least):
            moved = Standing(line.across(now.ttm_usd, False))
            yield "tenant", "size", line, now.ttm_usd, moved


def _near_seats(rule: LineRule, now: Standing) -> Iterator[Near]:
    pct, least = distances()["paid"]
    points, _ = distances()["active"]
    seats = now.seats or {}
    for workload in WORKLOADS:
        if workload not in seats:
            continue
        paid, active = seats[workload]
        for line in lines_of(rule):
            if abs(paid - line.value) <= max(pct * line.value / 100, least):
                moved = seats | {workload: (line.across(paid, True), active)}
                yield workload, "size", line, paid, replace(now, seats=moved)
        sizes = [rule.size] + ([rule.carried_from.size] if rule.carried_from else [])
        if rule.active_pct is None or not any(size.holds(paid) for size in sizes):
            continue
        line = Line("lower", paid * rule.active_pct / 100, True)
        if abs(active - line.value) * 100 <= points * paid:
            moved = seats | {workload: (paid, line.across(active, True))}
            yield workload, "activity", line, active, replace(now, seats=moved)


def _points(metric: MetricRule, tallies: dict[str, Tally], line: str, change: Decimal) -> Decimal:
    changed = replace(tallies[line], current=tallies[line].current + change)
    return score_tenants(metric, tallies | {line: changed}).points


def _near_metric(metric: MetricRule, standings: dict[str, Standings]) -> Iterator[tuple]:
    tallies = {line: tally(metric, line, standings[line]) for line in (AZURE, M365)}
    points = score_tenants(metric, tallies).points
    for product_line, rule in metric.lines.items():
        for tenant, (now, then) in standings[product_line].items():
            if now is None:
                continue
            near = _near_azure if product_line == AZURE else _near_seats
            is_now = passes_now(product_line, rule, now, then)
            for place, criterion, line, measured, moved in near(rule, now):
                is_across = passes_now(product_line, rule, moved, then)
                change = _value(metric, product_line, moved) if is_across else ZERO
                change -= _value(metric, product_line, now) if is_now else ZERO
                key = (metric.metric, product_line, tenant, place, criterion, line.bound)
                yield (
                    *key,
                    measured,
                    line.value,
                    "below" if line.is_below(measured) else "above",
                    is_now,
                    is_across,
                    change,
                    _points(metric, tallies, product_line, change) - points,
                )


def _value(metric: MetricRule, line: str, standing: Standing) -> Decimal:
    if metric.counts_tenants:
        return Decimal(1)
    return standing.users if line == M365 else standing.ttm_usd


def near_rows(root: Path) -> dict[tuple, tuple]:
    """Every near row of the newest month under the version in force.

    Key: partner, month, version, path, metric, line, tenant, measured on, criterion, bound; value:
    measured, threshold, side, qualifies now, qualifies across, units and points it would change.
    """
    landing = Landing(root)
    found = {}
    for partner_id in landing.partners:
        partner = Partner(landing, partner_id)
        for pair in partner.pairs():
            if not (pair.is_newest and pair.is_in_force):
                continue
            standings = standings_of(partner, pair)
            for path, rules in pair.version.paths.items():
                for metric in rules.metrics:
                    start = (partner_id, month_start(pair.month), pair.version.name, path)
                    for row in _near_metric(metric, standings):
                        found[(*start, *row[:6])] = row[6:]
    return found
