"""One story: September is refreshed, October arrives, and then somebody asks what was known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import RefreshRun
from tests.worlds.accounting_world import EARLIER, accounting_world


@dataclass(frozen=True)
class Story:
    """Three refreshes of one work folder."""

    #: With September alone in the landing folder.
    september: RefreshRun
    september_release: Path
    #: With all deliveries.
    everything: RefreshRun
    current_release: Path
    #: As known at September, over all deliveries.
    as_known: RefreshRun
    landing: Path
    work: Path


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory, refresh_landing) -> Story:
    work = tmp_path_factory.mktemp("known")
    landing = work / "landing"
    world = accounting_world()
    world.deliveries[EARLIER].write(landing)
    september = refresh_landing(landing, work)
    september_release = (september.publish_dir / "current").resolve()
    for name, delivery in world.deliveries.items():
        if name != EARLIER:
            delivery.write(landing)
    everything = refresh_landing(landing, work)
    current_release = (everything.publish_dir / "current").resolve()
    as_known = refresh_landing(landing, work, AS_KNOWN=EARLIER)
    return Story(september, september_release, everything, current_release, as_known, landing, work)
