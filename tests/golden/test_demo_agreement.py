"""The demo world that `make run` scores: every row of its marts against the scorer."""

from pathlib import Path

import pytest

from tests.golden.differences import differences, sums_that_differ
from tests.golden.marts import read_marts
from tests.scorer import score_landing

pytestmark = pytest.mark.slow


def test_marts_and_scorer_agree_on_the_demo_world(demo_landing: Path, build_marts) -> None:
    """Every metric, part, total, contribution and person in every scored pair."""
    marts = read_marts(build_marts(demo_landing))
    assert differences(score_landing(demo_landing), marts) == ""
    assert sums_that_differ(marts) == []
