"""Tenant metrics: who qualifies now and a year before, the net of each line, units and points."""

from dataclasses import dataclass
from decimal import Decimal

from tests.scorer.points import stored_points
from tests.scorer.result import Contribution, MetricPart
from tests.scorer.rules import FLOOR_EACH, M365, LineRule, MetricRule
from tests.scorer.seats import Seats, protected_users

ZERO = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """One tenant in one window: its trailing dollars (azure) or its seats (m365)."""

    ttm_usd: Decimal = ZERO
    seats: Seats | None = None

    @property
    def users(self) -> Decimal:
        """Protected users over all workloads."""
        return protected_users(self.seats or {})


# Tenant → now, a year before; None for a window in which nothing was reported of the tenant.
Standings = dict[str, tuple[Standing | None, Standing | None]]


@dataclass(frozen=True)
class Tally:
    """One line of a metric: totals of both windows, and every tenant's share of the difference."""

    current: Decimal
    baseline: Decimal
    tenants: dict[str, Contribution]

    @property
    def net(self) -> Decimal:
        """What was gained since a year before."""
        return self.current - self.baseline


def has_size(line: str, rule: LineRule, standing: Standing | None) -> bool:
    """Ask for the size alone; an open band takes every tenant that has rows in the window."""
    if standing is None:
        return False
    if rule.size.is_open:
        return True
    if line == M365:
        return any(rule.size.holds(paid) for paid, _ in (standing.seats or {}).values())
    return rule.size.holds(standing.ttm_usd)


def passes(line: str, rule: LineRule, standing: Standing | None) -> bool:
    """Ask for everything; active licences are asked of the workload that has the size."""
    if standing is None or rule.active_pct is None:
        return has_size(line, rule, standing)
    return any(
        rule.size.holds(paid) and active * 100 >= paid * rule.active_pct
        for paid, active in (standing.seats or {}).values()
    )


def passes_now(line: str, rule: LineRule, now: Standing | None, then: Standing | None) -> bool:
    """Ask for everything, or for what keeps a tenant counted that outgrew this path."""
    if passes(line, rule, now):
        return True
    larger = rule.carried_from
    return larger is not None and has_size(line, rule, then) and passes(line, larger, now)


def tally(metric: MetricRule, line: str, standings: Standings) -> Tally:
    """Judge every tenant of a line in both windows."""
    rule = metric.lines[line]

    def value(standing: Standing) -> Decimal:
        if metric.counts_tenants:
            return Decimal(1)
        return standing.users if line == M365 else standing.ttm_usd

    current = baseline = ZERO
    tenants = {}
    for tenant, (now, then) in standings.items():
        is_now, was_then = passes_now(line, rule, now, then), passes(line, rule, then)
        gained, lost = value(now) if is_now else ZERO, value(then) if was_then else ZERO
        current, baseline = current + gained, baseline + lost
        tenants[tenant] = Contribution(is_now, was_then, gained - lost)
    return Tally(current, baseline, tenants)


def whole_steps(value: Decimal, step: Decimal) -> Decimal:
    """Count whole increments; below zero those of the size of the loss, with its sign."""
    steps = Decimal(abs(value) // step)
    return -steps if value < 0 else steps


@dataclass(frozen=True)
class TenantMetric:
    """The outcome of one metric on one path."""

    counted: Decimal
    missing: Decimal
    points: Decimal
    status: str
    parts: dict[str, MetricPart]


def _to_next(metric: MetricRule, line: str, nets: dict[str, Decimal]) -> Decimal:
    """Say what a line alone must gain, in its own unit, before one more step counts."""
    step, net = metric.lines[line].step, nets[line]
    if metric.combine == FLOOR_EACH:
        return (whole_steps(max(net, ZERO), step) + 1) * step - net
    # Lines netted first: all steps are single tenants, so the shortfall of the sum is this line's
    # too.
    total = sum(nets.values(), ZERO)
    return max(total, ZERO) + 1 - total


def score_tenants(metric: MetricRule, tallies: dict[str, Tally]) -> TenantMetric:
    """Turn the nets of both lines into units, points and what is missing."""
    nets = {line: tally.net for line, tally in tallies.items()}
    floored_each = metric.combine == FLOOR_EACH
    steps = {
        line: whole_steps(max(net, ZERO) if floored_each else net, metric.lines[line].step)
        for line, net in nets.items()
    }
    counted = max(sum(steps.values(), ZERO), ZERO)
    most = Decimal(metric.steps_to_max)
    points = stored_points(metric.max_points * min(counted, most) / most)
    status = "no_points" if points == 0 else "capped" if counted > most else "scored"
    unit = {True: ("tenants", "tenants"), False: ("usd", "users")}[metric.counts_tenants]
    parts = {
        line: MetricPart(
            current_value=one.current,
            baseline_value=one.baseline,
            net_value=one.net,
            counted_units=steps[line],
            units_to_next_point=None if counted >= most else _to_next(metric, line, nets),
            unit=unit[line == M365],
        )
        for line, one in tallies.items()
    }
    return TenantMetric(counted, max(ZERO, most - counted), points, status, parts)
