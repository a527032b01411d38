"""Tenants of Modern Work by the scorer: size, activity, carry-over, new associations."""

from datetime import date
from decimal import Decimal

import pytest

from tests.scorer.areas.modern import (
    first_of,
    has_size,
    is_active,
    is_new,
    passes,
    passes_now,
    since_association,
    was_active_when_new,
)
from tests.scorer.areas.modern_rules import SIZES, VERSIONS, modern_workload_of
from tests.scorer.areas.names import ADDS, GROWTH
from tests.scorer.values import month_index

MONTH = month_index(date(2026, 10, 1))


def _seats(*workloads: tuple[str | int, str | int]) -> dict[str, tuple[Decimal, Decimal]]:
    return {
        f"workload {place}": (Decimal(paid), Decimal(active))
        for place, (paid, active) in enumerate(workloads)
    }


@pytest.mark.parametrize(
    ("paid", "path"),
    [(10, None), (11, "smb"), (300, "smb"), (301, "enterprise"), (0, None)],
)
def test_sizes(paid: int, path: str | None) -> None:
    """11 to 300 licences, or more than 300, on some workload."""
    found = [name for name, size in SIZES.items() if has_size(size, _seats((paid, 0)))]
    assert found == ([path] if path else [])


def test_a_tenant_may_be_on_both_paths() -> None:
    """One workload of each size."""
    both = _seats((11, 0), (301, 0))
    assert all(has_size(size, both) for size in SIZES.values())


@pytest.mark.parametrize(
    ("workloads", "is_enough", "was_too_much"),
    [
        ([(100, 40)], True, False),
        ([(100, "39.99")], False, False),
        ([(100, 41)], True, True),
        ([(100, 10), (100, 70)], True, False),
        ([(100, 10), (100, 69)], False, False),
        ([(100, 0), (0, 900)], False, False),
        ([(0, 5)], False, False),
    ],
)
def test_activity(workloads: list, is_enough: bool, was_too_much: bool) -> None:
    """All workloads with paid licences together: 40 % is enough, and not too much for a new one."""
    seats = _seats(*workloads)
    assert is_active(seats) is is_enough
    assert was_active_when_new(seats) is was_too_much


def test_carry_over_begins_in_july_2026() -> None:
    """Of the versions the last alone has it."""
    assert [version.carries_over for version in VERSIONS] == [False, False, False, True]


@pytest.mark.parametrize(
    ("then", "now", "counts"),
    [
        ((300, 0), (301, 121), True),
        ((300, 0), (301, 120), False),
        ((11, 0), (301, 301), True),
        ((10, 0), (301, 301), False),
        ((301, 0), (301, 301), False),
        ((300, 0), (300, 120), True),
    ],
)
def test_carried_over(then: tuple, now: tuple, counts: bool) -> None:
    """SMB a year ago, Enterprise now, and active where that is asked."""
    ends = _seats(now), _seats(then)
    assert passes_now(SIZES["smb"], *ends, asks_activity=True, carries_over=True) is counts
    without = passes_now(SIZES["smb"], *ends, asks_activity=True, carries_over=False)
    assert without is passes(SIZES["smb"], ends[0], asks_activity=True)


@pytest.mark.parametrize(
    ("months_ago", "expected"),
    [(0, True), (11, True), (12, False), (-1, False), (None, False)],
)
def test_new_associations(months_ago: int | None, expected: bool) -> None:
    """Of the twelve months that end with this one; an unknown one is old."""
    associated = None if months_ago is None else MONTH - months_ago
    assert is_new(associated, MONTH) is expected


def test_association_of_a_tenant() -> None:
    """The earliest of its workloads, and unknown where one of them is."""
    assert first_of({"Teams": MONTH - 3, "Intune": MONTH - 9}) == MONTH - 9
    assert first_of({"Teams": MONTH - 3, "Intune": None}) is None
    assert first_of({}) is None


def test_users_found_there_are_nobodys_growth() -> None:
    """Only workloads associated within the year; also one that is gone by now."""
    associated = {"Teams": MONTH, "Intune": MONTH - 11, "Exchange": MONTH - 12, "Viva": None}
    users = {
        name: Decimal(count) for name, count in zip(associated, (5, 70, 300, 2000), strict=True)
    }
    assert since_association(associated, users, MONTH) == 75


def test_workloads_of_modern_work() -> None:
    """Names of screens; Skype for Business is none; Premium counts in customer success alone."""
    assert modern_workload_of("TeamsMeetings") == "Teams Meetings"
    assert modern_workload_of("yammer") == "Viva Engage"
    assert modern_workload_of("Sharepoint") == "SharePoint Online"
    assert modern_workload_of("Skype for Business") is None
    counts = [len(version.workloads[ADDS]) for version in VERSIONS]
    assert counts == [10, 14, 21, 21]
    assert VERSIONS[-1].workloads[GROWTH] - VERSIONS[-1].workloads[ADDS] == {"Teams Premium"}
