"""Where names, e-mails, ids of people and the key are after a refresh, and where they are not.

Acts: whoever lets a column of TrainingCompletions through, or writes a new kind of file.
"""

from __future__ import annotations

import hashlib
import hmac
import stat
from pathlib import Path

import duckdb

from orchestration.raw.person_key import padded_keys
from tests.access.refreshed import KEY, PERSON, Done, content_of, files_in, tables_of


def _secrets() -> list[bytes]:
    """The key as text and in every form that it takes on the way."""
    key = KEY.encode()
    forms = [key, hashlib.sha256(key).digest(), *padded_keys(key).values()]
    return [*forms, *(form.hex().encode() for form in forms)]


def _people() -> list[str]:
    return [text.lower() for text in PERSON.values()]


def test_the_scan_would_find_people_in_raw(done: Done) -> None:
    with duckdb.connect(str(done.settings.build_file), read_only=True) as connection:
        raw = tables_of(connection, except_schemas=()).lower()
    kept = [text for text in _people() if text != PERSON["AADUserId"]]
    assert [text for text in kept if text not in raw] == []


def test_no_personal_data_above_raw(done: Done) -> None:
    with duckdb.connect(str(done.settings.build_file), read_only=True) as connection:
        above = tables_of(connection, except_schemas=("raw", "raw_files")).lower()
        people = connection.execute(
            "select distinct person_key from marts.fct_skilling_people"
        ).fetchall()
    assert [text for text in _people() if text in above] == []
    key = hmac.new(KEY.encode(), PERSON["MCPID"].encode(), hashlib.sha256).hexdigest()
    assert (key,) in people


def test_no_personal_data_in_any_other_file(done: Done) -> None:
    found = []
    scanned = 0
    for folder in (done.settings.build_dir, done.settings.publish_dir):
        for path in files_in(folder):
            if path == done.settings.build_file:
                continue
            content = content_of(path).lower()
            scanned += 1
            found += [(path, text) for text in _people() if text.encode() in content]
    assert found == []
    assert scanned > 50
    assert [text for text in _people() if text in done.scorecard.lower()] == []
    assert "2026-11/TrainingCompletions.csv" in done.refusal
    assert [text for text in _people() if text in done.refusal.lower()] == []


def test_the_key_is_in_no_file_but_its_own(done: Done) -> None:
    root = done.settings.build_dir.parent
    found = []
    for path in files_in(root):
        if path != done.settings.person_key_file:
            content = content_of(path)
            found += [path for secret in _secrets() if secret in content]
    assert found == []


def test_rights(done: Done) -> None:
    def mode(path: Path) -> str:
        return f"{stat.S_IMODE(path.stat().st_mode):03o}"

    settings = done.settings
    assert mode(settings.build_dir) == "700"
    assert mode(settings.build_file) == "600"
    assert mode(settings.dagster_home) == "700"
    assert {mode(path) for path in files_in(settings.dbt_target)} == {"600"}
    assert mode(settings.person_key_file) == "600"
    assert {mode(path) for path in files_in(done.release.folder)} == {"640"}
    folders = [done.release.folder, done.release.parquet, settings.publish_dir]
    assert {mode(path) for path in folders} == {"750"}
