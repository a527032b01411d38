"""The class of a partner: enterprise or SMB, by its customers and its usage, where they are known.

A class that the customers of unknown segment could turn is unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tests.scorer.areas.names import CORPORATE, ENTERPRISE, OTHER, SMB, SMB_SEGMENT, SMC, segment_of
from tests.scorer.areas.points import stored

TOLD = {SMB_SEGMENT, CORPORATE, OTHER}


@dataclass(frozen=True)
class ShareRule:
    """SMB where enough customers are of these segments, and a year's usage is below a bound."""

    segments: frozenset[str]
    pct: int
    is_inclusive: bool
    usage_below: Decimal | None = None

    def holds(self, named: int, known: int) -> bool:
        """Say whether enough of the known customers are named."""
        return named * 100 > known * self.pct or (
            self.is_inclusive and named * 100 == known * self.pct
        )

    def knows(self, segment: str | None) -> bool:
        """Say whether a customer of that segment is named or not; None and a vague one are open."""
        return segment in TOLD or segment in self.segments


@dataclass(frozen=True)
class WorkloadRule:
    """Enterprise where so many workloads of tenants have revenue above a bound, in both months."""

    revenue_above: Decimal
    at_least: int

    def count(self, revenues: Iterable[Decimal]) -> int:
        """Count the workloads of a month."""
        return sum(revenue > self.revenue_above for revenue in revenues)


def path_by_workloads(rule: WorkloadRule, now: int | None, then: int | None) -> str | None:
    """Give the path by the workloads of both months; None for a month that nobody delivered.

    One month with too few is enough for SMB, whatever the other one says.
    """
    counts = [now, then]
    if any(count is not None and count < rule.at_least for count in counts):
        return SMB
    return None if None in counts else ENTERPRISE


@dataclass(frozen=True)
class PartnerClass:
    """The path that counts, why, and the share it was decided by."""

    path: str
    basis: str
    share_pct: Decimal | None


def segment_by_words(words: Iterable[str | None]) -> str | None:
    """Give the first segment that is told; a vague one only where nothing better stands."""
    found = [segment_of(word) for word in words]
    told = next((segment for segment in found if segment in TOLD), None)
    return told or (SMC if SMC in found else None)


def path_by_share(rule: ShareRule, segments: Iterable[str | None], usage: Decimal) -> str | None:
    """Give the path of a partner with such customers; None where the unknown ones decide."""
    all_segments = list(segments)
    known = [segment for segment in all_segments if rule.knows(segment)]
    named, unknown = sum(s in rule.segments for s in known), len(all_segments) - len(known)
    if not all_segments or (rule.usage_below is not None and usage >= rule.usage_below):
        return ENTERPRISE
    ends = {rule.holds(named + more, len(all_segments)) for more in (0, unknown)}
    if len(ends) > 1:
        return None
    return SMB if ends.pop() else ENTERPRISE


def share_pct(rule: ShareRule, segments: Iterable[str | None]) -> Decimal | None:
    """Give the named customers in percent of the known ones."""
    known = [segment for segment in segments if rule.knows(segment)]
    if not known:
        return None
    return stored(Fraction(100 * sum(s in rule.segments for s in known), len(known)))


def class_of(
    rule: ShareRule,
    segments: list[str | None] | None,
    usage: Decimal,
    declared: str | None,
) -> PartnerClass:
    """Bring together what was typed and what was computed; `segments` None: nobody can know."""
    share = None if segments is None else share_pct(rule, segments)
    if declared:
        return PartnerClass(declared, "declared", share)
    path = None if segments is None else path_by_share(rule, segments, usage)
    return PartnerClass(path or ENTERPRISE, "computed" if path else "unknown", share)


def class_of_workloads(path: str | None, declared: str | None) -> PartnerClass:
    """Bring together what was typed and what workloads say; there is no share."""
    if declared:
        return PartnerClass(declared, "declared", None)
    return PartnerClass(path or ENTERPRISE, "computed" if path else "unknown", None)
