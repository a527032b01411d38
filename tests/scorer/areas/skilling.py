"""Certification steps of the other areas: one to three, of which the last one scores by person."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tests.scorer.areas.points import exact_points, rounded

ZERO = Decimal(0)


@dataclass(frozen=True)
class SkillStep:
    """One step; a step that scores has `max_people`, one that opens the gate has `min_people`."""

    certificates: frozenset[str]
    min_people: int = 0
    points_once: Decimal = ZERO
    points_at_max: Decimal = ZERO
    max_people: int = 0


@dataclass(frozen=True)
class SkillRule:
    """One skilling metric: steps that open the gate, in order, then the one that scores."""

    metric: str
    max_points: Decimal
    steps: tuple[SkillStep, ...]

    @property
    def scoring(self) -> SkillStep:
        """The last step."""
        return self.steps[-1]


@dataclass(frozen=True)
class SkillOutcome:
    """People who hold each step, those who count, and what that earns."""

    people: tuple[int, ...]
    counted: tuple[int, ...]
    to_next: tuple[int | None, ...]
    missing: int
    points: Decimal
    status: str


def score_people(rule: SkillRule, people: tuple[int, ...]) -> SkillOutcome:
    """Score numbers of people, one for each step."""
    needed = list(zip(people[:-1], rule.steps[:-1], strict=True))
    is_open = all(count >= step.min_people for count, step in needed)
    counted = people[-1] if is_open else 0
    scoring = rule.scoring
    exact = exact_points(scoring.points_at_max, Fraction(counted), Decimal(scoring.max_people))
    exact += sum(
        (Fraction(step.points_once) for count, step in needed if count >= step.min_people),
        Fraction(0),
    )
    points = rounded(min(exact, Fraction(rule.max_points)), 4)
    if not is_open:
        status = "prerequisites_missing"
    elif points == 0:
        status = "no_points"
    else:
        status = "capped" if counted > scoring.max_people else "scored"
    gaps = [step.min_people - count for count, step in needed]
    return SkillOutcome(
        people=people,
        counted=(*people[:-1], counted),
        to_next=(
            *(gap if gap > 0 else None for gap in gaps),
            1 if counted < scoring.max_people else None,
        ),
        missing=max(0, scoring.max_people - people[-1]),
        points=points,
        status=status,
    )


def score_steps(rule: SkillRule, held: Mapping[str, set[str]]) -> SkillOutcome:
    """Count who holds each step, a person once in each, and score that."""
    people = tuple(
        sum(bool(codes & step.certificates) for codes in held.values()) for step in rule.steps
    )
    return score_people(rule, people)
