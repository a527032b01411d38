"""The environment: defaults, refusals and their words. Acts: whoever changes settings.py."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.landing.delivery_name import DeliveryName
from orchestration.settings import DEMO_MARKER, PROJECT_ROOT, Settings, SettingsError, described


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    folder = tmp_path / "landing"
    (folder / "2026-10").mkdir(parents=True)
    return folder


def read(environment: dict[str, str], root: Path) -> Settings:
    """The settings under these variables and no others."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in described():
            patch.delenv(variable.name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        return Settings.from_environment(root)


def test_without_landing_dir_it_is_the_demo(tmp_path: Path) -> None:
    settings = read({}, tmp_path)
    assert settings.is_demo
    assert settings.makes_demo_world
    assert settings.landing_dir == tmp_path / "data" / "demo" / "landing"
    assert settings.build_file == tmp_path / "data" / "build" / "build.demo.duckdb"


def test_a_landing_dir_is_real(landing: Path, tmp_path: Path) -> None:
    settings = read({"LANDING_DIR": str(landing)}, tmp_path)
    assert not settings.is_demo
    assert not settings.makes_demo_world
    assert settings.build_file.name == "build.real.duckdb"


def test_a_marked_landing_dir_is_a_demo(landing: Path, tmp_path: Path) -> None:
    (landing / DEMO_MARKER).touch()
    settings = read({"LANDING_DIR": str(landing)}, tmp_path)
    assert settings.is_demo
    assert not settings.makes_demo_world


def test_a_correction_alone_is_a_landing_folder(tmp_path: Path) -> None:
    (tmp_path / "in" / "2026-10.2").mkdir(parents=True)
    settings = read({"LANDING_DIR": str(tmp_path / "in")}, tmp_path)
    assert settings.landing_dir == (tmp_path / "in").resolve()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.touch(), "is a file"),
        (lambda path: path.mkdir(), "is empty"),
        (lambda path: (path / ".hidden").mkdir(parents=True), "is empty"),
        (lambda path: (path / "lost+found").mkdir(parents=True), "is empty"),
    ],
)
def test_a_landing_dir_that_is_set_must_hold_deliveries(make, words: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    make(folder)
    with pytest.raises(SettingsError, match=words) as raised:
        read({"LANDING_DIR": str(folder)}, tmp_path)
    assert str(folder) in str(raised.value)


@pytest.mark.parametrize("name", ["LANDING_DIR", "BUILD_DIR", "PUBLISH_DIR", "PERSON_KEY_FILE"])
def test_a_blank_variable_is_an_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"{name} is set but blank"):
        read({name: "  "}, tmp_path)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"BUILD_DIR": "landing/build"}, "inside the landing folder"),
        ({"PUBLISH_DIR": "landing"}, "inside the landing folder"),
        ({"BUILD_DIR": "out", "PUBLISH_DIR": "out"}, "separate folders"),
        ({"BUILD_DIR": "out", "PUBLISH_DIR": "out/published"}, "separate folders"),
        ({"BUILD_DIR": "out", "PERSON_KEY_FILE": "out/key"}, "keep the key outside"),
        ({"PUBLISH_DIR": "out", "PERSON_KEY_FILE": "out/key"}, "keep the key outside"),
        ({"PERSON_KEY_FILE": "landing/key"}, "keep the key outside"),
        ({"BUILD_DIR": "."}, "keep the extracts outside"),
        ({"PUBLISH_DIR": "."}, "keep the extracts outside"),
    ],
)
def test_folders_must_not_lie_in_each_other(
    variables: dict[str, str], words: str, landing: Path, tmp_path: Path
) -> None:
    environment = {name: str(tmp_path / value) for name, value in variables.items()}
    with pytest.raises(SettingsError, match=words):
        read({"LANDING_DIR": str(landing), **environment}, tmp_path)


def test_a_default_folder_behind_a_link_is_seen_through(landing: Path, tmp_path: Path) -> None:
    (tmp_path / "large disk").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "large disk")
    environment = {"LANDING_DIR": str(landing), "BUILD_DIR": str(tmp_path / "large disk")}
    with pytest.raises(SettingsError, match="keep the key outside"):
        read(environment, tmp_path)


def test_tolerances_of_the_quarantine(landing: Path, tmp_path: Path) -> None:
    plain = read({}, tmp_path)
    assert plain.quarantine_max_rows == 5
    assert plain.quarantine_max_people == 0
    assert plain.quarantine_max_rows_pct == plain.quarantine_max_acr_pct == Decimal("0.1")
    given = {
        "QUARANTINE_MAX_ROWS": " 0 ",
        "QUARANTINE_MAX_ROWS_PCT": "0.25",
        "QUARANTINE_MAX_ACR_PCT": "100",
        "QUARANTINE_MAX_PEOPLE": "2",
    }
    settings = read(given, tmp_path)
    assert settings.quarantine_max_rows == 0
    assert settings.quarantine_max_rows_pct == Decimal("0.25")
    assert settings.quarantine_max_acr_pct == Decimal(100)
    assert settings.quarantine_max_people == 2


