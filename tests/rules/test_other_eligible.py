"""The seeds say what earns in the five areas beside Security: associations, services, workloads and
their rates, and which path the class of a partner means.

Plain reading of the CSV files; no database. The names were written from the sources and not from
the seeds, so that a slip in either shows.
"""

from collections import Counter
from decimal import Decimal

import pytest

from tests.rules.seed_rows import (
    AZURE,
    BUSINESS,
    MODERN_WORK,
    MONTHS,
    SCORES,
    of_score,
    read,
)

ADDS, DEPLOYMENTS = "net_customer_adds", "deployments"
IDS = [f"{area}_{month}_{path}" for area, month, path in SCORES]

DPOR, TIERS = "Digital Partner of Record", ["CSP Tier 1", "CSP Tier 2"]
PERFORMANCE = ["CPOR RevRec", "CPOR RevRec Performance", "CPOR OSA", *TIERS, DPOR]
ASSOCIATIONS = {
    "azure": {"azure": ["PAL", DPOR, *TIERS]},
    "bizz": {"business": PERFORMANCE, "dynamics": ["CPOR OSU", *TIERS, DPOR]}
    | {"power_platform": ["PAL"]},
    "work enterprise": {"m365": ["CPOR", DPOR], "cpor": ["CPOR"], "dpor": [DPOR]},
    "work smb": {"m365": ["CPOR", *TIERS], "cpor": ["CPOR"], "csp": TIERS},
}


@pytest.mark.parametrize(("area", "month", "path"), SCORES, ids=IDS)
def test_associations_in_their_order(area: str, month: str, path: str) -> None:
    found: dict[str, dict[str, str]] = {}
    for row in of_score("rules/eligible_associations", area, month, path):
        found.setdefault(row["part"], {})[row["rank"]] = row["association"]
    short = {BUSINESS: "bizz", MODERN_WORK: "work"}.get(area, "azure")
    expected = ASSOCIATIONS[f"{short} {path}" if area == MODERN_WORK else short]
    assert found == {
        part: {str(rank): name for rank, name in enumerate(names, start=1)}
        for part, names in expected.items()
    }


VIRTUAL_MACHINES = {
    "Virtual Machines", "Virtual Machines Licenses", "Virtual Machine Licenses",
    "Virtual Machines License", "Virtual Machines Licences", "Virtual Machine Licences",
    "Virtual Machines Licence", "Virtual Machine Licence",
}  # fmt: skip
PERFORMANCE_WORKLOADS = {
    "AI Builder", "Business Central", "CE Bundle", "Commerce", "Customer Insights",
    "Customer Service", "F&O Bundle", "Field Service", "Finance", "HR",
    "Intelligent Order Management", "Mixed Reality", "Omni Channel", "Power Apps",
    "Power Automate", "Power BI", "Power Pages", "Power Virtual Agent", "Project Operations",
    "Sales", "Supply Chain",
}  # fmt: skip
BEFORE_2026 = {"Fraud Protection", "Marketing"}
SINCE_2026 = {"Contact Center", "Copilot Studio", "Copilot Studio PAYG"}
SINCE_2026 |= {"Non-workload specific (F&O)"}
# Rate of a monthly active user (of Customer Insights Partner: of a unit of capacity).
RATES = {
    "Business Central": ("dynamics", "1000"),
    "Core HR": ("dynamics", "1000"),
    "Common data service": ("dynamics", "200"),
    "Customer Insights Partner": ("power_platform", "0.2"),
    "Finance & Operations": ("dynamics", "100"),
    "Guides": ("dynamics", "1000"),
    "Portals": ("power_platform", "100"),
    "Power Apps": ("power_platform", "200"),
    "Power Automate": ("power_platform", "200"),
    "Power BI": ("power_platform", "200"),
    "Remote Assist": ("dynamics", "1000"),
    "Retail": ("dynamics", "100"),
    "Talent Attract": ("dynamics", "1000"),
    "Talent Onboard": ("dynamics", "1000"),
}
FIRST_TEN = {
    "Microsoft Intune", "Exchange Online", "Microsoft 365 Apps", "SharePoint Online", "Teams",
    "Teams Meetings", "Teams Phone calling", "Teams Apps", "Viva Engage", "Teams Phone",
}  # fmt: skip
VIVA = {"Viva Insights", "Viva Topics", "Viva Learning", "Viva Connections"}
SINCE_MAY_2026 = {
    "Viva Goals", "M365 Copilot", "Microsoft Entra ID P1", "Teams for Frontline Workers",
    "Teams Phone Enabled Users", "Teams Rooms Monthly Active Devices", "Windows 365",
}  # fmt: skip


@pytest.mark.parametrize("area", AZURE)
@pytest.mark.parametrize("month", MONTHS["data_ai"])
def test_every_azure_service_earns_and_virtual_machines_are_no_deployment(
    area: str, month: str
) -> None:
    found = of_score("rules/eligible_products", area, month)
    assert Counter((row["metric"], row["part"], row["mode"], row["product"]) for row in found) == (
        Counter({("*", "azure", "include", "*"): 1})
        + Counter((DEPLOYMENTS, "azure", "all_but", name) for name in VIRTUAL_MACHINES)
    )
    assert {row["weight"] + row["weight_unit"] for row in found} == {""}
    offers = {row["offer"] for row in of_score("rules/excluded_offers", area, month)}
    assert offers == {"Support", "Internal", "Benefit Program", "Trial"}


