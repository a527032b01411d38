"""Certificates of the other areas: their titles, how titles compare, and until when they count."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from tests.scorer.reading import CertificateRow
from tests.scorer.values import name_key

TEAMS_ROOMS = "TEAMS-ROOMS"

# A code is told by its first title, the others mean the same.
TITLES: dict[str, list[str]] = {
    "AZ-104": ["Azure Administrator Associate"],
    "AZ-305": ["Azure Solutions Architect Expert"],
    "DP-300": ["Azure Database Administrator Associate"],
    "AI-102": ["Azure AI Engineer Associate"],
    "DP-100": ["Azure Data Scientist Associate"],
    "DP-203": ["Azure Data Engineer Associate"],
    "PL-300": ["Data Analyst Associate", "Power BI Data Analyst Associate"],
    "MB-260": [
        "Customer Data Platform Specialty",
        "Dynamics 365 Customer Insights (Data) Specialty",
    ],
    "DP-420": ["Azure Cosmos DB Developer Specialty"],
    "DP-600": ["Fabric Analytics Engineer Associate"],
    "DP-700": ["Fabric Data Engineer Associate"],
    "DP-800": ["SQL AI Developer Associate"],
    "DP-750": ["Azure Databricks Data Engineer Associate"],
    "AI-103": ["Azure AI Apps and Agents Developer Associate"],
    "AI-300": ["Machine Learning Operations Engineer Associate"],
    "AZ-204": ["Azure Developer Associate"],
    "AI-200": ["Azure AI Cloud Developer Associate"],
    "GH-600": ["GitHub Certified: Agentic AI Developer"],
    "GH-100": ["GitHub Administration"],
    "GH-200": ["GitHub Actions"],
    "GH-300": ["GitHub Copilot"],
    "GH-500": ["GitHub Advanced Security"],
    "AZ-220": ["Azure IoT Developer Specialty"],
    "AZ-400": ["DevOps Engineer Expert", "Azure DevOps Engineer Expert"],
    "PL-600": ["Power Platform Solution Architect Expert"],
    "AZ-700": ["Azure Network Engineer Associate"],
    "AZ-600": ["Azure Stack Hub Operator Associate"],
    "AZ-801": [
        "Windows Server Hybrid Administrator Associate",
        "Windows Server Administrator Associate",
    ],
    "AZ-140": ["Azure Virtual Desktop Specialty"],
    "AZ-120": ["Azure for SAP Workloads Specialty"],
    "MB-310": ["Dynamics 365 Finance Functional Consultant Associate"],
    "MB-340": ["Dynamics 365 Commerce Functional Consultant Associate"],
    "MB-500": [
        "Dynamics 365: Finance and Operations Apps Developer Associate",
        "Dynamics 365 Finance and Operations Apps Developer Associate",
    ],
    "MB-330": ["Dynamics 365 Supply Chain Management Functional Consultant Associate"],
    "MB-320": [
        "Dynamics 365 Supply Chain Management, Manufacturing Functional Consultant Associate",
    ],
    "MB-230": ["Dynamics 365 Customer Service Functional Consultant Associate"],
    "MB-210": ["Dynamics 365 Sales Functional Consultant Associate"],
    "MB-240": ["Dynamics 365 Field Service Functional Consultant Associate"],
    "MB-800": ["Dynamics 365 Business Central Functional Consultant Associate"],
    "MB-220": ["Dynamics 365 Marketing Functional Consultant Associate"],
    "PL-100": ["Power Platform App Maker Associate"],
    "PL-200": ["Power Platform Functional Consultant Associate"],
    "PL-400": ["Power Platform Developer Associate"],
    "DP-500": ["Azure Enterprise Data Analyst Associate"],
    "PL-500": ["Power Automate RPA Developer Associate"],
    "MB-280": ["Dynamics 365 Customer Experience Analyst Associate"],
    "AB-210": ["Dynamics 365 Sales AI Consultant Associate"],
    "AB-410": ["Intelligent Applications Builder Associate"],
    "AB-250": ["Dynamics 365 Contact Center AI Engineer Associate"],
    "MB-335": ["Dynamics 365 Supply Chain Management Functional Consultant Expert"],
    "MB-700": [
        "Dynamics 365: Finance and Operations Apps Solution Architect Expert",
        "Dynamics 365 Finance and Operations Apps Solution Architect Expert",
    ],
    "MB-600": ["Dynamics 365 + Power Platform Solution Architect Expert"],
    "MB-820": ["Dynamics 365 Business Central Developer Associate"],
    "AB-100": ["Agentic AI Business Solutions Architect"],
    "MS-900": ["Microsoft 365 Fundamentals", "Microsoft 365 Certified: Fundamentals"],
    "MS-600": ["Teams Application Developer Associate"],
    "MS-700": ["Teams Administrator Associate"],
    "MS-203": ["Messaging Administrator Associate"],
    "MS-721": ["Collaboration Communications Systems Engineer Associate"],
    "MD-102": ["Endpoint Administrator Associate", "Modern Desktop Administrator Associate"],
    "AB-900": ["Copilot and Agent Administration Fundamentals"],
    "MS-102": ["Enterprise Administrator Expert", "Administrator Expert"],
    "SC-300": ["Identity and Access Administrator Associate", "Identity and Access Administrator"],
    TEAMS_ROOMS: ["Teams Meetings and Meeting Rooms Technical Assessment"],
}

COUNTS_UNTIL = {
    "AI-102": date(2027, 6, 30),
    "DP-100": date(2027, 6, 1),
    "DP-203": date(2026, 3, 31),
    "AZ-204": date(2027, 7, 31),
    "AZ-220": date(2024, 7, 31),
    "PL-600": date(2027, 6, 30),
    "AZ-600": date(2024, 7, 31),
    "MB-320": date(2024, 6, 30),
    "MB-240": date(2027, 6, 30),
    "PL-100": date(2023, 11, 30),
    "PL-200": date(2027, 8, 31),
    "PL-500": date(2027, 6, 30),
    "MB-280": date(2027, 7, 31),
    "MB-335": date(2027, 6, 30),
    "MB-700": date(2027, 6, 30),
    "MB-600": date(2023, 6, 30),
    "MS-900": date(2027, 3, 31),
    "MS-102": date(2027, 11, 30),
    TEAMS_ROOMS: date(2027, 6, 15),
}

# Longest first: of two that fit, the longer is taken off.
MAKERS = [
    "microsoft 365 certified:",
    "microsoft certified:",
    "github certified:",
    "microsoft 365",
    "microsoft",
]
GRADES = [" associate", " expert", " specialty"]


def _without_maker(title: str) -> str:
    maker = next((maker for maker in MAKERS if title.startswith(maker)), "")
    return title.removeprefix(maker).strip()


def _bare(title: str) -> str:
    title = _without_maker(title)
    grade = next((grade for grade in GRADES if title.endswith(grade)), "")
    return title.removesuffix(grade).strip()


def _codes(form: Callable[[str], str]) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for code, titles in TITLES.items():
        for title in titles:
            codes[form(name_key(title))].add(code)
    return codes


# In the order in which they are tried: whole, without the maker, without maker and grade.
_COMPARISONS = [(form, _codes(form)) for form in (str, _without_maker, _bare)]


@lru_cache(maxsize=10_000)
def area_certificate_of(title: str | None) -> str | None:
    """Give the code of a certificate by its title; None where no title, or more than one, fits."""
    key = name_key(title)
    for form, codes in _COMPARISONS:
        found = codes.get(form(key), set())
        if len(found) == 1:
            return next(iter(found))
    return None


def counting_code(row: CertificateRow) -> str | None:
    """Give the area's code of a row; of assessments only the one that the rules name."""
    code = area_certificate_of(row.title)
    if row.kind == "certification" or (row.kind == "assessment" and code == TEAMS_ROOMS):
        return code
    return None


def area_certificates_held(rows: Iterable[CertificateRow], day: date) -> dict[str, set[str]]:
    """Collect what every person holds on a day, for the other areas."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        code = counting_code(row)
        is_valid = row.expires is None or row.expires >= day
        is_accepted = day <= COUNTS_UNTIL.get(code or "", day)
        if row.person and code and row.completed <= day and is_valid and is_accepted:
            held[row.person].add(code)
    return held
