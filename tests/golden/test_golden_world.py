"""The golden world: every case, by name, in the marts and by the scorer."""

import pytest

from tests.golden.differences import differences, sums_that_differ
from tests.golden.expectations import ask_result, failures
from tests.scorer import Result
from tests.worlds.golden import golden_book
from tests.worlds.golden_cases.case import Case

CASES = golden_book().cases.values()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_marts_say_what_was_worked_out_by_hand(case: Case, golden_marts: Result) -> None:
    """Points, parts and totals as literals beside their arithmetic."""
    assert failures(case.expected, ask_result(golden_marts)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_scorer_says_what_was_worked_out_by_hand(case: Case, golden_scored: Result) -> None:
    """The scorer is held to the same literals, so that it may judge other worlds."""
    assert failures(case.expected, ask_result(golden_scored)) == []


def test_marts_and_scorer_agree_in_every_row(golden_marts: Result, golden_scored: Result) -> None:
    """Also where no case looks."""
    assert differences(golden_scored, golden_marts) == ""


def test_contributions_add_up(golden_marts: Result, golden_scored: Result) -> None:
    """Tenants make up the net of their part in every scored pair."""
    assert sums_that_differ(golden_marts) == []
    assert sums_that_differ(golden_scored) == []


def test_every_case_expects_something() -> None:
    """A case without an expectation proves nothing."""
    assert [case.name for case in CASES if not case.expected] == []
