"""From values of two windows to points: differences, percentages, levels, the better of two."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tests.scorer.areas.result import AreaMetricPart

DIFFERENCE, PERCENT, LEVEL = "difference", "percent", "level"
NET_THEN_FLOOR, BEST_OF = "net_then_floor", "best_of"
CURRENT, BASELINE = "current", "baseline"
MOST_PERCENT = Fraction(999_999_999)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Gate:
    """What the sum of all parts must reach, now or a year before."""

    window: str
    at_least: Decimal


@dataclass(frozen=True)
class PartRule:
    """One part of a metric: its unit, and how many steps of one unit earn all points."""

    part: str
    unit: str
    steps_to_max: Decimal
    is_proportional: bool = False


@dataclass(frozen=True)
class UsageRule:
    """One metric of usage; of netted parts all have the same `steps_to_max`."""

    metric: str
    category: str
    max_points: Decimal
    comparison: str
    parts: tuple[PartRule, ...]
    combine: str = NET_THEN_FLOOR
    gate: Gate | None = None


@dataclass(frozen=True)
class Values:
    """A part now and a year before; a level has no year before."""

    current: Decimal
    baseline: Decimal | None = ZERO

    @property
    def net(self) -> Decimal:
        """What was gained, or the level itself."""
        return self.current - (self.baseline or ZERO)


@dataclass(frozen=True)
class Outcome:
    """Points of a metric, and its parts."""

    counted: Decimal
    missing: Decimal
    points: Decimal
    status: str
    parts: dict[str, AreaMetricPart]


def rounded(value: Fraction | Decimal, places: int) -> Decimal:
    """Round half away from zero, exactly."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(whole if exact >= 0 else -whole)).scaleb(-places)


def stored(value: Fraction | Decimal) -> Decimal:
    """Keep a figure with the ten decimals of a column."""
    return rounded(value, 10)


def exact_points(max_points: Decimal, steps: Fraction, most: Decimal) -> Fraction:
    """Give the points of steps, floored and capped, before any rounding."""
    capped = min(max(steps, Fraction(0)), Fraction(most))
    return Fraction(max_points) * capped / Fraction(most)


def percent_growth(current: Decimal, baseline: Decimal) -> Fraction:
    """Give the growth in percent of a baseline above zero."""
    return Fraction(current - baseline) * 100 / Fraction(baseline)


def _status(points: Decimal, steps: Fraction, most: Decimal) -> str:
    if points == 0:
        return "no_points"
    return "capped" if steps > most else "scored"


def _next_step(rule: UsageRule, part: PartRule, steps: Fraction) -> Fraction:
    """Give the number of steps at which one more point is earned, or one more step counts."""
    if not part.is_proportional:
        return max(steps, Fraction(0)) + 1
    points = exact_points(rule.max_points, steps, part.steps_to_max)
    return (
        Fraction(points.__floor__() + 1) * Fraction(part.steps_to_max) / Fraction(rule.max_points)
    )


def _part(
    values: Values,
    unit: str,
    counted: Decimal | None,
    to_next: Fraction | None,
    is_counted: bool | None = None,
) -> AreaMetricPart:
    missing = None if to_next is None else stored(to_next)
    return AreaMetricPart(
        values.current, values.baseline, values.net, counted, missing, unit, is_counted
    )


def _netted(rule: UsageRule, values: Mapping[str, Values]) -> Outcome:
    """Add the parts, then floor: a loss of one is taken from what another gained."""
    first = rule.parts[0]
    net = Fraction(sum((one.net for one in values.values()), ZERO))
    steps = max(net, Fraction(0))
    most = first.steps_to_max
    points = rounded(exact_points(rule.max_points, steps, most), 4)
    to_next = None if steps >= most else _next_step(rule, first, steps) - net
    parts = {
        part.part: _part(values[part.part], part.unit, values[part.part].net, to_next)
        for part in rule.parts
    }
    missing = max(Fraction(most) - steps, Fraction(0))
    return Outcome(stored(steps), stored(missing), points, _status(points, steps, most), parts)


def _best_of(rule: UsageRule, values: Mapping[str, Values]) -> Outcome:
    """Score each part by itself; the larger counts, the first where they are equal."""
    known = [part for part in rule.parts if part.part in values]
    steps = {part.part: max(Fraction(values[part.part].net), Fraction(0)) for part in known}

    def worth(part: PartRule) -> Fraction:
        return exact_points(rule.max_points, steps[part.part], part.steps_to_max)

    best = max(known, key=worth)
    parts = {}
    for part in known:
        one, value = steps[part.part], values[part.part]
        is_full = one >= part.steps_to_max
        to_next = None if is_full else _next_step(rule, part, one) - Fraction(value.net)
        parts[part.part] = _part(value, part.unit, stored(one), to_next, part is best)
    counted, most = steps[best.part], best.steps_to_max
    points = rounded(worth(best), 4)
    missing = max(Fraction(most) - counted, Fraction(0))
    return Outcome(stored(counted), stored(missing), points, _status(points, counted, most), parts)


def _percent(rule: UsageRule, values: Mapping[str, Values]) -> Outcome:
    """Compare the sums of both windows; the gate is asked first, then whether there is a base."""
    part = rule.parts[0]
    most, gate = part.steps_to_max, rule.gate
    current = sum((one.current for one in values.values()), ZERO)
    baseline = sum((one.baseline or ZERO for one in values.values()), ZERO)
    asked = current if gate and gate.window == CURRENT else baseline
    steps, status = Fraction(0), ""
    if gate and asked < gate.at_least:
        status = "gate_not_met"
    elif baseline <= 0:
        status = "no_baseline"
    else:
        steps = min(max(percent_growth(current, baseline), Fraction(0)), MOST_PERCENT)
    points = rounded(exact_points(rule.max_points, steps, most), 4)
    to_next = None
    if baseline > 0 and steps < most and not (gate and gate.window == BASELINE and status):
        needed = Fraction(baseline) * (1 + _next_step(rule, part, steps) / 100)
        if gate and gate.window == CURRENT:
            needed = max(needed, Fraction(gate.at_least))
        to_next = needed - Fraction(current)
    parts = {one.part: _part(values[one.part], one.unit, None, to_next) for one in rule.parts}
    return Outcome(
        stored(steps),
        stored(max(Fraction(most) - steps, Fraction(0))),
        points,
        status or _status(points, steps, most),
        parts,
    )


def score_usage(rule: UsageRule, values: Mapping[str, Values]) -> Outcome:
    """Turn the values of all parts into units, points and what is missing."""
    if rule.comparison == PERCENT:
        return _percent(rule, values)
    return _best_of(rule, values) if rule.combine == BEST_OF else _netted(rule, values)
