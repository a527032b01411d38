"""Score the other areas of every partner in every pair of as-of month and rule version."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from tests.scorer.areas.azure import AzureBook
from tests.scorer.areas.azure_rules import VERSIONS as AZURE_VERSIONS
from tests.scorer.areas.book import Book
from tests.scorer.areas.business import BusinessBook
from tests.scorer.areas.business_rules import VERSIONS as BUSINESS_VERSIONS
from tests.scorer.areas.certificates import area_certificates_held
from tests.scorer.areas.classes import PartnerClass
from tests.scorer.areas.landing import AreaLanding
from tests.scorer.areas.modern_book import ModernBook
from tests.scorer.areas.modern_rules import VERSIONS as MODERN_VERSIONS
from tests.scorer.areas.names import AZURE_AREAS, BUSINESS, MODERN_WORK
from tests.scorer.areas.points import Outcome, UsageRule, score_usage
from tests.scorer.areas.result import (
    AreaDesignation,
    AreaMetricPart,
    AreaMetricScore,
    AreaResult,
)
from tests.scorer.areas.rules import AreaPath, AreaVersion
from tests.scorer.areas.skilling import SkillRule, score_steps
from tests.scorer.points import shown_points
from tests.scorer.reading import CertificateRow
from tests.scorer.rules import QUALIFYING_POINTS
from tests.scorer.values import month_end, month_start

ZERO = Decimal(0)
VERSIONS: tuple[AreaVersion, ...] = (*AZURE_VERSIONS, *BUSINESS_VERSIONS, *MODERN_VERSIONS)
BOOKS: dict[str, Callable[[AreaLanding, str], Book]] = {
    **dict.fromkeys(AZURE_AREAS, AzureBook),
    BUSINESS: BusinessBook,
    MODERN_WORK: ModernBook,
}


def versions_of(area: str) -> list[AreaVersion]:
    """Give the versions of an area, the oldest first."""
    return [version for version in VERSIONS if version.area == area]


def version_in_force(area: str, month: int) -> AreaVersion:
    """Give the newest version of an area that has begun by the end of a month."""
    last_day = month_end(month)
    return [v for v in versions_of(area) if v.effective_from <= last_day][-1]


@dataclass(frozen=True)
class Pair:
    """One as-of month judged under one version; all tenants are shown where `is_newest`."""

    month: int
    version: AreaVersion
    is_newest: bool

    @property
    def is_in_force(self) -> bool:
        """Say whether the version is the one of that month."""
        return version_in_force(self.version.area, self.month) is self.version


class AreaPartner:
    """One partner with what all areas read of it."""

    def __init__(self, landing: AreaLanding, partner: str):
        self.landing, self.id = landing, partner
        self.book = cache(self._book)
        self.held = cache(self._held)

    def _book(self, kind: Callable[[AreaLanding, str], Book]) -> Book:
        return kind(self.landing, self.id)

    def book_of(self, area: str) -> Book:
        """Give the measures of an area; three areas share one book."""
        return self.book(BOOKS[area])

    def _held(self, month: int) -> tuple[dict[str, set[str]], str]:
        rows, basis = self.landing.landing.snapshot(self.id, month)
        certificates = [row for row in rows if isinstance(row, CertificateRow)]
        return area_certificates_held(certificates, month_end(month)), basis


def is_below_one(points: Decimal | None) -> bool:
    """Say whether a metric has points, but not one whole point."""
    return points is not None and 0 < points < 1


def best_path(
    totals: dict[str, Decimal], qualifies: dict[str, bool], chosen: PartnerClass | None
) -> str:
    """Give the path that counts: that of the class, or the better one where no class decides."""
    if chosen:
        return chosen.path
    order = ["enterprise", "smb", "single"]
    return min(totals, key=lambda path: (not qualifies[path], -totals[path], order.index(path)))


@dataclass(frozen=True)
class Scoring:
    """One partner and pair on its way into the result."""

    partner: AreaPartner
    pair: Pair
    result: AreaResult
    book: Book

    @property
    def history_status(self) -> str:
        """Say whether all that is read was delivered."""
        return "complete" if self.book.is_complete(self.pair.month) else "short_history"

    @property
    def key(self) -> tuple[str, date, str]:
        """Partner, as-of month, version."""
        return self.partner.id, month_start(self.pair.month), self.pair.version.name

    def _score(self, rule: UsageRule | SkillRule, category: str, **more) -> AreaMetricScore:
        return AreaMetricScore(
            is_rule_in_force=self.pair.is_in_force,
            category=category,
            max_points=rule.max_points,
            history_status=self.history_status,
            is_below_one_point=is_below_one(more["points"]),
            **more,
        )

    def _unknown(self, path: str, rule: UsageRule, reason: str) -> AreaMetricScore:
        """Score a metric that nobody can compute: as the partner typed it, or not at all."""
        place = (self.pair.version.area, path, rule.metric)
        points = None
        if self.pair.is_in_force:
            points = self.partner.landing.declared_points(
                self.partner.id, self.pair.month, place, rule.max_points
            )
        status = "scored" if points else "no_points"
        return self._score(
            rule,
            rule.category,
            counted_units=None,
            units_to_max=None,
            points=points,
            status="not_computable" if points is None else status,
            basis="not_computable" if points is None else "declared",
            reason_not_computable=reason,
        )

    def _computed(self, rule: UsageRule, outcome: Outcome) -> AreaMetricScore:
        return self._score(
            rule,
            rule.category,
            counted_units=outcome.counted,
            units_to_max=outcome.missing,
            points=outcome.points,
            status=outcome.status,
            basis="computed",
            reason_not_computable=None,
        )

    def usage(self, path: str, rules: AreaPath) -> None:
        """Score the metrics of usage; of one that is not whole, show the parts that are."""
        month = self.pair.month
        for rule in rules.usage:
            key = (*self.key, path, rule.metric)
            reason = self.book.reason(rule.metric, month)
            measured = self.book.measured(self.pair.version, path, rule, month)
            outcome = score_usage(rule, measured.values) if measured.values else None
            if reason or outcome is None:
                self.result.metric_scores[key] = self._unknown(path, rule, reason or "")
            else:
                self.result.metric_scores[key] = self._computed(rule, outcome)
            for part, row in outcome.parts.items() if outcome else ():
                shown = replace(row, is_counted_part=False) if reason else row
                self.result.metric_parts[(*key, part)] = shown
            for place, share in measured.shares.items():
                if self.pair.is_newest or share.contribution:
                    self.result.contributions[(*key, *place)] = share

    def skilling(self, path: str, rules: AreaPath) -> None:
        """Score the certifications."""
        held, _ = self.partner.held(self.pair.month)
        for rule in rules.skilling:
            key = (*self.key, path, rule.metric)
            score = score_steps(rule, held)
            self.result.metric_scores[key] = self._score(
                rule,
                "skilling",
                counted_units=Decimal(score.counted[-1]),
                units_to_max=Decimal(score.missing),
                points=score.points,
                status=score.status,
                basis="computed",
                reason_not_computable=None,
            )
            for place, people in enumerate(score.people):
                to_next = score.to_next[place]
                self.result.skilling_people[(*key, place + 1)] = people
                self.result.metric_parts[(*key, f"step_{place + 1}")] = AreaMetricPart(
                    current_value=Decimal(people),
                    baseline_value=None,
                    net_value=Decimal(people),
                    counted_units=Decimal(score.counted[place]),
                    units_to_next_point=None if to_next is None else Decimal(to_next),
                    unit="people",
                )

    def services(self) -> None:
        """List the services in use."""
        for service, row in self.book.deployments(self.pair.month).items():
            self.result.deployments[(*self.key, service)] = row

    def partner_class(self) -> PartnerClass | None:
        """Give the class that chooses the path; None where there is one path."""
        version, month = self.pair.version, self.pair.month
        declared = None
        if self.pair.is_in_force and version.has_class:
            declared = self.partner.landing.declared_path(self.partner.id, version.area, month)
        return self.book.partner_class(version, month, declared)

    def designations(self) -> None:
        """Add up each path, say what is open, and mark the path that counts."""
        scores = {
            path: [self.result.metric_scores[(*self.key, path, m)] for m in rules.max_points]
            for path, rules in self.pair.version.paths.items()
        }
        totals = {
            path: sum((row.points for row in rows if row.points is not None), ZERO)
            for path, rows in scores.items()
        }
        empty = {path: sum(row.points == 0 for row in rows) for path, rows in scores.items()}
        unknown = {
            path: [row.max_points for row in rows if row.points is None]
            for path, rows in scores.items()
        }
        reached = {
            path: totals[path] + sum(unknown[path], ZERO) >= QUALIFYING_POINTS and not empty[path]
            for path in scores
        }
        qualifies = {path: reached[path] and not unknown[path] for path in scores}
        chosen = self.partner_class()
        best = best_path(totals, qualifies, chosen)
        _, basis = self.partner.held(self.pair.month)
        for path, total in totals.items():
            self.result.designations[(*self.key, path)] = AreaDesignation(
                is_rule_in_force=self.pair.is_in_force,
                total_points=total,
                total_points_shown=shown_points(total),
                metrics_without_points=empty[path],
                qualifies=qualifies[path],
                is_best_path=path == best,
                history_status=self.history_status,
                skilling_basis=basis,
                metrics_not_computable=len(unknown[path]),
                points_open=sum(unknown[path], ZERO),
                is_open=reached[path] and bool(unknown[path]),
                class_basis=chosen.basis if chosen else None,
                class_share_pct=chosen.share_pct if chosen else None,
            )


def score_pair(partner: AreaPartner, pair: Pair, result: AreaResult) -> None:
    """Score one partner in one pair, into `result`."""
    scoring = Scoring(partner, pair, result, partner.book_of(pair.version.area))
    for path, rules in pair.version.paths.items():
        scoring.usage(path, rules)
        scoring.skilling(path, rules)
    scoring.services()
    scoring.designations()


def score_areas(partner: AreaPartner, months: range, areas: Iterable[str], result: AreaResult):
    """Score a partner in all scored months, the newest under every version of an area."""
    for area in areas:
        for month in months[:-1]:
            score_pair(partner, Pair(month, version_in_force(area, month), False), result)
        for version in versions_of(area):
            score_pair(partner, Pair(months[-1], version, True), result)
