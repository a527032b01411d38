"""Why a score moved: two months of one partner laid side by side, tenant by tenant.

A month is compared with the month before in three steps: the month before as it was known before
the newest delivery and as it is told now (restatement), under its own rules and under this month's
(rule_change), and this month against it, one set of rules for both (all other causes).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from tests.scorer.landing import USAGE, Landing
from tests.scorer.metrics import Standings, score_tenants, tally
from tests.scorer.rules import (
    AZURE,
    M365,
    VERSIONS,
    MetricRule,
    SkillingRule,
    Version,
    version_in_force,
)
from tests.scorer.score import SKILLING, Partner, _azure_standings, _seat_standings
from tests.scorer.skilling import certificates_held, score_skilling
from tests.scorer.usage import ledger_of
from tests.scorer.values import month_end, month_start

ZERO = Decimal(0)
VERSION_OF = {version.name: version for version in VERSIONS}
TENANT_CAUSES = ("new_tenant", "lost_tenant", "crossed_threshold", "growth", "baseline_roll_off")

# partner, month, path, metric, line, cause → units, points
Key = tuple[str, date, str, str, str, str]
Movements = dict[Key, tuple[Decimal, Decimal]]


def worth(max_points: Decimal, units: Decimal, units_at_max: Decimal) -> Decimal:
    """Give the points that units stand for at a metric's rate, without floor or cap."""
    return (max_points * units / units_at_max).quantize(Decimal("0.0001"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Month:
    """One partner in one month under one version: what everybody brings, and the points."""

    version: Version
    standings: dict[str, Standings]
    held: dict[str, set[str]]

    def line(self, metric: MetricRule, line: str) -> dict[str, tuple[bool, Decimal, Decimal]]:
        """By tenant: whether it had usage now, what it brings now, what it brought a year ago."""
        shares = tally(metric, line, self.standings[line]).tenants
        brought = {}
        for tenant, (now, then) in self.standings[line].items():
            share = shares[tenant]
            value = (lambda s: Decimal(1)) if metric.counts_tenants else _value_of(line)
            brought[tenant] = (
                now is not None,
                value(now) if share.is_qualified_current else ZERO,
                value(then) if share.is_qualified_baseline else ZERO,
                share.is_qualified_current,
            )
        return brought

    def points(self, metric: MetricRule) -> Decimal:
        """Give the points of a metric of usage."""
        tallies = {line: tally(metric, line, self.standings[line]) for line in (AZURE, M365)}
        return score_tenants(metric, tallies).points

    def net(self, metric: MetricRule, line: str) -> Decimal:
        """Give the net of one line, not floored."""
        return tally(metric, line, self.standings[line]).net


def _value_of(line: str):
    return (lambda s: s.users) if line == M365 else (lambda s: s.ttm_usd)


def _month(partner: Partner, month: int, version: Version) -> Month:
    ledger = ledger_of(partner.kept_lines(version.azure_associations), version.services)
    book = partner.seat_book(version.m365_associations)
    certificates, _ = partner.landing.snapshot(partner.id, month)
    return Month(
        version,
        {AZURE: _azure_standings(ledger, month), M365: _seat_standings(book, month)},
        certificates_held(certificates, month_end(month)),
    )


def _tenant_changes(
    metric: MetricRule, line: str, now: Month, before: Month
) -> Iterator[tuple[str, Decimal]]:
    gone = (False, ZERO, ZERO, False)
    after, earlier = now.line(metric, line), before.line(metric, line)
    for tenant in after.keys() | earlier.keys():
        is_there, brings, base, passes = after.get(tenant, gone)
        was_there, brought, old_base, passed = earlier.get(tenant, gone)
        if passes and passed:
            cause = "growth"
        elif passes:
            cause = "crossed_threshold" if was_there else "new_tenant"
        else:
            cause = "crossed_threshold" if is_there else "lost_tenant"
        yield cause, brings - brought
        yield "baseline_roll_off", old_base - base


def _people(rule: SkillingRule, held: dict[str, set[str]]) -> tuple[bool, set[str], Decimal]:
    holders = [{p for p, codes in held.items() if codes & s.certificates} for s in rule.steps]
    gate = list(zip(holders[:2], rule.steps[:2], strict=True))
    is_open = all(len(people) >= step.min_people for people, step in gate)
    once = sum((s.points_once for people, s in gate if len(people) >= s.min_people), ZERO)
    scoring = set.intersection(*holders) if rule.same_person else holders[2]
    return is_open, scoring if is_open else set(), once


def _skilling(rule: SkillingRule, now: Month, before: Month) -> Iterator[tuple[str, tuple]]:
    is_open, people, once = _people(rule, now.held)
    was_open, earlier, old_once = _people(rule, before.held)
    rate = rule.points_at_max, Decimal(rule.max_people)
    for cause, group, sign in (
        ("certification_gained", people - earlier, 1),
        ("certification_lost", earlier - people, -1),
    ):
        units = Decimal(sign * len(group))
        once_change = once - old_once if (once - old_once) * sign > 0 else ZERO
        yield cause, (units, worth(rate[0], units, rate[1]) + once_change)


def _prior_path(path: str, prior: Version) -> str:
    return path if path in prior.paths else next(iter(prior.paths))


def _usage_moves(path: str, index: int, now: Month, rescored: Month, prior: Month, known) -> dict:
    rule = now.version.paths[path].metrics[index]
    old_rule = prior.version.paths[_prior_path(path, prior.version)].metrics[index]
    moves: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    own = rules = restated = ZERO
    for line in (AZURE, M365):
        at_max = rule.steps_to_max * rule.lines[line].step
        old_at_max = old_rule.steps_to_max * old_rule.lines[line].step
        units = dict.fromkeys(TENANT_CAUSES, ZERO)
        for cause, change in _tenant_changes(rule, line, now, rescored):
            units[cause] += change
        for cause, change in units.items():
            moves[line, cause] = change, worth(rule.max_points, change, at_max)
            own += moves[line, cause][1]
        new, old = rescored.net(rule, line), prior.net(old_rule, line)
        old_worth = worth(old_rule.max_points, old, old_at_max)
        moves[line, "rule_change"] = new - old, worth(rule.max_points, new, at_max) - old_worth
        rules += moves[line, "rule_change"][1]
        if known:
            first = known.net(old_rule, line)
            first_worth = worth(old_rule.max_points, first, old_at_max)
            moves[line, "restatement"] = old - first, old_worth - first_worth
            restated += moves[line, "restatement"][1]
    points = {"now": now.points(rule), "new": rescored.points(rule), "old": prior.points(old_rule)}
    moves["all", "rule_change"] = ZERO, points["new"] - points["old"] - rules
    moves["all", "cap_or_rounding"] = ZERO, points["now"] - points["new"] - own
    if known:
        moves["all", "restatement"] = ZERO, points["old"] - known.points(old_rule) - restated
    return moves


def _skilling_moves(path: str, now: Month, rescored: Month, prior: Month) -> dict:
    rule = now.version.paths[path].skilling
    old_rule = prior.version.paths[_prior_path(path, prior.version)].skilling
    moves = {("all", cause): change for cause, change in _skilling(rule, now, rescored)}
    own = sum((points for _, points in moves.values()), ZERO)
    new, old = score_skilling(rule, rescored.held), score_skilling(old_rule, prior.held)
    moves["all", "rule_change"] = (
        Decimal(new.counted[2] - old.counted[2]),
        new.points - old.points,
    )
    change = score_skilling(rule, now.held).points - new.points
    moves["all", "cap_or_rounding"] = ZERO, change - own
    return moves


def _without_newest(landing: Landing) -> Landing:
    """Give the landing folder as it was before its newest as-of month was delivered."""
    known = object.__new__(Landing)
    known.as_of_months = landing.as_of_months[:-1]
    known.extracts = {k: e for k, e in landing.extracts.items() if k[1] != landing.newest}
    return known


def _was_delivered(known: Landing, partner: str, month: int) -> bool:
    """Say whether a usage extract of that very month covers the partner."""
    return any(
        partner in known._covered_by(
            known.extracts[dataset, month],
            {row.partner for rows in known.extracts["Profile", month].files for row in rows},
        )
        for dataset in USAGE
        if (dataset, month) in known.extracts
    )


def score_movements(root: Path) -> Movements:
    """Compare every scored month of every partner with the one before."""
    landing = Landing(root)
    known_landing = _without_newest(landing)
    movements: Movements = {}
    for partner_id in landing.partners:
        partner = Partner(landing, partner_id)
        evaluated = cache(
            lambda month, name, partner=partner: _month(partner, month, VERSION_OF[name])
        )
        months = sorted({pair.month for pair in partner.pairs()})
        for before, month in zip(months, months[1:], strict=False):
            version, old = (version_in_force(month_end(m)) for m in (month, before))
            known = None
            is_kept = month == landing.newest and before in known_landing.as_of_months
            if is_kept and _was_delivered(known_landing, partner_id, before):
                known = _month(Partner(known_landing, partner_id), before, old)
            ends = (
                evaluated(month, version.name),
                evaluated(before, version.name),
                evaluated(before, old.name),
            )
            for path, rules in version.paths.items():
                moves = {
                    metric.metric: _usage_moves(path, index, *ends, known)
                    for index, metric in enumerate(rules.metrics)
                }
                moves[SKILLING] = _skilling_moves(path, *ends)
                for metric, changes in moves.items():
                    for (line, cause), change in changes.items():
                        key = (partner_id, month_start(month), path, metric, line, cause)
                        movements[key] = change
    return movements
