"""Where things are and what is tolerated, read once from the environment.

Belongs here: the environment variables, their defaults and their checks, and the paths derived
from them. Does not belong here: anything that opens, scans or writes a file.

Nothing is read at import time: `Settings.from_environment()` is called once per refresh (or per
Dagster run) and the frozen result is handed on.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, Field, InstanceOf, SecretStr, ValidationError, ValidationInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from orchestration.landing.delivery_name import DeliveryName
from orchestration.landing.folder import is_passed_over
from orchestration.machine.access import may, no_rights
from orchestration.machine.process import NO_HOME

#: Names of variables, for Python and for dbt (models/staging/stg_deliveries.sql, and
#: models/intermediate/rules/int_solution_areas.sql).
AS_KNOWN = "AS_KNOWN"
SOLUTION_AREAS = "SOLUTION_AREAS"

PROJECT_ROOT = Path(__file__).absolute().parent.parent

#: Where the areas that can be scored are rows.
_AREAS_FILE = PROJECT_ROOT / "seeds" / "rules" / "solution_areas.csv"

#: A file of this name at a landing's root says that its deliveries are made up.
DEMO_MARKER = ".demo-world"


#: In a build folder; held by whoever works in it.
LOCK_FILE = ".refresh.lock"


class SettingsError(Exception):
    """A setting is wrong or contradicts another; the text says which, and how to fix it."""


def _path(value: Any, info: ValidationInfo) -> Path:
    """An absolute path; `~` is the user's home, and a relative one begins in the working folder."""
    name, text = _name(info), str(value).strip()
    if not text:
        raise ValueError(f"{name} is set but blank. Set it to a path, or unset it.")
    try:
        path = Path(text).expanduser().resolve()
    except RuntimeError as error:
        # ~ of somebody unknown, or links that lead in a circle.
        raise ValueError(f"{name} is {text}, which cannot be resolved: {error}") from None
    if path.is_relative_to(NO_HOME):
        raise ValueError(
            f"{name} is {text}, but the user that runs this has no home directory. Use an "
            "absolute path."
        )
    return path


def _delivery(value: Any, info: ValidationInfo) -> DeliveryName | None:
    """The delivery that is named; None where none is."""
    text = str(value or "").strip()
    delivery = DeliveryName.parse(text)
    if text and delivery is None:
        raise ValueError(
            f"{_name(info)} is {text!r}, which is not a delivery. Name a folder in the "
            "landing folder: 2026-05, or 2026-05.2 for its first correction."
        )
    return delivery


def _places(value: Any) -> frozenset[str]:
    """Files and deliveries, separated by semicolons."""
    return frozenset(place.strip() for place in str(value).split(";") if place.strip())


def _known_areas() -> dict[str, bool]:
    """Every solution area, in the order of their rows, and whether it can be scored."""
    with _AREAS_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["solution_area"]: row["can_be_scored"] == "true" for row in rows}


def _areas(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    """Solution areas, separated by commas, in the order of their rows; `all`: each that can be."""
    every = _known_areas()
    known = [area for area, can_be_scored in every.items() if can_be_scored]
    asked = {name.strip().lower() for name in str(value).split(",") if name.strip()}
    unknown = sorted(asked - {*known, "all"})
    if unknown or not asked:
        fault = "which names none"
        if unknown:
            what = "whose score is not built yet" if unknown[0] in every else "no solution area"
            fault = f"which names {unknown[0]!r}, {what}"
        raise ValueError(
            f"{_name(info)} is {str(value)!r}, {fault}. Name one or more of {', '.join(known)}, "
            "separated by commas, or all."
        )
    return tuple(area for area in known if area in asked or "all" in asked)


def _per_cent(value: Any, info: ValidationInfo) -> Decimal:
    number = _number(value)
    if not number.is_finite() or not 0 <= number.scaleb(-2) <= 1:
        wanted = "a percentage from 0 to 100"
        raise ValueError(f"{_name(info)} is {value!r}: set it to {wanted}, or unset it.")
    return number


def _count(value: Any, info: ValidationInfo) -> int:
    number = _number(value)
    if not number.is_finite() or number < 0 or number != number.to_integral_value():
        raise ValueError(f"{_name(info)} is {value!r}: set it to a whole number, or unset it.")
    return int(number)


def _number(value: Any) -> Decimal:
    try:
        return Decimal(str(value).strip())
    except InvalidOperation:
        return Decimal("nan")


def _name(info: ValidationInfo) -> str:
    return (info.field_name or "").upper()


_Path = Annotated[Path, BeforeValidator(_path)]
_Delivery = Annotated[InstanceOf[DeliveryName] | None, BeforeValidator(_delivery)]
_Places = Annotated[frozenset[str], NoDecode, BeforeValidator(_places)]
_Areas = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_areas)]
_PerCent = Annotated[Decimal, BeforeValidator(_per_cent)]
_Count = Annotated[int, BeforeValidator(_count)]


