"""Releases: whole or not at all, readable, and never a demo over a real one.

The build is a handful of made tables and the audit is taken as passed (see conftest.py). Acts:
whoever changes publishing.py or release_files.py.
"""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from orchestration.machine import access
from orchestration.machine.lock import exclusive
from orchestration.publish import publishing, release_files
from orchestration.publish.audit import Audit, AuditError, Finding
from orchestration.publish.publishing import (
    accept,
    publish,
    refuse_demo_over_real,
    refuse_unwritable,
    switch_current,
    tidy,
)
from orchestration.publish.release import Release, all_releases, current_release, rejected_releases
from orchestration.publish.release_files import PublishError
from orchestration.settings import Settings
from tests.publish.conftest import Build


def _points(release: Release) -> int:
    with duckdb.connect(str(release.database), read_only=True) as connection:
        (points,) = connection.execute("select points from marts.fct_scores").fetchone() or (None,)
    return int(points)


def _hidden(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.publish_dir.glob(".unfinished-*"))


def test_a_release_holds_the_marts_and_only_them(settings: Settings, build: Build) -> None:
    build(1)
    release = publish(settings)
    assert release == current_release(settings.publish_dir)
    with duckdb.connect(str(release.database), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name, comment from duckdb_tables() order by all"
        ).fetchall()
        column = connection.execute(
            "select comment from duckdb_columns() where column_name = 'points'"
        ).fetchall()
    assert tables == [
        ("marts", "fct_scores", "It's one row per partner."),
        ("marts", "meta_audit", "What the audit found."),
        ("marts", "meta_publish", None),
        ("marts", "score_summary", "A view."),
    ]
    assert column == [('Points; not "money".',)]
    assert sorted(path.name for path in release.folder.iterdir()) == [
        "audit.json",
        "docs.html",
        "parquet",
        "partner_score.duckdb",
        "release.json",
    ]


def test_the_oldest_1x_client_can_read_it(settings: Settings, build: Build) -> None:
    build(1)
    release = publish(settings)
    with duckdb.connect(str(release.database), read_only=True) as connection:
        tags = connection.execute("select tags from duckdb_databases() where not internal")
        ((found,),) = tags.fetchall()
    assert found["storage_version"] == "v1.0.0+"


def test_parquet_holds_the_same_rows_and_types(settings: Settings, build: Build) -> None:
    build(3)
    release = publish(settings)
    names = {path.stem for path in release.parquet.iterdir()}
    assert names == {"fct_scores", "meta_audit", "meta_publish", "score_summary"}
    with duckdb.connect(str(release.database), read_only=True) as connection:
        for name in names:
            file = str(release.parquet / f"{name}.parquet")
            table = connection.execute(f"from marts.{name}").fetchall()
            assert connection.execute("from read_parquet(?)", [file]).fetchall() == table
            types = f"select column_name, column_type from (describe from marts.{name})"
            from_file = "select column_name, column_type from (describe from read_parquet(?))"
            expected = connection.execute(types).fetchall()
            assert connection.execute(from_file, [file]).fetchall() == expected


def test_meta_publish_says_what_the_release_is(settings: Settings, build: Build) -> None:
    build(1)
    release = publish(replace(settings, is_demo=False))
    with duckdb.connect(str(release.database), read_only=True) as connection:
        cursor = connection.execute("from marts.meta_publish")
        names = [column[0] for column in cursor.description or ()]
        ((*values,),) = cursor.fetchall()
    meta = dict(zip(names, values, strict=True))
    assert meta["version"] == release.folder.name
    assert meta["version"].startswith("2026-10-")
    assert meta["as_of_month"] == date(2026, 10, 1)
    assert meta["code_version"] == "0.1.0+code"
    assert meta["is_demo"] is False
    assert json.loads(meta["rows_per_table"]) == {"fct_scores": 1, "score_summary": 1}
    assert (meta["quarantined_rows"], meta["tests_run"], meta["tests_passed"]) == (2, 7, 7)


def test_two_releases_in_one_second_have_two_names(settings: Settings, build: Build) -> None:
    build(1)
    versions = {publish(settings).label.version for _ in range(3)}
    assert len(versions) == 3


