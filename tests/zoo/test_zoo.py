"""The zoo of broken extracts: every record loads with its values, is set aside, or is refused."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.zoo import cells, ids, records, whole_files
from tests.zoo.case import Book, Case
from tests.zoo.checks import check
from tests.zoo.keeper import Seen, keep
from tests.zoo.sound_rows import DATASETS

pytestmark = pytest.mark.slow

FEWEST_CASES = 80


def _book() -> Book:
    book = Book()
    for chapter in (whole_files, records, cells, ids):
        chapter.add(book)
    return book


BOOK = _book()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Seen]:
    """What became of every case; all are loaded at once."""
    return keep(tmp_path_factory.mktemp("zoo"), BOOK.cases)


@pytest.mark.parametrize("case", BOOK.cases, ids=lambda case: case.id)
def test_case(case: Case, seen: dict[int, Seen]) -> None:
    check(case, seen[case.number])


def test_the_zoo_is_whole() -> None:
    """At least as many cases as promised, of each outcome for each dataset, no two alike."""
    assert len(BOOK.cases) >= FEWEST_CASES
    assert len({case.id for case in BOOK.cases}) == len(BOOK.cases)
    outcomes = Counter((case.dataset, case.outcome) for case in BOOK.cases)
    assert min(outcomes.values()) >= 5
    assert len(outcomes) == 3 * len(DATASETS)
