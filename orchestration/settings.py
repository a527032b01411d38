"""Where things are and what is tolerated, read once from the environment.

Belongs here: the environment variables, their defaults and their checks, and the paths derived
from them. Does not belong here: anything that opens, scans or writes a file.

| variable        | default              | meaning                                           |
|-----------------|----------------------|---------------------------------------------------|
| LANDING_DIR     | (the demo world)     | folder of monthly deliveries, never written to    |
| BUILD_DIR       | data/build           | disposable: build files, logs, history, timings   |
| PUBLISH_DIR     | data/published       | releases and the link `current`                   |
| PERSON_KEY_FILE | data/keys/person.key | secret that turns a person's id into `person_key` |
| AS_KNOWN        | (everything)         | a delivery: build what was known when it was last |

A file with more in quarantine than this is loaded, but not published (quarantine_report.py):

| variable                | default | meaning                                                   |
|-------------------------|---------|-----------------------------------------------------------|
| QUARANTINE_MAX_ROWS     | 5       | records of a file that may always be in quarantine        |
| QUARANTINE_MAX_ROWS_PCT | 0.1     | more of them are allowed up to this share, in per cent    |
| QUARANTINE_MAX_ACR_PCT  | 0.1     | share of a file's ACR that may be in quarantine, per cent |
| QUARANTINE_MAX_PEOPLE   | 0       | the records of a file whose records are people or         |
|                         |         | locations, instead of the first two: one can cost a score |

ACCEPT_REMOVED (default: nothing) names published files or deliveries that were taken out of landing
for good, separated by semicolons, such as `2024-01/Profile.csv;2024-02` (published_files.py).
ACCEPT_REPEATED (default: nothing) names files or deliveries, in the same way, in which rows may be
there twice: all of them count (repetition.py).

Nothing is read at import time: `Settings.from_environment()` is called once per refresh (or per
Dagster run) and the frozen result is handed on.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from orchestration.landing.delivery_name import DeliveryName
from orchestration.landing.folder import is_passed_over
from orchestration.machine.access import may, no_rights
from orchestration.machine.process import NO_HOME

#: Name of the variable, for Python and for dbt (models/staging/stg_deliveries.sql).
AS_KNOWN = "AS_KNOWN"

PROJECT_ROOT = Path(__file__).absolute().parent.parent

#: A file of this name at a landing's root says that its deliveries are made up.
DEMO_MARKER = ".demo-world"


#: In a build folder; held by whoever works in it.
LOCK_FILE = ".refresh.lock"


class SettingsError(Exception):
    """The environment asks for something that cannot be; the text says what and how to mend it."""


@dataclass(frozen=True)
class Settings:
    """The paths of one refresh. All of them are absolute."""

    landing_dir: Path
    build_dir: Path
    publish_dir: Path
    person_key_file: Path
    is_demo: bool
    #: Whether the landing folder is the project's own demo world, made when it is absent.
    makes_demo_world: bool = False
    #: Releases kept in `publish_dir`, the current one included.
    keep_releases: int = 5
    #: The last delivery that the build may look at; None for all that are loaded.
    as_known: DeliveryName | None = None
    #: Tolerances of a file's quarantine; shares are in per cent.
    quarantine_max_rows: int = 5
    quarantine_max_rows_pct: Decimal = Decimal("0.1")
    quarantine_max_acr_pct: Decimal = Decimal("0.1")
    quarantine_max_people: int = 0
    #: Files (`2026-10/Profile.csv`) and deliveries that may be gone from landing.
    accept_removed: frozenset[str] = frozenset()
    #: Files and deliveries in which rows that are there twice count twice.
    accept_repeated: frozenset[str] = frozenset()

    @property
    def world(self) -> str:
        """`demo` or `real`: the two never share a build file."""
        return "demo" if self.is_demo else "real"

    @property
    def build_file(self) -> Path:
        """The one DuckDB file that loader, dbt and publish work on."""
        return self.build_dir / f"{self.world}.duckdb"

    @property
    def lock_file(self) -> Path:
        return self.build_dir / LOCK_FILE

    @property
    def dagster_home(self) -> Path:
        return self.build_dir / "dagster_home"

    @property
    def dbt_target(self) -> Path:
        """Where dbt leaves compiled SQL and `run_results.json` of the last build."""
        return self.build_dir / "dbt" / self.world

    @property
    def log_dir(self) -> Path:
        return self.build_dir / "logs"

    @property
    def timings_file(self) -> Path:
        return self.build_dir / "timings.json"

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] | None = None, root: Path = PROJECT_ROOT
    ) -> Settings:
        """Read and check the environment.

        `environment` defaults to the process's own; `root` is the folder below which the defaults
        lie. Raises `SettingsError` for a LANDING_DIR that is set but blank, missing, no folder or
        empty, for folders that would overwrite each other, for tolerances that are none, and for
        an AS_KNOWN that names no delivery.
        """
        env = os.environ if environment is None else environment
        build_dir = _path(env, "BUILD_DIR", root / "data" / "build")
        publish_dir = _path(env, "PUBLISH_DIR", root / "data" / "published")
        person_key_file = _path(env, "PERSON_KEY_FILE", root / "data" / "keys" / "person.key")
        if "LANDING_DIR" in env:
            landing_dir = _path(env, "LANDING_DIR", root)
            check_landing(landing_dir)
            is_demo = (landing_dir / DEMO_MARKER).is_file()
        else:
            landing_dir = root / "data" / "demo" / "landing"
            is_demo = True
        settings = cls(
            landing_dir=landing_dir,
            build_dir=build_dir,
            publish_dir=publish_dir,
            person_key_file=person_key_file,
            is_demo=is_demo,
            makes_demo_world="LANDING_DIR" not in env,
            as_known=_delivery(env, AS_KNOWN),
            accept_removed=_places(env, "ACCEPT_REMOVED"),
            accept_repeated=_places(env, "ACCEPT_REPEATED"),
            quarantine_max_rows=_count(env, "QUARANTINE_MAX_ROWS", cls.quarantine_max_rows),
            quarantine_max_rows_pct=_amount(
                env, "QUARANTINE_MAX_ROWS_PCT", cls.quarantine_max_rows_pct
            ),
            quarantine_max_acr_pct=_amount(
                env, "QUARANTINE_MAX_ACR_PCT", cls.quarantine_max_acr_pct
            ),
            quarantine_max_people=_count(env, "QUARANTINE_MAX_PEOPLE", cls.quarantine_max_people),
        )
        settings.check_apart()
        return settings

    def check_apart(self) -> None:
        """Raise `SettingsError` where one folder would be written into another."""
        named = {"BUILD_DIR": self.build_dir, "PUBLISH_DIR": self.publish_dir}
        for name, folder in named.items():
            # Not the methods of Path, which end where a folder above may not be entered.
            if os.path.exists(folder) and not os.path.isdir(folder):
                raise SettingsError(f"{name} is {folder}, which is a file: name a folder.")
            if _is_within(folder, self.landing_dir):
                raise SettingsError(
                    f"{name} is {folder}, inside the landing folder {self.landing_dir}. "
                    "The landing folder is only ever read: choose a folder outside it."
                )
            if _is_within(self.landing_dir, folder):
                raise SettingsError(
                    f"LANDING_DIR is {self.landing_dir}, inside {name} ({folder}). That folder is "
                    "disposable or handed to others: keep the extracts outside it."
                )
        for name, folder in (named | {"LANDING_DIR": self.landing_dir}).items():
            if _is_within(self.person_key_file, folder):
                raise SettingsError(
                    f"PERSON_KEY_FILE is {self.person_key_file}, inside {name}. That folder is "
                    "disposable, handed to others or never written to: keep the key outside it."
                )
        if _is_within(self.publish_dir, self.build_dir) or _is_within(
            self.build_dir, self.publish_dir
        ):
            raise SettingsError(
                f"BUILD_DIR ({self.build_dir}) and PUBLISH_DIR ({self.publish_dir}) lie inside one "
                "another. A build is disposable and a release is not: choose separate folders."
            )


def check_landing(landing_dir: Path) -> None:
    """Raise `SettingsError` unless `landing_dir` is a folder with something in it."""
    try:
        if not landing_dir.exists():
            raise SettingsError(
                f"LANDING_DIR is {landing_dir}, which does not exist. Create it and put the "
                "extracts into a folder per delivery (such as 2026-10), or unset LANDING_DIR to "
                "see the demo."
            )
        if not landing_dir.is_dir():
            raise SettingsError(f"LANDING_DIR is {landing_dir}, which is a file: name a folder.")
        # Whoever may list a folder need not be allowed to enter it.
        if not may(landing_dir, os.R_OK | os.X_OK):
            raise no_rights(landing_dir)
        names = os.listdir(landing_dir)
    except PermissionError as error:
        raise SettingsError(
            f"LANDING_DIR is {landing_dir}, and {error.filename} may not be read and entered. Give "
            "the user that runs this the rights, or name another folder."
        ) from None
    if all(is_passed_over(name) for name in names):
        raise SettingsError(
            f"LANDING_DIR is {landing_dir}, which is empty. Put the extracts into a folder per "
            "delivery, named by its as-of month (such as 2026-10)."
        )


def _path(env: Mapping[str, str], name: str, default: Path) -> Path:
    if name not in env:
        return default.resolve()
    if not env[name].strip():
        raise SettingsError(f"{name} is set but blank. Give it a folder, or unset it.")
    value = env[name].strip()
    try:
        path = Path(value).expanduser().resolve()
    except RuntimeError as error:
        # ~ of somebody unknown, or links that lead in a circle.
        raise SettingsError(f"{name} is {value}, which leads nowhere: {error}") from None
    if path.is_relative_to(NO_HOME):
        raise SettingsError(
            f"{name} is {value}, and the user that runs this has no home. Write the path out, from "
            "the root."
        )
    return path


def _count(env: Mapping[str, str], name: str, default: int) -> int:
    return int(_amount(env, name, default, is_count=True))


def _delivery(env: Mapping[str, str], name: str) -> DeliveryName | None:
    """The delivery that is named; None where none is."""
    text = env.get(name, "").strip()
    delivery = DeliveryName.parse(text)
    if text and delivery is None:
        raise SettingsError(
            f"{name} is {text!r}, which is no delivery. Name a folder of the landing folder: "
            "2026-05, or 2026-05.2 for its first correction."
        )
    return delivery


def _places(env: Mapping[str, str], name: str) -> frozenset[str]:
    """Files and deliveries, separated by semicolons."""
    return frozenset(place.strip() for place in env.get(name, "").split(";") if place.strip())


def _amount(
    env: Mapping[str, str], name: str, default: int | Decimal, is_count: bool = False
) -> Decimal:
    """A share in per cent, or with `is_count` a whole number of 0 or more."""
    if name not in env:
        return Decimal(default)
    try:
        number = Decimal(env[name].strip())
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or number < 0:
        is_right = False
    elif is_count:
        is_right = number == number.to_integral_value()
    else:
        is_right = number.scaleb(-2) <= 1
    if not is_right:
        wanted = "a whole number" if is_count else "a number from 0 to 100, in per cent"
        raise SettingsError(f"{name} is {env[name]!r}: give it {wanted}, or unset it.")
    return number


def _is_within(inner: Path, outer: Path) -> bool:
    return inner == outer or outer in inner.parents
