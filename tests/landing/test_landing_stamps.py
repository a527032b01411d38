"""Whether bytes have changed: size, times and inode first, SHA-256 where any of them moved.

Acts: whoever changes folder.py, receipts.py or delivery_check.py.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from orchestration.landing import folder as landing_module
from orchestration.landing.faults import DeliveryError
from orchestration.raw import load
from orchestration.raw import store as raw_store
from tests.landing.extracts import KEY, Landing, load_one, query, refresh
from tests.landing.replaced import MONTH, as_from_scratch, fail_first, path_of, refused

pytestmark = pytest.mark.slow


def swap(path: Path) -> None:
    """Other bytes of the same length, with the time of change put back."""
    content, stat = path.read_bytes(), path.stat()
    path.write_bytes(content.replace(b"12.5", b"13.5"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)


@pytest.mark.parametrize("way", ["written over", "another file under its name"])
def test_other_bytes_of_the_same_size_and_time(landing: Landing, build: Path, way: str) -> None:
    landing.complete(MONTH)
    refresh(landing.root, build)
    path = path_of(landing, MONTH, "AzureUsage")
    before = landing_module.signature(landing_module.scan(landing.root))
    if way == "written over":
        swap(path)
    else:
        copy = Path(shutil.copy2(path, landing.root.parent / "copy.csv"))
        swap(copy)
        os.replace(copy, path)
    assert landing_module.signature(landing_module.scan(landing.root)) != before
    refused(landing, build, "AzureUsage.csv", "different content under the same name")


@pytest.mark.parametrize("is_complete", [True, False])
def test_the_same_bytes_in_another_file(
    landing: Landing, build: Path, tmp_path: Path, is_complete: bool
) -> None:
    """As a folder that was restored from a backup: looked into once, and loaded as it was."""
    landing.complete(MONTH)
    if is_complete:
        refresh(landing.root, build)
        mend = None
    else:
        mend = fail_first(landing, build, MONTH, "load")
    loaded_at = query(build, "select file_name, loaded_at from raw.files order by all")
    for path in (landing.root / MONTH).iterdir():
        copy = Path(shutil.copy2(path, tmp_path / "copy"))
        os.replace(copy, path)
    if mend:
        mend()
    assert refresh(landing.root, build).months == [MONTH]
    assert query(build, "select file_name, loaded_at from raw.files order by all") == loaded_at
    as_from_scratch(landing, build, tmp_path)


def test_other_bytes_while_a_file_is_read(landing: Landing, build: Path) -> None:
    landing.complete(MONTH)
    deliveries = landing_module.scan(landing.root)
    with raw_store.open_store(build) as connection:
        checked = load.check_month(connection, deliveries, MONTH)
        swap(path_of(landing, MONTH, "AzureUsage"))
        with pytest.raises(DeliveryError, match="changed while it was being read"):
            load.load_dataset(connection, checked, "AzureUsage", KEY)
    load_one(landing.root, build, "AzureUsage", MONTH)
