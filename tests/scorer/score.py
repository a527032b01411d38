"""Score every partner of a landing folder in every pair of as-of month and rule version."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from tests.scorer.areas.landing import AreaLanding
from tests.scorer.areas.score import AreaPartner, score_areas
from tests.scorer.landing import USAGE, Landing
from tests.scorer.metrics import Standing, Standings, score_tenants, tally
from tests.scorer.points import shown_points
from tests.scorer.result import DesignationScore, MetricPart, MetricScore, Result
from tests.scorer.rules import (
    AZURE,
    BASELINE_MONTHS,
    FIRST_SCORED_MONTH,
    M365,
    QUALIFYING_POINTS,
    VERSIONS,
    PathRules,
    Version,
    version_in_force,
)
from tests.scorer.seats import SeatBook, seat_book
from tests.scorer.skilling import certificates_held, score_skilling
from tests.scorer.usage import Ledger, has_rows, ledger_of, lines_once, ttm
from tests.scorer.values import month_end, month_index, month_start

SECURITY = "security"
SKILLING = "intermediate_certifications"
PATH_ORDER = ["enterprise", "smb", "single"]


@dataclass(frozen=True)
class Pair:
    """One as-of month judged under one version; all tenants are shown where `is_newest`."""

    month: int
    version: Version
    is_newest: bool

    @property
    def is_in_force(self) -> bool:
        """Say whether the version is the one of that month."""
        return version_in_force(month_end(self.month)) is self.version


class Partner:
    """One partner's truth, prepared for any version."""

    def __init__(self, landing: Landing, partner: str):
        self.landing = landing
        self.id = partner
        self.rows = {dataset: landing.rows_of.get((dataset, partner), []) for dataset in USAGE}
        self.truth = {dataset: landing.truth.get((dataset, partner), {}) for dataset in USAGE}
        self.kept_lines = cache(lambda names: lines_once(self.rows["AzureUsage"], names))
        self.seat_book = cache(
            lambda names: seat_book(self.rows["EMSUsage"], self.rows["CPORM365Usage"], names)
        )

    def months(self) -> range:
        """List the scored months: from a year into the history to the newest."""
        newest = self.landing.newest
        covered = [month for months in self.truth.values() for month in months]
        first = min(covered) + BASELINE_MONTHS if covered else newest
        first = max(first, month_index(FIRST_SCORED_MONTH))
        return range(min(first, newest), newest + 1)

    def pairs(self) -> list[Pair]:
        """List what is scored: every month, the newest one under every version."""
        *earlier, newest = self.months()
        in_force = [Pair(month, version_in_force(month_end(month)), False) for month in earlier]
        return in_force + [Pair(newest, version, True) for version in VERSIONS]

    def history_status(self, month: int) -> str:
        """Say whether all months the score reads were delivered, in datasets with the partner."""
        year_ago = month - BASELINE_MONTHS
        asked = {
            "AzureUsage": range(month - 2 * BASELINE_MONTHS + 1, month + 1),
            "EMSUsage": (year_ago, month),
            "CPORM365Usage": (year_ago, month),
        }
        present = [dataset for dataset in USAGE if (dataset, self.id) in self.landing.present]
        is_complete = bool(present) and all(
            month in self.truth[dataset] for dataset in present for month in asked[dataset]
        )
        return "complete" if is_complete else "short_history"


def _azure_standings(ledger: Ledger, month: int) -> Standings:
    def standing(tenant: str, last: int) -> Standing | None:
        return Standing(ttm(ledger, tenant, last)) if has_rows(ledger, tenant, last) else None

    year_ago = month - BASELINE_MONTHS
    pairs = {tenant: (standing(tenant, month), standing(tenant, year_ago)) for tenant in ledger}
    return {tenant: pair for tenant, pair in pairs.items() if any(pair)}


def _seat_standings(book: SeatBook, month: int) -> Standings:
    def standing(tenant: str, last: int) -> Standing | None:
        return Standing(seats=book[tenant][last]) if last in book[tenant] else None

    year_ago = month - BASELINE_MONTHS
    pairs = {tenant: (standing(tenant, month), standing(tenant, year_ago)) for tenant in book}
    return {tenant: pair for tenant, pair in pairs.items() if any(pair)}