class Variables(BaseSettings):
    """The environment variables: what each is, in its only place (README.md, `make doctor`).

    Their names are those of the fields in capitals. Defaults that are paths begin at the project.
    """

    model_config = SettingsConfigDict(
        alias_generator=str.upper,
        case_sensitive=True,
        extra="ignore",
        frozen=True,
        validate_default=False,
    )

    landing_dir: _Path | None = Field(
        None, description="Folder with the deliveries; only ever read. If unset: the demo world"
    )
    build_dir: _Path = Field(
        Path("data/build"), description="Build file, logs, run history. Can be deleted at any time"
    )
    publish_dir: _Path = Field(
        Path("data/published"), description="Releases, and the link `current` to the newest"
    )
    person_key_file: _Path = Field(
        Path("data/keys/person.key"),
        description="Secret key that turns people into hashes; created on first use. Back it up",
    )
    person_key: SecretStr | None = Field(
        None, description="The key itself, instead of a file that holds it"
    )
    as_known: _Delivery = Field(
        None, description="A delivery, such as `2026-05`: publish what was known at that point"
    )
    solution_areas: _Areas = Field(
        ("security",),
        description="Solution areas to score, separated by commas, or `all`",
    )
    quarantine_max_rows: _Count = Field(
        5, description="Records per file that may always be in quarantine"
    )
    quarantine_max_rows_pct: _PerCent = Field(
        Decimal("0.1"), description="Above that: percentage of the file's records"
    )
    quarantine_max_acr_pct: _PerCent = Field(
        Decimal("0.1"),
        description="Percentage of a file's Azure Consumed Revenue (ACR) that may be in quarantine",
    )
    quarantine_max_people: _Count = Field(
        0,
        description="Records per file of people or locations, instead of the first two limits: a "
        "single one can cost a score",
    )
    accept_removed: _Places = Field(
        frozenset(),
        description="Published files or deliveries removed from the landing folder on purpose: "
        "`2024-01/Profile.csv;2024-02`",
    )
    accept_repeated: _Places = Field(
        frozenset(),
        description="Files or deliveries, named the same way, whose repeated rows are correct and "
        "all count",
    )
    notify_webhook_url: SecretStr | None = Field(
        None, description="Chat webhook that gets a message when a Dagster run fails"
    )
    notify_smtp_url: SecretStr | None = Field(
        None,
        description="Mail server and addresses for the same message: "
        "`smtp://user:secret@mail.example:587?from=score@example&to=ops@example`",
    )


@dataclass(frozen=True)
class Variable:
    """A variable as people see it; `default` as one would type it, empty for none."""

    name: str
    default: str
    description: str
    is_secret: bool


def described() -> Iterator[Variable]:
    """Every variable, in the order in which they stand above."""
    for name, field in Variables.model_fields.items():
        default = field.default
        if isinstance(default, tuple):
            default = ",".join(default)
        default = "" if default in (None, frozenset()) else str(default)
        is_secret = SecretStr in get_args(field.annotation)
        yield Variable(name.upper(), default, field.description or "", is_secret)