def test_an_open_reader_keeps_its_release(settings: Settings, build: Build) -> None:
    build(1)
    publish(settings)
    reader = duckdb.connect(
        str(settings.publish_dir / "current" / "partner_score.duckdb"), read_only=True
    )
    build(2)
    for _ in range(settings.keep_releases + 1):
        publish(settings)
    assert reader.execute("select points::integer from marts.fct_scores").fetchall() == [(1,)]
    reader.close()
    release = current_release(settings.publish_dir)
    assert release is not None
    assert _points(release) == 2


def _fail(*_: object, **__: object) -> None:
    raise OSError("disk full")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (publishing, "audit"),
        (publishing, "write_release"),
        (release_files, "_copy_table"),
        (release_files, "_write_meta"),
        (release_files, "sync"),
        (publishing, "write_pages"),
        (publishing, "write_workbook"),
        (publishing, "write_parquet"),
        (release_files, "write_trace"),
        (publishing, "write_page"),
        (publishing, "switch_current"),
    ],
)
def test_a_failure_leaves_current_as_it_was(
    module: object, name: str, settings: Settings, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(1)
    before = publish(settings)
    build(2)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, _fail)
        with pytest.raises(OSError, match="disk full"):
            publish(settings)
    assert current_release(settings.publish_dir) == before
    assert _points(before) == 1
    after = publish(settings)
    assert _points(after) == 2
    assert current_release(settings.publish_dir) == after
    assert _hidden(settings) == []


def test_nobody_goes_on_writing_after_a_failure(
    settings: Settings, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(1)
    is_copying = threading.Event()
    copied = release_files._copy_table

    def endless(connection: duckdb.DuckDBPyConnection, *others: object) -> int:
        copied(connection, *others)  # type: ignore[arg-type]
        is_copying.set()
        connection.execute(
            "select sum(a.range * b.range) from range(10000000) a, range(10000000) b"
        )
        return 0

    def fail(*_: object) -> None:
        assert is_copying.wait(60)
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(release_files, "_copy_table", endless)
        patch.setattr(publishing, "write_workbook", fail)
        with pytest.raises(OSError, match="disk full"):
            publish(settings)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("beside")]
    assert current_release(settings.publish_dir) is None
    assert len(_hidden(settings)) == 1
    tidy(settings.publish_dir)
    assert _hidden(settings) == []


def test_what_a_killed_run_left_is_removed(settings: Settings, build: Build) -> None:
    half = settings.publish_dir / ".unfinished-2026-10-20261122T000000Z"
    (half / "parquet").mkdir(parents=True)
    (half / "partner_score.duckdb").write_bytes(b"half")
    (settings.publish_dir / ".unfinished-link").symlink_to("nowhere")
    build(1)
    publish(settings)
    assert _hidden(settings) == []


def test_what_is_left_is_removed_also_where_nothing_is_published(
    settings: Settings, build: Build
) -> None:
    build(1)
    release = publish(settings)
    half = settings.publish_dir / ".unfinished-2026-09-20261022T000000Z"
    half.mkdir()
    with exclusive(settings.publish_dir / publishing.PUBLISH_LOCK):
        tidy(settings.publish_dir)
    assert _hidden(settings) == []
    assert current_release(settings.publish_dir) == release