@dataclass(frozen=True)
class Scoring:
    """One partner and pair on its way into the result."""

    partner: Partner
    pair: Pair
    result: Result
    standings: dict[str, Standings]
    history_status: str

    @property
    def key(self) -> tuple[str, date, str]:
        """Partner, as-of month, version."""
        return self.partner.id, month_start(self.pair.month), self.pair.version.name

    def tenant_metrics(self, path: str, rules: PathRules) -> list[Decimal]:
        """Score the metrics fed by tenants; gives their points."""
        points = []
        for metric in rules.metrics:
            key = (*self.key, path, metric.metric)
            tallies = {line: tally(metric, line, self.standings[line]) for line in (AZURE, M365)}
            score = score_tenants(metric, tallies)
            self.result.metric_scores[key] = MetricScore(
                is_rule_in_force=self.pair.is_in_force,
                category=metric.category,
                counted_units=score.counted,
                points=score.points,
                max_points=metric.max_points,
                units_to_max=score.missing,
                status=score.status,
                history_status=self.history_status,
            )
            for line, part in score.parts.items():
                self.result.metric_parts[(*key, line)] = part
                for tenant, share in tallies[line].tenants.items():
                    if self.pair.is_newest or share.contribution:
                        self.result.contributions[(*key, line, tenant)] = share
            points.append(score.points)
        return points

    def skilling(self, path: str, rules: PathRules, held: dict[str, set[str]]) -> Decimal:
        """Score the certifications; gives their points."""
        key = (*self.key, path, SKILLING)
        score = score_skilling(rules.skilling, held)
        self.result.metric_scores[key] = MetricScore(
            is_rule_in_force=self.pair.is_in_force,
            category="skilling",
            counted_units=Decimal(score.counted[2]),
            points=score.points,
            max_points=rules.skilling.max_points,
            units_to_max=Decimal(score.missing),
            status=score.status,
            history_status=self.history_status,
        )
        for step in (1, 2, 3):
            people = score.people[step - 1]
            to_next = score.to_next[step - 1]
            self.result.skilling_people[(*self.key, path, step)] = score.counting[step - 1]
            self.result.metric_parts[(*key, f"step_{step}")] = MetricPart(
                current_value=Decimal(people),
                baseline_value=None,
                net_value=Decimal(people),
                counted_units=Decimal(score.counted[step - 1]),
                units_to_next_point=None if to_next is None else Decimal(to_next),
                unit="people",
            )
        return score.points

    def designations(self, points: dict[str, list[Decimal]], skilling_basis: str) -> None:
        """Add up each path, and mark the better one."""
        totals = {path: sum(earned, Decimal(0)) for path, earned in points.items()}
        empty = {path: sum(p <= 0 for p in earned) for path, earned in points.items()}
        qualifies = {p: totals[p] >= QUALIFYING_POINTS and not empty[p] for p in points}
        best = min(points, key=lambda p: (not qualifies[p], -totals[p], PATH_ORDER.index(p)))
        for path, total in totals.items():
            self.result.designations[(*self.key, path)] = DesignationScore(
                is_rule_in_force=self.pair.is_in_force,
                total_points=total,
                total_points_shown=shown_points(total),
                metrics_without_points=empty[path],
                qualifies=qualifies[path],
                is_best_path=path == best,
                history_status=self.history_status,
                skilling_basis=skilling_basis,
            )


def standings_of(partner: Partner, pair: Pair) -> dict[str, Standings]:
    """Every tenant of a partner now and a year before, by product line."""
    version, month = pair.version, pair.month
    ledger = ledger_of(partner.kept_lines(version.azure_associations), version.services)
    book = partner.seat_book(version.m365_associations)
    return {AZURE: _azure_standings(ledger, month), M365: _seat_standings(book, month)}


def score_pair(partner: Partner, pair: Pair, result: Result) -> None:
    """Score one partner in one pair, into `result`."""
    version, month = pair.version, pair.month
    standings = standings_of(partner, pair)
    certificates, basis = partner.landing.snapshot(partner.id, month)
    held = certificates_held(certificates, month_end(month))
    scoring = Scoring(partner, pair, result, standings, partner.history_status(month))
    points = {}
    for path, rules in version.paths.items():
        earned = scoring.tenant_metrics(path, rules)
        points[path] = [*earned, scoring.skilling(path, rules, held)]
    scoring.designations(points, basis)


def score_landing(root: Path, areas: Collection[str] = (SECURITY,)) -> Result:
    """Read a landing folder and score the areas; ValueError for a delivery that is not complete."""
    landing = Landing(root)
    area_landing = AreaLanding(landing)
    others = [area for area in areas if area != SECURITY]
    result = Result()
    for partner_id in landing.partners:
        partner = Partner(landing, partner_id)
        for pair in partner.pairs() if SECURITY in areas else ():
            score_pair(partner, pair, result)
        if others:
            area_partner = AreaPartner(area_landing, partner_id)
            score_areas(area_partner, partner.months(), others, result.areas)
    return result