_FIELDS = Variables.model_fields


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
    #: The solution areas that are scored.
    solution_areas: tuple[str, ...] = _FIELDS["solution_areas"].default
    #: Tolerances of a file's quarantine; shares are in per cent.
    quarantine_max_rows: int = _FIELDS["quarantine_max_rows"].default
    quarantine_max_rows_pct: Decimal = _FIELDS["quarantine_max_rows_pct"].default
    quarantine_max_acr_pct: Decimal = _FIELDS["quarantine_max_acr_pct"].default
    quarantine_max_people: int = _FIELDS["quarantine_max_people"].default
    #: Files (`2026-10/Profile.csv`) and deliveries that may be gone from landing.
    accept_removed: frozenset[str] = frozenset()
    #: Files and deliveries in which rows that are there twice count twice.
    accept_repeated: frozenset[str] = frozenset()

    @property
    def world(self) -> str:
        """`demo` or `real`: the two never share a build file."""
        return "demo" if self.is_demo else "real"

    @property
    def areas_named(self) -> tuple[str, ...]:
        """Solution areas that are asked for by name; none where all are scored."""
        every = tuple(area for area, can_be_scored in _known_areas().items() if can_be_scored)
        return () if self.solution_areas == every else self.solution_areas

    @property
    def build_file(self) -> Path:
        """The one DuckDB file that loader, dbt and publish work on.

        DuckDB calls a database by the first part of its file's name, and dbt writes that into every
        relation while it parses: with one first part, one parse serves every build file.
        """
        return self.build_dir / f"build.{self.world}.duckdb"

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
    def from_environment(cls, root: Path = PROJECT_ROOT, **given: str) -> Settings:
        """Read and check the environment.

        `given` are variables, by their names, that count instead of those of the environment;
        `root` is the folder below which the defaults lie. Raises `SettingsError` for a LANDING_DIR
        that is set but blank, missing, no folder or empty, for folders that would overwrite each
        other, for tolerances that are none, and for an AS_KNOWN that names no delivery.
        """
        try:
            variables = Variables(**given)  # pyright: ignore[reportArgumentType]
        except ValidationError as error:
            raise SettingsError(error.errors()[0]["msg"].removeprefix("Value error, ")) from None
        landing_dir = variables.landing_dir
        if landing_dir is not None:
            check_landing(landing_dir)
        settings = cls(
            landing_dir=landing_dir or root / "data" / "demo" / "landing",
            build_dir=(root / variables.build_dir).resolve(),
            publish_dir=(root / variables.publish_dir).resolve(),
            person_key_file=(root / variables.person_key_file).resolve(),
            is_demo=landing_dir is None or (landing_dir / DEMO_MARKER).is_file(),
            makes_demo_world=landing_dir is None,
            as_known=variables.as_known,
            solution_areas=variables.solution_areas,
            accept_removed=variables.accept_removed,
            accept_repeated=variables.accept_repeated,
            quarantine_max_rows=variables.quarantine_max_rows,
            quarantine_max_rows_pct=variables.quarantine_max_rows_pct,
            quarantine_max_acr_pct=variables.quarantine_max_acr_pct,
            quarantine_max_people=variables.quarantine_max_people,
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
                    f"LANDING_DIR is {self.landing_dir}, inside {name} ({folder}). That folder can "
                    "be deleted or is shared with others: keep the extracts outside it."
                )
        for name, folder in (named | {"LANDING_DIR": self.landing_dir}).items():
            if _is_within(self.person_key_file, folder):
                raise SettingsError(
                    f"PERSON_KEY_FILE is {self.person_key_file}, inside {name}. That folder can "
                    "be deleted, is shared with others or is only read: keep the key outside it."
                )
        if _is_within(self.publish_dir, self.build_dir) or _is_within(
            self.build_dir, self.publish_dir
        ):
            raise SettingsError(
                f"BUILD_DIR ({self.build_dir}) and PUBLISH_DIR ({self.publish_dir}) overlap. "
                "A build can be deleted and a release cannot: choose separate folders."
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
            f"LANDING_DIR is {landing_dir}, but permission was denied for {error.filename}. Give "
            "the user that runs this permission to read and enter it, or name another folder."
        ) from None
    if all(is_passed_over(name) for name in names):
        raise SettingsError(
            f"LANDING_DIR is {landing_dir}, which is empty. Put the extracts into a folder per "
            "delivery, named after its as-of month (such as 2026-10)."
        )


def _is_within(inner: Path, outer: Path) -> bool:
    return inner == outer or outer in inner.parents
