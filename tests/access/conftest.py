"""What the tests of this folder share: one refresh."""

from __future__ import annotations

import pytest

from tests.access.refreshed import Done, refreshed


@pytest.fixture(scope="session")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    return refreshed(tmp_path_factory.mktemp("people"))
