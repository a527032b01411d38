"""Certifications: who holds which step on a day, and what that earns."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.scorer.points import stored_points
from tests.scorer.reading import CertificateRow
from tests.scorer.rules import COUNTS_UNTIL, SkillingRule


@dataclass(frozen=True)
class Skilling:
    """The outcome of one path, in people; `to_next` is None where nothing is left to gain.

    `people` hold a step; `counting` leaves out those whom the scoring step does not take, since
    they lack another one; `counted` is what the score is made of.
    """

    people: tuple[int, int, int]
    counting: tuple[int, int, int]
    counted: tuple[int, int, int]
    to_next: tuple[int | None, int | None, int | None]
    missing: int
    points: Decimal
    status: str


def counts_on(row: CertificateRow, day: date) -> bool:
    """Say whether a certificate is held on a day; the day it expires still counts."""
    is_done = row.completed <= day
    is_valid = row.expires is None or row.expires >= day
    is_accepted = row.certificate not in COUNTS_UNTIL or day <= COUNTS_UNTIL[row.certificate]
    return is_done and is_valid and is_accepted


def certificates_held(rows: Iterable[CertificateRow], day: date) -> dict[str, set[str]]:
    """Collect the counting certificates of every person."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.person and row.certificate and counts_on(row, day):
            held[row.person].add(row.certificate)
    return held


def score_skilling(rule: SkillingRule, held: dict[str, set[str]]) -> Skilling:
    """Apply the steps of one path to the people of a partner."""
    holders = [{p for p, codes in held.items() if codes & s.certificates} for s in rule.steps]
    first, second, third = (len(people) for people in holders)
    scoring = len(set.intersection(*holders)) if rule.same_person else third
    needed = list(zip((first, second), rule.steps[:2], strict=True))
    is_open = all(people >= step.min_people for people, step in needed)
    counted = scoring if is_open else 0
    exact = rule.points_at_max * min(counted, rule.max_people) / rule.max_people
    exact += sum((s.points_once for people, s in needed if people >= s.min_people), Decimal(0))
    points = stored_points(min(exact, rule.max_points))
    if not is_open:
        status = "prerequisites_missing"
    elif points == 0:
        status = "no_points"
    else:
        status = "capped" if counted > rule.max_people else "scored"
    to_next = [step.min_people - people for people, step in needed]
    return Skilling(
        people=(first, second, third),
        counting=(first, second, scoring),
        counted=(first, second, counted),
        to_next=(
            *(gap if gap > 0 else None for gap in to_next),
            1 if counted < rule.max_people else None,
        ),
        missing=max(0, rule.max_people - scoring),
        points=points,
        status=status,
    )