def test_a_refused_audit_publishes_nothing(
    settings: Settings, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(settings: Settings) -> Audit:
        raise AuditError("a test failed")

    build(1)
    monkeypatch.setattr(publishing, "audit", refuse)
    with pytest.raises(AuditError):
        publish(settings)
    assert all_releases(settings.publish_dir) == []
    assert not (settings.publish_dir / "current").exists()


def test_a_rejected_candidate_is_kept_beside_and_can_be_accepted(
    settings: Settings, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(1)
    before = publish(settings)
    build(2)
    found = Finding("no partners gone", False, "gone: p2")
    monkeypatch.setattr(publishing, "compare", lambda *files: [found])
    with pytest.raises(AuditError, match="no partners gone: gone: p2") as refusal:
        publish(settings)
    assert current_release(settings.publish_dir) == before
    (rejected,) = rejected_releases(settings.publish_dir)
    assert f"make accept VERSION={rejected.label.version}" in str(refusal.value)
    assert _points(rejected) == 2
    verdict = json.loads((rejected.folder / "audit.json").read_text())
    assert verdict[-1] == {"check": "no partners gone", "is_good": False, "detail": "gone: p2"}
    with duckdb.connect(str(rejected.database), read_only=True) as connection:
        table = connection.execute("from marts.meta_audit").fetchall()
    assert table == [tuple(answer.values()) for answer in verdict]

    with pytest.raises(PublishError, match="Candidates: 2026-10"):
        accept(settings, "2026-11")
    assert _points(accept(settings, rejected.label.version)) == 2
    assert current_release(settings.publish_dir).label == rejected.label
    assert rejected_releases(settings.publish_dir) == []


def test_old_rejected_candidates_go(
    settings: Settings, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(1)
    publish(settings)
    monkeypatch.setattr(publishing, "compare", lambda *files: [Finding("rows", False, "none")])
    few = replace(settings, keep_releases=2)
    for _ in range(3):
        with pytest.raises(AuditError):
            publish(few)
    assert len(rejected_releases(settings.publish_dir)) == 2


def test_without_links_a_file_names_the_current_release(
    settings: Settings, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "has_links", lambda: False)
    build(1)
    publish(settings)
    build(2)
    reader = duckdb.connect(str(current_release(settings.publish_dir).database), read_only=True)
    second = publish(settings)
    assert (settings.publish_dir / "current.txt").read_text() == f"{second.label.version}\n"
    assert not (settings.publish_dir / "current").exists()
    assert current_release(settings.publish_dir) == second
    assert reader.execute("select points::integer from marts.fct_scores").fetchall() == [(1,)]
    reader.close()


@pytest.mark.parametrize(
    "column",
    ["[points]", "points::double", "points::hugeint", "{'a': points}", "now()", "1::utinyint"],
)
def test_types_that_bi_tools_stumble_over_are_refused(
    column: str, settings: Settings, build: Build
) -> None:
    build(1, column=column)
    with pytest.raises(PublishError, match=r"fct_scores\.points"):
        publish(settings)
    assert not (settings.publish_dir / "current").exists()


def test_old_releases_go_and_the_current_one_stays(settings: Settings, build: Build) -> None:
    build(1)
    few = replace(settings, keep_releases=2)
    first, *_ = [publish(few).label.version for _ in range(4)]
    kept = [release.label.version for release in all_releases(settings.publish_dir)]
    assert len(kept) == 2
    assert first not in kept


def test_an_old_release_that_cannot_be_removed_takes_nothing_back(
    settings: Settings, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(1)
    few = replace(settings, keep_releases=1)
    publish(few)
    monkeypatch.setattr(publishing.shutil, "rmtree", _fail)
    second = publish(few)
    assert current_release(settings.publish_dir) == second


def test_a_folder_that_cannot_be_written_to_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_unwritable(settings.publish_dir)
    monkeypatch.setattr(access, "may", lambda path, rights: False)
    with pytest.raises(PublishError, match="No read and write access"):
        refuse_unwritable(settings.publish_dir)


def test_a_release_someone_switched_back_to_is_not_removed(
    settings: Settings, build: Build
) -> None:
    build(1)
    few = replace(settings, keep_releases=1)
    old = publish(few)
    new = publish(replace(settings, keep_releases=2))
    switch_current(settings.publish_dir, old.label.version)
    publishing._prune(few)
    assert current_release(settings.publish_dir) == old
    assert new.folder.exists() or old.folder.exists()


def test_a_demo_never_replaces_a_real_release(settings: Settings, build: Build) -> None:
    build(1)
    real = publish(settings)
    demo = replace(settings, is_demo=True)
    with pytest.raises(PublishError, match="a demo never replaces it"):
        refuse_demo_over_real(demo)
    with pytest.raises(PublishError, match="a demo never replaces it"):
        publish(demo)
    assert current_release(settings.publish_dir) == real


def test_a_demo_does_not_replace_what_it_cannot_read(settings: Settings, build: Build) -> None:
    build(1)
    (publish(settings).folder / "release.json").write_text("{")
    with pytest.raises(PublishError, match="a demo never replaces it"):
        refuse_demo_over_real(replace(settings, is_demo=True))


def test_a_real_release_replaces_a_demo(settings: Settings, build: Build) -> None:
    demo = replace(settings, is_demo=True)
    settings.build_file.with_name("build.demo.duckdb").unlink(missing_ok=True)
    build(1)
    settings.build_file.rename(demo.build_file)
    assert publish(demo).label.is_demo
    refuse_demo_over_real(demo)
    build(2)
    release = publish(settings)
    assert current_release(settings.publish_dir) == release
    assert not release.label.is_demo
