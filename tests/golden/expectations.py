"""Hold the golden world's expectations against scores, whoever computed them."""

from collections.abc import Callable

from tests.scorer import Result
from tests.worlds.golden_cases.case import Expected

MISSING = "no such row"
Ask = Callable[[Expected], object]


def ask_result(result: Result) -> Ask:
    """Answer expectations from the scorer's result."""

    def ask(expected: Expected) -> object:
        if expected.table == "scored_months":
            return len({key[1] for key in result.designations if key[0] == expected.partner})
        row = getattr(result, expected.table).get((expected.partner, *expected.key))
        return MISSING if row is None else getattr(row, expected.column)

    return ask


def failures(expectations: list[Expected], ask: Ask) -> list[str]:
    """List every expectation that is not met, in words."""
    found = []
    for expected in expectations:
        value = ask(expected)
        if value != expected.value:
            found.append(
                f"{expected.name}: expected {expected.value}, found {value} ({expected.why})"
            )
    return found
