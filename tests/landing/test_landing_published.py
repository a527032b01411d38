"""A release remembers its files: what is gone or changed is seen by a build made from scratch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration.landing import folder as landing_module
from orchestration.landing.faults import LandingError
from orchestration.publish.published_files import check_published_files
from orchestration.publish.release import DATABASE_FILE, LABEL_FILE, Label
from orchestration.raw import store as raw_store
from orchestration.settings import Settings
from tests.landing.extracts import Landing, query, refresh, row

pytestmark = pytest.mark.slow

MONTH = "2026-10"


@pytest.fixture
def settings(landing: Landing, build: Path, tmp_path: Path) -> Settings:
    """Two months, loaded and published; then the build file is gone."""
    landing.complete("2026-09")
    landing.complete(MONTH)
    landing.put(MONTH, "AzureUsage_2.csv", (landing.root / MONTH / "AzureUsage.csv").read_bytes())
    refresh(landing.root, build)
    published = tmp_path / "published"
    folder = published / "version"
    folder.mkdir(parents=True)
    (published / "current").symlink_to("version")
    label = Label("version", f"{MONTH}-01", "2026-11-20", "1", False, "", 0, 1, 1, {})
    (folder / LABEL_FILE).write_text(label.to_json())
    files = query(build, "select delivery, file_name, bytes, sha256 from raw.files")
    with duckdb.connect(str(folder / DATABASE_FILE)) as connection:
        connection.execute(
            "create schema marts; create table marts.dim_delivery "
            "(delivery varchar, file_name varchar, bytes bigint, sha256 varchar)"
        )
        connection.executemany("insert into marts.dim_delivery values (?, ?, ?, ?)", files)
    build.unlink()
    return Settings(landing.root, build.parent, published, tmp_path / "key", is_demo=False)


def check(settings: Settings) -> None:
    with raw_store.open_store(settings.build_file) as connection:
        check_published_files(connection, settings, landing_module.scan(settings.landing_dir))


def test_everything_is_there(settings: Settings) -> None:
    check(settings)


def test_a_file_is_gone(settings: Settings) -> None:
    (settings.landing_dir / MONTH / "Profile.csv").unlink()
    with pytest.raises(LandingError, match=r"2026-10/Profile\.csv: .* found no file\. Put it") as e:
        check(settings)
    assert len(e.value.faults) == 1
    check(replace(settings, accept_removed=frozenset({f"{MONTH}/Profile.csv"})))
    with pytest.raises(LandingError):
        check(replace(settings, accept_removed=frozenset({"2026-09"})))
    # A demo says nothing of real deliveries.
    check(replace(settings, is_demo=True))


def test_a_delivery_is_gone(settings: Settings) -> None:
    for path in (settings.landing_dir / "2026-09").iterdir():
        path.unlink()
    (settings.landing_dir / "2026-09").rmdir()
    with pytest.raises(LandingError) as caught:
        check(settings)
    assert {fault.place[:7] for fault in caught.value.faults} == {"2026-09"}
    check(replace(settings, accept_removed=frozenset({"2026-09"})))


@pytest.mark.parametrize("acr", ["13.5", "9"])
def test_a_file_is_changed(settings: Settings, landing: Landing, acr: str) -> None:
    """In the same number of bytes or another; even where a removal would be accepted."""
    landing.add(MONTH, "AzureUsage", [row("AzureUsage", MONTH, ACR_USD=acr)])
    with pytest.raises(LandingError, match=r"different content .* folder named 2026-10\.2"):
        check(replace(settings, accept_removed=frozenset({MONTH})))


def test_receipts_of_the_build_speak_for_themselves(settings: Settings) -> None:
    """They are compared by delivery_check, which tells the same in other words."""
    refresh(settings.landing_dir, settings.build_file)
    (settings.landing_dir / MONTH / "Profile.csv").unlink()
    check(settings)


def test_a_damaged_release_is_no_hindrance(settings: Settings) -> None:
    (settings.landing_dir / MONTH / "Profile.csv").unlink()
    (settings.publish_dir / "current" / DATABASE_FILE).write_bytes(b"damaged")
    check(settings)