@pytest.mark.parametrize("name", ["ROWS", "ROWS_PCT", "ACR_PCT", "PEOPLE"])
@pytest.mark.parametrize("value", ["", "-1", "many", "nan", "inf", "100.5", "0,1"])
def test_tolerances_that_are_none(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"QUARANTINE_MAX_{name} is"):
        read({f"QUARANTINE_MAX_{name}": value}, tmp_path)


@pytest.mark.parametrize(
    ("text", "known"),
    [("", None), ("  ", None), (" 2026-05.12 ", DeliveryName("2026-05", 12))],
)
def test_what_is_known(
    text: str, known: DeliveryName | None, landing: Path, tmp_path: Path
) -> None:
    env = {"LANDING_DIR": str(landing), "AS_KNOWN": text}
    assert read(env, tmp_path).as_known == known


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-05.1", "2026-05.02", "May", "2026-05'", "2026-05\n.2"]
)
def test_known_at_what_is_no_delivery(text: str, landing: Path, tmp_path: Path) -> None:
    env = {"LANDING_DIR": str(landing), "AS_KNOWN": text}
    with pytest.raises(SettingsError, match=r"AS_KNOWN .* not a delivery"):
        read(env, tmp_path)


@pytest.mark.parametrize("name", ["ACCEPT_REMOVED", "ACCEPT_REPEATED"])
def test_what_is_accepted_is_named(name: str, landing: Path, tmp_path: Path) -> None:
    """Files and deliveries, separated by semicolons; nothing is accepted by default."""
    env = {"LANDING_DIR": str(landing)}
    assert getattr(read(env, tmp_path), name.lower()) == frozenset()
    env[name] = " 2026-10/AzureUsage.csv; 2026-09 ;"
    accepted = getattr(read(env, tmp_path), name.lower())
    assert accepted == {"2026-10/AzureUsage.csv", "2026-09"}


def test_what_is_given_counts_instead_of_the_environment(
    landing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run of Dagster says itself what is known."""
    monkeypatch.setenv("LANDING_DIR", str(landing))
    monkeypatch.setenv("AS_KNOWN", "2026-05")
    assert Settings.from_environment(tmp_path).as_known == DeliveryName("2026-05", 1)
    assert Settings.from_environment(tmp_path, AS_KNOWN="").as_known is None
    known = Settings.from_environment(tmp_path, AS_KNOWN="2026-05.2").as_known
    assert known == DeliveryName("2026-05", 2)


def test_names_are_in_capitals(tmp_path: Path) -> None:
    assert read({"quarantine_max_rows": "7", "as_known": "x"}, tmp_path).quarantine_max_rows == 5


def test_every_variable_is_described_in_the_readme() -> None:
    readme = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
    rows = [
        f"| `{each.name}` | {f'`{each.default}`' if each.default else ''} | {each.description} |"
        for each in described()
    ]
    table = "\n".join(["| setting | default | what it is |", "|---|---|---|", *rows])
    assert table in readme, table
    assert all(each.description for each in described())


def test_no_secret_is_ever_printed() -> None:
    secrets = {each.name for each in described() if each.is_secret}
    assert secrets == {"PERSON_KEY", "NOTIFY_WEBHOOK_URL", "NOTIFY_SMTP_URL"}


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("security", ("security",)),
        (" Infrastructure , security,", ("security", "infrastructure")),
    ],
)
def test_solution_areas_stand_in_the_order_of_their_rows(
    text: str, areas: tuple[str, ...], landing: Path, tmp_path: Path
) -> None:
    environment = {"LANDING_DIR": str(landing), "SOLUTION_AREAS": text}
    settings = read(environment, tmp_path)
    assert settings.solution_areas == settings.areas_named == areas
    every = read(environment | {"SOLUTION_AREAS": "all"}, tmp_path)
    assert len(every.solution_areas) == 4 and set(areas) < set(every.solution_areas)
    assert every.areas_named == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("securty", "'securty', no solution"),
        ("security,modern_work", "'modern_work', whose score is not built yet"),
        (" ", "none"),
    ],
)
def test_an_unknown_solution_area_is_an_error(
    text: str, words: str, landing: Path, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=words) as raised:
        read({"LANDING_DIR": str(landing), "SOLUTION_AREAS": text}, tmp_path)
    assert "security, data_ai" in str(raised.value)
