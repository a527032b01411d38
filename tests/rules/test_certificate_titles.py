"""Which certification a delivered title is: the model's own SQL, on the seed of titles.

Three comparisons, the first that finds one decides: whole; without maker; without maker and grade,
where one certification alone is left. The SQL is rendered here with the macros that it calls; dbt
itself is not started.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import jinja2
import pytest

from orchestration.raw import store as raw_store
from tests.rules.seed_rows import SEEDS, read

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "intermediate" / "names" / "int_certificate_titles.sql"
MACROS = (ROOT / "macros" / "values.sql").read_text(encoding="utf-8")

FINANCE = "Finance and Operations Apps"
SUPPLY = "Dynamics 365 Supply Chain Management Functional Consultant"
#: Delivered titles, and the certification that each is; None where it is none, or not told.
TITLES = {
    # Whole, without maker, without maker and grade.
    "Azure Administrator Associate": "AZ-104",
    "Microsoft Certified: Azure Administrator Associate": "AZ-104",
    "  microsoft certified:   AZURE  administrator\tassociate ": "AZ-104",
    "Microsoft Azure Administrator": "AZ-104",
    "Azure Administrator": "AZ-104",
    # Two grades of one title: told apart by the grade, and by nothing else.
    f"Microsoft Certified: {SUPPLY} Associate": "MB-330",
    f"{SUPPLY} Associate": "MB-330",
    f"Microsoft Certified: {SUPPLY} Expert": "MB-335",
    f"Microsoft {SUPPLY} Expert": "MB-335",
    f"Microsoft Certified: {SUPPLY}": None,
    f"{SUPPLY} Specialty": None,
    "Dynamics 365 Supply Chain Management, Manufacturing Functional Consultant": "MB-320",
    # With and without the colon; other grades of that name are not told.
    f"Microsoft Certified: Dynamics 365: {FINANCE} Developer Associate": "MB-500",
    f"Microsoft Certified: Dynamics 365 {FINANCE} Developer Associate": "MB-500",
    f"Dynamics 365: {FINANCE} Solution Architect Expert": "MB-700",
    f"Dynamics 365 {FINANCE} Solution Architect": "MB-700",
    "Dynamics 365 + Power Platform Solution Architect Expert": "MB-600",
    "Microsoft Certified: Power Platform Solution Architect Expert": "PL-600",
    # GitHub: the maker goes, the name of the product stays.
    "GitHub Certified: Agentic AI Developer": "GH-600",
    "Agentic AI Developer (GitHub Certified)": "GH-600",
    "Agentic AI Developer": "GH-600",
    "GitHub Certified: GitHub Actions": "GH-200",
    "GitHub Administration": "GH-100",
    "github  copilot": "GH-300",
    "GitHub Certified: GitHub Advanced Security": "GH-500",
    "GitHub Certified: Actions": None,
    "GitHub Foundations": None,
    # Fundamentals and other words that are no grade.
    "Microsoft 365 Certified: Fundamentals": "MS-900",
    "Microsoft 365 Fundamentals": "MS-900",
    "Microsoft Certified: Azure Fundamentals": None,
    "Copilot and Agent Administration Fundamentals": "AB-900",
    "Copilot and Agent Administration": None,
    "Microsoft Certified: Agentic AI Business Solutions Architect": "AB-100",
    "Agentic AI Business Solutions Architect Expert": "AB-100",
    # Older and newer titles of one.
    "Microsoft 365 Certified: Enterprise Administrator Expert": "MS-102",
    "Microsoft 365 Certified: Administrator Expert": "MS-102",
    "Microsoft 365 Certified: Endpoint Administrator Associate": "MD-102",
    "Microsoft 365 Certified: Modern Desktop Administrator Associate": "MD-102",
    "Microsoft Certified: Power BI Data Analyst Associate": "PL-300",
    "Microsoft Certified: Data Analyst Associate": "PL-300",
    "Microsoft Certified: Azure Enterprise Data Analyst Associate": "DP-500",
    "Microsoft Certified: Dynamics 365 Customer Insights (Data) Specialty": "MB-260",
    "Azure for SAP Workloads": "AZ-120",
    "Teams Meetings and Meeting Rooms Technical Assessment": "TEAMS-ROOMS",
    "Windows Server Administrator Associate": "AZ-801",
    "Microsoft": None,
    "Associate": None,
}
#: What was recognised while titles were compared in one way only: without maker and grade.
SECURITY = {
    "MS-500": ["Security Administrator"],
    "AZ-500": ["Azure Security Engineer"],
    "SC-100": ["Cybersecurity Architect"],
    "SC-200": ["Security Operations Analyst"],
    "SC-300": ["Identity and Access Administrator"],
    "SC-400": [
        "Information Protection Administrator",
        "Information Protection and Compliance Administrator",
    ],
    "SC-401": ["Information Security Administrator"],
    "SC-500": ["Cloud and AI Security Engineer"],
}
MAKERS = ("", "Microsoft Certified: ", "Microsoft 365 Certified: ", "Microsoft 365 ", "Microsoft ")


def _sql() -> str:
    """The model, with the two macros that shorten titles and stand-ins for what dbt gives."""
    start = MACROS.index("{% macro title_without_maker")
    end = MACROS.index("{%- endmacro %}", MACROS.index("{% macro title_without_grade"))
    macros = MACROS[start : end + len("{%- endmacro %}")]
    return jinja2.Template(macros + MODEL.read_text(encoding="utf-8")).render(
        ref=lambda name: name,
        source=lambda schema, table: f"{schema}_{table}",
        as_key=lambda value: f"raw.as_key({value})",
        first_value_by=lambda value, order: f"arg_min({value}, {order})",
    )


@pytest.fixture(scope="module")
def titles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with raw_store.open_store(tmp_path_factory.mktemp("titles") / "build.duckdb") as connection:
        connection.execute("create temp table stg_known_files as select 1 as file_id")
        connection.execute(
            "create temp table certification_titles as from "
            f"read_csv('{SEEDS / 'names' / 'certification_titles.csv'}', all_varchar = true)"
        )
        connection.execute(
            "create temp table raw_training_completions (file_id int, training_title varchar)"
        )
        connection.execute(f"create temp view found as {_sql()}")
        yield connection


def _found(titles: duckdb.DuckDBPyConnection, delivered: list[str]) -> dict[str, str]:
    titles.execute("delete from raw_training_completions")
    titles.executemany(
        "insert into raw_training_completions values (1, ?)", [[title] for title in delivered]
    )
    return dict(
        titles.execute(
            "select training_title, certification from raw_training_completions "
            "inner join found on raw.as_key(training_title) = found.title_key"
        ).fetchall()
    )


def test_titles(titles: duckdb.DuckDBPyConnection) -> None:
    found = _found(titles, list(TITLES))
    assert {title: found.get(title) for title in TITLES} == TITLES


def test_titles_of_security_are_recognised_as_before(titles: duckdb.DuckDBPyConnection) -> None:
    delivered = {
        f"{maker}{bare}{grade}": code
        for code, names in SECURITY.items()
        for bare in names
        for maker in MAKERS
        for grade in ("", " Associate", " Expert", " expert")
    }
    assert _found(titles, list(delivered)) == delivered


def test_every_title_of_the_seeds_is_its_own(titles: duckdb.DuckDBPyConnection) -> None:
    aliases = {row["alias"]: row["certification"] for row in read("names/certification_titles")} | {
        row["title"]: row["certification"] for row in read("rules/certifications")
    }
    assert _found(titles, list(aliases)) == aliases


def test_a_title_is_one_row_however_often_it_is_delivered(
    titles: duckdb.DuckDBPyConnection,
) -> None:
    _found(titles, ["Azure Administrator", "azure administrator", " Azure  Administrator"])
    assert titles.execute("from found").fetchall() == [("azure administrator", "AZ-104")]