@pytest.mark.parametrize("month", MONTHS[BUSINESS])
def test_performance_workloads(month: str) -> None:
    is_late = month.startswith("2026")
    expected = PERFORMANCE_WORKLOADS | (SINCE_2026 if is_late else BEFORE_2026)
    expected |= set() if month == "2022_10" else {"Non-workload specific"}
    assert len(expected) == {"2022_10": 23, "2023_03": 24}.get(month, 26)
    found = [
        row
        for row in of_score("rules/eligible_products", BUSINESS, month)
        if row["part"] == "business"
    ]
    assert Counter(row["product"] for row in found) == Counter(expected)
    assert {(row["metric"], row["mode"], row["weight"]) for row in found} == {(ADDS, "include", "")}
    assumed = {row["product"] for row in found if row["is_assumed"] == "true"}
    assert assumed == (SINCE_2026 if month == "2026_05" else set())


@pytest.mark.parametrize("month", MONTHS[BUSINESS])
def test_rate_card(month: str) -> None:
    is_late = month.startswith("2026")
    expected = RATES | ({"Contact Center": ("dynamics", "200")} if is_late else {})
    if month == "2022_10":
        expected = expected | {"Common data service": ("dynamics", "40")}
    found = [
        row
        for row in of_score("rules/eligible_products", BUSINESS, month)
        if row["part"] != "business"
    ]
    assert {row["product"]: (row["part"], row["weight"]) for row in found} == expected
    assert len(found) == len(expected)
    for row in found:
        of_capacity = row["product"] == "Customer Insights Partner"
        assert row["weight_unit"] == ("capacity" if of_capacity else "mau")
        assert (row["metric"], row["mode"]) == ("*", "include")
    assumed = {row["product"] for row in found if row["is_assumed"] == "true"}
    of_may = {"Contact Center"} if month == "2026_05" else set()
    assert assumed == (of_may if is_late else {"Portals"})


@pytest.mark.parametrize("month", MONTHS[MODERN_WORK])
def test_modern_work_workloads(month: str) -> None:
    expected = FIRST_TEN | (set() if month == "2022_10" else VIVA)
    if month.startswith("2026"):
        expected |= SINCE_MAY_2026
    assert len(expected) == {"2022_10": 10, "2023_06": 14}.get(month, 21)
    rows = of_score("rules/eligible_products", MODERN_WORK, month)
    for part in ("m365", "cpor", "dpor", "csp"):
        found = [row for row in rows if row["part"] == part]
        premium = {"Teams Premium"} if month.startswith("2026") and part != "m365" else set()
        assert Counter(row["product"] for row in found) == Counter(expected | premium)
        metric = ADDS if part == "m365" else "*"
        assert {(row["metric"], row["mode"], row["weight"]) for row in found} == {
            (metric, "include", "")
        }
    assert {row["is_assumed"] for row in rows} == {"true" if month == "2026_05" else "false"}


def test_classes_of_partners() -> None:
    names = ("path", "measure", "month_offsets", "unit_lower", "unit_lower_inclusive", "lower")
    names += ("lower_inclusive", "upper", "upper_inclusive", "segment_classes")
    found: dict[str, list[str]] = {}
    for row in read("rules/partner_classes"):
        found.setdefault(row["rule_version"], []).append(
            " ".join(row[name] or "-" for name in names)
        )
    share = "smb customer_share 0 - - 0.80"
    expected = {}
    for area in AZURE:
        expected[f"{area}_2025_01"] = [
            f"{share} false - - smb",
            "smb ttm_acr_usd 0 - - - - 1000000 false -",
        ]
        expected[f"{area}_2026_07"] = [f"{share} true - - smb|corporate|smc"]
    for month in MONTHS[BUSINESS]:
        expected[f"{BUSINESS}_{month}"] = [
            "enterprise tenant_workload_count 0|12 5000 false 5 true - - -"
        ]
    assert found == expected


def test_a_class_is_told_where_it_chooses_the_path() -> None:
    told = {row["rule_version"] for row in read("rules/partner_classes")}
    chosen = {
        row["rule_version"] for row in read("rules/programme") if row["path_choice"] == "by_class"
    }
    assert told == chosen


def test_worked_consumption_values() -> None:
    """Ten users of Business Central, fifty thousand profiles, and 25 or 125 users of Engagement."""
    rates = {
        (row["rule_version"], row["product"]): Decimal(row["weight"])
        for row in read("rules/eligible_products", BUSINESS)
        if row["weight"]
    }
    today, then = f"{BUSINESS}_2023_03", f"{BUSINESS}_2022_10"
    assert 10 * rates[today, "Business Central"] == 10_000
    assert 50_000 * rates[today, "Customer Insights Partner"] == 10_000
    assert 25 * rates[today, "Common data service"] == 5_000
    assert 125 * rates[then, "Common data service"] == 5_000
