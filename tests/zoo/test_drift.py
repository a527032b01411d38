"""The drift matrix: columns added, removed, renamed, reordered, retyped, respelled, duplicated."""

from __future__ import annotations

import pytest

from tests.zoo import drift
from tests.zoo.case import Book, Case
from tests.zoo.checks import check
from tests.zoo.keeper import Seen, keep

pytestmark = pytest.mark.slow


def _book() -> Book:
    book = Book()
    drift.add(book)
    return book


BOOK = _book()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Seen]:
    return keep(tmp_path_factory.mktemp("drift"), BOOK.cases)


@pytest.mark.parametrize("case", BOOK.cases, ids=lambda case: case.id)
def test_drift(case: Case, seen: dict[int, Seen]) -> None:
    check(case, seen[case.number])
