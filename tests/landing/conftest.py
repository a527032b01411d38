"""Fixtures of the loader's tests: a landing folder to write and a build file to load into."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.landing.extracts import Landing


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path / "landing")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return tmp_path / "build" / "build.real.duckdb"
