"""The page of the golden world says what its marts say.

Acts: whoever changes the page's queries or its packing; ../page/ asks the same of the demo.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from orchestration.publish.release import PAGE_FILE
from tests.conftest import RefreshRun
from tests.page.figures import differences
from tests.page.reading import Page


def test_every_figure_is_that_of_the_marts(
    golden_landing: Path, refresh_once: Callable[[Path], RefreshRun], build_marts
) -> None:
    page = Page(refresh_once(golden_landing).publish_dir / "current" / PAGE_FILE)
    assert page.partners
    assert list(differences(page, build_marts(golden_landing))) == []
