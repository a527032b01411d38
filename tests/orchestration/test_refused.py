"""What makes a new release, and what the audit refuses: the main job over real builds.

Refused it ends with 1 and says why, `current` stays, and a candidate that could be made lies in
`rejected` with its verdict; and a sound refresh becomes current again. The tests walk on from one
release in the order in which they stand here. Acts: whoever changes audit.py, regressions.py or
publishing.py.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from orchestration.publish.release import (
    AUDIT_FILE,
    LABEL_FILE,
    Release,
    all_releases,
    current_release,
    rejected_releases,
)
from tests.conftest import RefreshLanding, RefreshRun
from tests.orchestration.tiny_world import OTHER_PARTNER, PARTNER, add_other_partner, fill
from tests.worlds.writer import Delivery

#: Allows the record that one of the tests leaves in quarantine.
ONE_PERSON = {"QUARANTINE_MAX_PEOPLE": "1"}


@dataclass(frozen=True)
class Place:
    """The folders that the tests walk on in."""

    first: RefreshRun
    refresh_landing: RefreshLanding

    @property
    def landing(self) -> Path:
        return self.first.work / "landing"

    @property
    def publish_dir(self) -> Path:
        return self.first.publish_dir

    @property
    def build_file(self) -> Path:
        return self.first.build_dir / "build.real.duckdb"

    @property
    def current(self) -> Release:
        release = current_release(self.publish_dir)
        assert release is not None
        return release

    def deliver(self, name: str, *datasets: str, with_other: bool = False) -> Path:
        """Write a sound delivery, complete or of some `datasets`; returns its folder."""
        whole = Delivery(name)
        fill(whole)
        if with_other:
            add_other_partner(whole)
        kept = {dataset: whole.rows[dataset] for dataset in datasets or whole.rows}
        Delivery(name, kept).write(self.landing)
        return self.landing / name

    def refused(self, *words: str, bad_check: str | None, **variables: str) -> str:
        """Refresh, which must be refused in these words; returns what it said.

        `bad_check` is the check that its candidate fails, None where there can be no candidate.
        """
        before, kept = self.current, rejected_releases(self.publish_dir)
        run = self.refresh_landing(self.landing, self.first.work, check=False, **variables)
        said = " ".join(run.output.split())
        assert run.returncode == 1
        for text in (*words, "Not published.", "The release published before is still current."):
            assert text in said
        assert "Traceback" not in said
        assert self.current == before
        assert (self.publish_dir / "current").resolve() == before.folder.resolve()
        assert not list(self.publish_dir.glob(".unfinished-*"))
        new = [release for release in rejected_releases(self.publish_dir) if release not in kept]
        assert len(new) == (bad_check is not None)
        for release in new:
            verdict = json.loads((release.folder / AUDIT_FILE).read_text())
            assert bad_check in [each["check"] for each in verdict if not each["is_good"]]
            assert f"make accept VERSION={release.label.version}" in said
            # Whole, to be looked at and perhaps accepted.
            assert _names(release.folder) == _names(before.folder)
        return said

    def accepted(self, **variables: str) -> tuple[str, Release]:
        """Refresh, and what it made is current; returns what it said, and the release."""
        before = self.current
        run = self.refresh_landing(self.landing, self.first.work, **variables)
        assert self.current.label.version != before.label.version
        return " ".join(run.output.split()), self.current


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture(scope="module")
def place(
    released: RefreshRun,
    refresh_landing: RefreshLanding,
    tmp_path_factory: pytest.TempPathFactory,
) -> Place:
    return Place(released.copy(tmp_path_factory.mktemp("refused")), refresh_landing)


def test_too_much_in_quarantine(place: Place) -> None:
    usage = place.deliver("2026-11") / "AzureUsage.csv"
    header, *records = usage.read_text(encoding="utf-8").splitlines()
    column = header.split(",").index("ACR_USD")
    # The last ones are of an old month, so that none is left without usage.
    for number in range(-6, 0):
        cells = records[number].split(",")
        cells[column] = f"x{number}"
        records[number] = ",".join(cells)
    usage.write_text("\n".join([header, *records, ""]), encoding="utf-8")
    place.refused(
        "Too much is in quarantine to publish a release.",
        "2026-11/AzureUsage.csv: 6 of ",
        "6 records, ACR_USD: not a readable number",
        "QUARANTINE_MAX_ROWS",
        "In quarantine and not used: 6 rows",
        bad_check=None,
    )
    with duckdb.connect(str(place.build_file), read_only=True) as connection:
        assert connection.execute(
            "select count(*) from raw.deliveries where delivery = '2026-11'"
        ).fetchone() == (1,)


def test_a_failing_test(place: Place) -> None:
    """A row is gone from raw whose receipt still counts it."""
    place.deliver("2026-11.2", "AzureUsage")
    whole = shutil.copy(place.build_file, place.build_file.with_name("whole"))
    with duckdb.connect(str(place.build_file)) as connection:
        query = (
            "select table_name from duckdb_tables() "
            "where schema_name = 'raw_files' and table_name like 'training_completions%'"
        )
        (table, *_) = connection.execute(query).fetchone() or ("",)
        connection.execute(f"delete from raw_files.{table}")
    place.refused(
        "models or tests failed", "test every_loaded_row_has_one_reason: fail", bad_check=None
    )
    shutil.move(whole, place.build_file)


def test_a_partner_that_vanished(place: Place) -> None:
    place.deliver("2026-10.2", "Profile", "EMSUsage")
    said = place.refused(
        f"no partners gone: gone: {OTHER_PARTNER};",
        f"no scored months gone: gone: {OTHER_PARTNER} 20",
        bad_check="no partners gone",
    )
    assert f"gone: {PARTNER}" not in said


def test_a_person_in_quarantine(place: Place) -> None:
    """One record, far below what a file of usage may have there."""
    place.deliver("2026-10.3", "Profile", "EMSUsage", with_other=True)
    certificates = place.deliver("2026-11.3", "TrainingCompletions") / "TrainingCompletions.csv"
    _, ann = certificates.read_text().splitlines()
    with certificates.open("a", newline="") as lines:
        lines.write(f"{ann.replace('ann', 'bob')}\nnot,enough\n")
    place.refused(
        "deliveries 2026-10.3, 2026-11.3",
        "2026-11.3/TrainingCompletions.csv: 1 of 3 records (0 allowed: each is a person, and "
        "a single one can cost a score)",
        "1 record, (record): fewer fields than the header",
        "in a folder named 2026-11.<n>",
        "raise QUARANTINE_MAX_PEOPLE and refresh again",
        bad_check=None,
    )


def test_a_correction_makes_a_new_release(place: Place) -> None:
    """A sound refresh after all of them: what was refused is corrected, and one record is bad.

    Whoever refreshes can do without that one, and every total says that it is missing.
    """
    before = place.current
    said, release = place.accepted(**ONE_PERSON)
    assert "Not in this total: 1 record in quarantine (TrainingCompletions 1)" in said
    assert "fewer fields than the header" in said
    assert release.label.as_of_month == "2026-11-01"
    # The release counts all that was ever set aside; of six rows the correction is in force.
    assert "In quarantine and not used: 1 row" in said
    assert release.label.quarantined_rows == 7
    query = "select count(distinct person_key) from marts.fct_skilling_people"
    with duckdb.connect(str(before.database), read_only=True) as connection:
        assert connection.execute(query).fetchone() == (1,)
    with duckdb.connect(str(release.database), read_only=True) as connection:
        assert connection.execute(query).fetchone() == (2,)
        assert connection.execute(
            "select delivery, dataset, file_name, column_name, reason, rows_count, acr_usd "
            "from marts.fct_quarantine where is_in_force"
        ).fetchall() == [
            (
                *("2026-11.3", "TrainingCompletions", "TrainingCompletions.csv"),
                *("(record)", "too_few_fields", 1, None),
            )
        ]
        partners = connection.execute("select distinct partner_id from marts.fct_metric_scores")
        assert {partner for (partner,) in partners.fetchall()} == {PARTNER, OTHER_PARTNER}
    assert {each.label.version for each in all_releases(place.publish_dir)} == {
        before.label.version,
        release.label.version,
    }


def test_a_score_that_moved_without_a_cause(place: Place) -> None:
    """Of the same files and the same code the current release says something else."""
    current = place.current
    kept = current.database.read_bytes()
    (current.folder / LABEL_FILE).write_text(replace(current.label, inputs="others").to_json())
    with duckdb.connect(str(current.database)) as connection:
        ((path, metric, points),) = connection.execute(
            f"""
            update marts.fct_metric_scores set points = points + 1
            where (path, metric) in (
                select (path, metric) from marts.fct_metric_scores
                where partner_id = '{PARTNER}' and is_rule_in_force
                    and as_of_month = date '2026-10-01'
                order by all limit 1
            ) and partner_id = '{PARTNER}' and is_rule_in_force
                and as_of_month = date '2026-10-01'
            returning path, metric, points
            """
        ).fetchall()
    place.refused(
        "Publishing what an earlier refresh built",
        "no score moved without a cause: no new file explains: "
        f"{PARTNER} 2026-10 {path} {metric}: {points} became {points - 1}",
        bad_check="no score moved without a cause",
        **ONE_PERSON,
    )
    current.database.write_bytes(kept)
    place.accepted(**ONE_PERSON)
