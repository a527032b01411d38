"""Fixtures for the orchestration's own tests: settings and a small landing folder of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.settings import Settings
from tests.conftest import Once, RefreshLanding, RefreshRun
from tests.orchestration.tiny_world import TWELVE, add_other_partner, tiny_world


@pytest.fixture(scope="session")
def one_delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_world("2026-10").write(tmp_path_factory.mktemp("one") / "landing")


@pytest.fixture(scope="session")
def released(refresh_landing: RefreshLanding, once: Once) -> RefreshRun:
    """A release of twelve deliveries, its landing folder beside it: to be copied, not changed.

    A second partner is named by two extracts of the newest delivery alone.
    """

    def make(work: Path) -> None:
        world = tiny_world(*TWELVE)
        add_other_partner(world.delivery(TWELVE[-1]))
        refresh_landing(world.write(work / "landing"), work, started_anew=True)

    work = once("released", make)
    said = (work / "output.txt").read_text(encoding="utf-8")
    return RefreshRun(0, said, work / "build", work / "published")


@pytest.fixture
def landing(one_delivery: Path, tmp_path: Path) -> Path:
    """A landing folder of its own with one complete delivery, 2026-10."""
    return shutil.copytree(one_delivery, tmp_path / "landing")


@pytest.fixture
def settings(landing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings over that folder; the environment says the same."""
    monkeypatch.setenv("LANDING_DIR", str(landing))
    monkeypatch.setenv("BUILD_DIR", str(tmp_path / "build"))
    monkeypatch.setenv("PUBLISH_DIR", str(tmp_path / "published"))
    monkeypatch.setenv("PERSON_KEY_FILE", str(tmp_path / "keys" / "person.key"))
    return Settings.from_environment()
