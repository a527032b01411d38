"""The keyed hash of people, and names from files that must stay names."""

from __future__ import annotations

import hashlib
import hmac
import stat
from pathlib import Path

import pytest

from orchestration.landing import folder as landing_module
from orchestration.raw import load
from orchestration.raw import store as raw_store
from orchestration.raw.person_key import PersonKeyError, read_key
from tests.landing.extracts import KEY, Landing, load_one, query, row, text_of

MONTH = "2026-10"


def hashed(person: str, key: bytes = KEY) -> str:
    return hmac.new(key, person.encode(), hashlib.sha256).hexdigest()


def test_the_hash_is_hmac_of_the_person(landing: Landing, build: Path) -> None:
    people = [
        ({"MCPID": " MC-1 "}, "mc-1"),
        ({"MCPID": "mc-1", "CorpEmail": "other@x.example"}, "mc-1"),
        ({"MCPID": "", "CorpEmail": " Ann@X.example"}, "ann@x.example"),
        ({"MCPID": "NULL", "CorpEmail": "", "Email": "Ann@Home.example"}, "ann@home.example"),
        ({"MCPID": "", "CorpEmail": "unknown", "Email": ""}, None),
        ({"MCPID": "Jürgen-1"}, "jürgen-1"),
    ]
    landing.add(
        MONTH,
        "TrainingCompletions",
        [row("TrainingCompletions", MONTH, **changes) for changes, _ in people],
    )
    load_one(landing.root, build, "TrainingCompletions", MONTH)
    found = query(build, "select person_key from raw.training_completions order by record")
    assert found == [(person and hashed(person),) for _, person in people]


@pytest.mark.parametrize("length", [16, 64, 65, 200])
def test_keys_of_any_length(landing: Landing, build: Path, length: int) -> None:
    key = bytes(range(length))
    landing.add(MONTH, "TrainingCompletions")
    deliveries = landing_module.scan(landing.root)
    with raw_store.open_store(build) as connection:
        checked = load.check_month(connection, deliveries, MONTH)
        load.load_dataset(connection, checked, "TrainingCompletions", key)
    assert query(build, "select person_key from raw.training_completions") == [
        (hashed("mc-1", key),)
    ]
    assert key not in build.read_bytes()


def test_files_without_e_mails(landing: Landing, build: Path) -> None:
    landing.add(
        MONTH,
        "TrainingCompletions",
        [row("TrainingCompletions", MONTH, CorpEmail=None, Email=None)],
    )
    load_one(landing.root, build, "TrainingCompletions", MONTH)
    assert query(build, "select person_key, email from raw.training_completions") == [
        (hashed("mc-1"), None)
    ]


def test_another_key_is_refused(landing: Landing, build: Path) -> None:
    landing.add(MONTH, "TrainingCompletions")
    load_one(landing.root, build, "TrainingCompletions", MONTH)
    landing.add(f"{MONTH}.2", "TrainingCompletions")
    deliveries = landing_module.scan(landing.root)
    with raw_store.open_store(build) as connection:
        checked = load.check_month(connection, deliveries, MONTH)
        with pytest.raises(PersonKeyError, match="not the one"):
            load.load_dataset(connection, checked, "TrainingCompletions", b"another key, as long")


def test_the_key_file_is_made_once_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "person.key"
    key = read_key(file, {})
    assert len(key) == 64 and read_key(file, {}) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["person.key"]
    assert read_key(tmp_path / "none", {"PERSON_KEY": "from the environment"}) == (
        b"from the environment"
    )
    assert not (tmp_path / "none").exists()


def test_the_key_is_not_left_lying_beside_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / ".person.key.0a1b2c3d").write_text("left by a process that was killed")
    read_key(folder / "person.key", {})
    assert [path.name for path in folder.iterdir()] == ["person.key"]
    read_key(tmp_path / "made" / "person.key", {})
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o700


def test_keys_that_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "person.key"
    file.write_text("long enough, but open to all")
    file.chmod(0o644)
    with pytest.raises(PersonKeyError, match="chmod u=rw"):
        read_key(file, {})
    file.write_text("short")
    file.chmod(0o600)
    for environment in ({}, {"PERSON_KEY": ""}):
        with pytest.raises(PersonKeyError, match="at least 16"):
            read_key(file, environment)


@pytest.mark.parametrize(
    "name",
    [
        "AzureUsage[1].csv",
        "AzureUsage*.csv",
        "AzureUsage?{a,b}.csv",
        "AzureUsage'; drop schema raw cascade; --.csv",
        'AzureUsage" $(touch x) `touch y`.csv',
        "AzureUsage key=value %s {} \\ ü 名.csv",
    ],
)
def test_hostile_file_names(landing: Landing, build: Path, name: str) -> None:
    # What the name would match if it were a pattern.
    for number, file_name in (("1", "AzureUsage1.csv"), ("2", name)):
        usage = row("AzureUsage", MONTH, ACR_USD=number, SubscriptionId=number)
        landing.add(MONTH, "AzureUsage", [usage], file_name)
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(
        build,
        "select file_name, acr_usd from raw.azure_usage join raw.files using (file_id) "
        "order by acr_usd",
    ) == [("AzureUsage1.csv", "1"), (name, "2")]


def test_hostile_folder(tmp_path: Path, build: Path) -> None:
    landing = Landing(tmp_path / "a=b [x] 'q' *?")
    landing.add(MONTH, "Profile")
    load_one(landing.root, build, "Profile", MONTH)
    assert query(build, "select count(*) from raw.profile") == [(1,)]


def test_hostile_headers_and_cells(landing: Landing, build: Path) -> None:
    evil = "'); drop table raw.files; --"
    plain = row("AzureUsage", MONTH, CustomerName=evil, SubscriptionId="=cmd|' /C calc'!A0")
    headers = [*plain, evil, '"quoted"', "c0", "rowid", "$path", "x" * 5000, "", "two\nlines"]
    landing.put(
        MONTH,
        "AzureUsage.csv",
        text_of(headers, [[*plain.values(), *["cell"] * (len(headers) - len(plain))]]),
    )
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, "select customer_name, subscription_id from raw.azure_usage") == [
        (evil, "=cmd|' /C calc'!A0")
    ]
    [(unknown,)] = query(build, "select unknown_columns from raw.files")
    assert evil in unknown and "(no name)" in unknown
