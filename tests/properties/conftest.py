"""The world that the properties vary, and its marts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.properties.first_world import FirstWorld, make_first_world


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> FirstWorld:
    """Some partners as several deliveries tell of them, loaded and built by dbt."""
    work: Path = tmp_path_factory.mktemp("properties")
    return make_first_world(work)
