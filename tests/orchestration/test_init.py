"""`make init`: a landing folder to begin with, and loose downloads sorted into it.

Acts: whoever changes commands/init.py, or what a dataset is called.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from orchestration.commands.command_line import FAILED, OK, WRONG, main
from orchestration.commands.failures import Failed
from orchestration.commands.init import CHECKLIST, make_landing
from orchestration.landing.contracts import CONTRACTS, COVERAGE
from orchestration.landing.faults import LandingError
from orchestration.landing.folder import TEMPLATES, scan
from tests.orchestration.tiny_world import tiny_world

TODAY = date(2026, 11, 22)


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """Downloads of October 2026, as they lie in a folder of their own, fetched in November."""
    tiny_world("2026-10").write(tmp_path / "world")
    folder = tmp_path / "world" / "2026-10"
    downloaded = datetime(2026, 11, 20, tzinfo=UTC).timestamp()
    for path in folder.iterdir():
        os.utime(path, (downloaded, downloaded))
    return folder


def test_a_new_folder_has_a_checklist_and_templates(tmp_path: Path) -> None:
    landing = tmp_path / "new" / "landing"
    make_landing(landing, None, None, TODAY)
    checklist = (landing / CHECKLIST).read_text(encoding="utf-8")
    assert checklist.startswith("# 2026-10:") and "2026-10.2" in checklist
    for contract in (*CONTRACTS, COVERAGE):
        assert f"- [ ] **{contract.dataset}**" in checklist
        assert contract.about
        [header] = (landing / TEMPLATES / f"{contract.dataset}.csv").read_text().splitlines()
        assert header.split(",") == [column.header for column in contract.stored]
    assert list((landing / "2026-10").iterdir()) == []
    # What a refresh makes of it: a delivery that is not there yet, and nothing strange.
    [delivery] = scan(landing)
    assert delivery.files == () and delivery.faults == ()


@pytest.mark.parametrize(
    ("today", "month"),
    [(date(2026, 1, 1), "2025-12"), (date(2026, 1, 31), "2025-12"), (date(2026, 2, 1), "2026-01")],
)
def test_the_last_closed_month_is_meant(today: date, month: str, tmp_path: Path) -> None:
    make_landing(tmp_path, None, None, today)
    assert (tmp_path / month).is_dir()


@pytest.mark.parametrize("month", ["October", "2026-13", "2026-10.2"])
def test_what_is_no_month(month: str, tmp_path: Path) -> None:
    with pytest.raises(Failed, match="write it like 2026-10"):
        make_landing(tmp_path / "landing", month, None, TODAY)
    assert not (tmp_path / "landing").exists()


def test_downloads_go_into_the_delivery_of_their_months(loose: Path, tmp_path: Path) -> None:
    """Files without months go with the newest of those that have some."""
    names = sorted(path.name for path in loose.iterdir())
    landing = tmp_path / "landing"
    make_landing(landing, None, loose, date(2027, 3, 1))
    assert sorted(path.name for path in (landing / "2026-10").iterdir()) == names
    assert sorted(path.name for path in loose.iterdir()) == names
    for name in names:
        assert (landing / "2026-10" / name).read_bytes() == (loose / name).read_bytes()
    # Once more, with the month they are of: there already, and ticked off.
    make_landing(landing, "2026-10", loose, date(2027, 3, 1))
    checklist = (landing / CHECKLIST).read_text(encoding="utf-8")
    assert "- [x] **AzureUsage**" in checklist and "- [ ] **CustomersAndTenants**" in checklist


def test_the_checklist_says_which_area_needs_what(tmp_path: Path) -> None:
    make_landing(tmp_path, None, None, TODAY)
    checklist = (tmp_path / CHECKLIST).read_text(encoding="utf-8")
    assert "**AzureUsage** (required)" in checklist
    assert "**OfficeUsage** (optional; for Modern Work)" in checklist
    assert "**BusinessApplicationsUsage** (optional; for Business Applications)" in checklist
    assert "**PartnerTrack** (optional)" in checklist


def test_downloads_that_no_metric_reads_stay(
    loose: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (loose / "TeamsUsageWorkload.csv").write_text("x")
    make_landing(tmp_path / "landing", None, loose, TODAY)
    assert "TeamsUsageWorkload.csv: no metric reads this dataset" in capsys.readouterr().out
    assert not list((tmp_path / "landing").rglob("TeamsUsage*"))


def test_days_of_the_running_month_name_no_delivery(loose: Path, tmp_path: Path) -> None:
    """Downloaded in October, a file has some days of October; its delivery is September's."""
    taken = datetime(2026, 10, 20, tzinfo=UTC).timestamp()
    for path in loose.iterdir():
        os.utime(path, (taken, taken))
    make_landing(tmp_path / "landing", None, loose, TODAY)
    assert (tmp_path / "landing" / "2026-09" / "AzureUsage.csv").exists()


def test_what_cannot_be_sorted_is_named_and_the_rest_is_sorted(loose: Path, tmp_path: Path) -> None:
    (loose / "holiday.jpg").write_bytes(b"\xff\xd8")
    (loose / "EMSUsage_2.csv").write_bytes(b"PK\x03\x04 a workbook")
    landing = tmp_path / "landing"
    make_landing(landing, None, None, TODAY)
    (landing / "2026-10" / "Profile.csv").write_text("another")
    with pytest.raises(Failed) as raised:
        make_landing(landing, None, loose, TODAY)
    said = str(raised.value)
    assert "holiday.jpg: the name must begin with a dataset" in said
    assert "EMSUsage_2.csv" in said
    assert "2026-10/Profile.csv exists with different content" in said and "2026-10.2" in said
    assert (landing / "2026-10" / "Profile.csv").read_text() == "another"
    assert (landing / "2026-10" / "AzureUsage.csv").exists()


def test_nothing_tells_the_month(loose: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(loose / "Profile.csv", alone)
    with pytest.raises(Failed, match="give it with MONTH=2026-10"):
        make_landing(tmp_path / "landing", None, alone, TODAY)
    make_landing(tmp_path / "landing", "2026-09", alone, TODAY)
    assert (tmp_path / "landing" / "2026-09" / "Profile.csv").exists()


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == WRONG
    assert main(["init", "--landing", str(tmp_path / "in"), "--month", "2026-10"]) == OK
    assert str(tmp_path / "in" / CHECKLIST) in capsys.readouterr().out
    (tmp_path / "file").touch()
    assert main(["init", "--landing", str(tmp_path / "file")]) == FAILED
    assert "Failed." in capsys.readouterr().err


def test_other_folders_than_templates_stay_strange(tmp_path: Path) -> None:
    make_landing(tmp_path, "2026-10", None, TODAY)
    (tmp_path / "Templates 2").mkdir()
    with pytest.raises(LandingError, match="Templates 2"):
        scan(tmp_path)
