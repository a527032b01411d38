"""One random partner for Business Applications and Modern Work: revenue, consumption, seats.

A partner is drawn once; deliveries then tell of it. Figures gather around what a workload of a
tenant must reach, claims begin within the last year or long before.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.scorer.areas.certificates import TITLES
from tests.worlds.random_partner import Licences, Partner, Person, Tenant
from tests.worlds.writer import CERTIFICATE_TITLES, Row, add_months, guid

MONTHS = 40
REVENUES = [
    *["-40", "0", "249.99", "250", "250.01", "500", "500.01", "900"],
    *["1499.99", "1500", "5000", "5000.01", "5000.01", "6000", "9000"],
]
REVENUE_WORKLOADS = [
    *["Sales", "Customer Service", "Finance", "Supply Chain", "HR (Human Resources)", "hr"],
    *["Power Apps", "Power App", "Power BI", "Omni-channel", "Marketing", "Fraud Protection"],
    *["Copilot Studio", "Contact Center", "Non-workload specific", "Business Central", "Visio"],
]
REVENUE_CLAIMS = [
    *["CPOR RevRec", "CPOR Rev Rec", "CPOR RevRec Performance", "CPOR OSA", "osa"],
    *["CSP Tier 1", "CSP T1", "CSP Tier 2", "Digital Partner of Record", "DPOR"],
    *["CPOR", "Deal registration", "PAL"],
]
# Workload as written → users that are close to 5,000 and 10,000 a month.
USAGE_WORKLOADS = {
    "Business Central": [4, 5, 9, 10, 11, 60],
    "Core HR": [4, 5, 10],
    "Customer Engagement": [24, 25, 49, 50, 125, 300],
    "Sales": [25, 50, 124, 125],
    "Field Service": [24, 51, 250],
    "Finance & Operations": [49, 50, 99, 100, 600],
    "Finance": [50, 100],
    "Retail": [49, 50, 100],
    "Contact Center": [25, 50],
    "Power Apps": [24, 25, 49, 50, 200],
    "Power Automate": [25, 50],
    "Power BI": [24, 50, 130],
    "Power Pages": [49, 50, 100],
    "Portals": [50, 101],
    "Customer Insights": [24_999, 25_000, 50_000],
    "Customer Voice": [900],
}
LINKED = {"Power Apps", "Power Automate", "Power BI", "Power Pages", "Portals", "Customer Insights"}
USAGE_CLAIMS = ["CPOR OSU", "OSU", "CSP Tier 1", "CSP T2", "DPOR", "PAL", "CPOR"]
METRIC_TYPES = ["Paid"] * 8 + ["paid", " PAID", "Trial", "", "Evaluation"]

OFFICE_WORKLOADS = [
    *["Exchange", "EXO", "Teams", "Microsoft Teams", "TeamsMeetings", "Sharepoint", "ProPlus"],
    *["Yammer", "Viva Engage", "Intune", "Entra ID P1", "VivaInsights", "Viva Goals"],
    *["Teams Premium", "Windows 365", "Microsoft 365 Copilot", "Skype for Business"],
]
CLAIM_WORKLOADS = ["Exchange", "Teams", "Yammer", "Microsoft Intune", "AADP", "VivaTopics"]
OFFICE_TYPES = ["CSP Tier 1", "CSP T1", "CSP Tier 2", "DPOR", "Direct Partner of Record", "CPOR"]
PAID = [0, 9, 10, 11, 12, 60, 299, 300, 301, 320, 900]
# Associations that mean the same: an extract has one of them.
MEANINGS = {
    **{"csp t1": "csp tier 1", "csp t2": "csp tier 2", "osu": "cpor osu", "osa": "cpor osa"},
    **{"cpor rev rec": "cpor revrec", "dpor": "digital partner of record"},
    "direct partner of record": "digital partner of record",
}

CODES = [
    *["MB-310", "MB-340", "MB-500", "MB-330", "MB-320", "MB-230", "MB-800", "PL-100", "PL-200"],
    *["PL-400", "PL-500", "MB-280", "AB-210", "MB-335", "MB-700", "MB-600", "PL-600", "MB-820"],
    *["AB-100", "MS-900", "MS-700", "MS-203", "SC-300", "MS-721", "MD-102", "AB-900", "MS-102"],
    "TEAMS-ROOMS",
]


@dataclass(frozen=True)
class SuccessPartner:
    """A partner that deliveries can tell of, and its rows of the newer datasets by month."""

    partner: Partner
    rows: dict[str, list[tuple[date, Row]]]


def _walk(rng: Random, newest: date, start: int, choices: list) -> list[tuple[date, Any]]:
    """Draw a figure by month, which stays for a while; some months are missing."""
    value, months = rng.choice(choices), []
    for back in range(start):
        if rng.random() < 0.2:
            value = rng.choice(choices)
        if rng.random() > 0.06:
            months.append((add_months(newest, -back), value))
    return months


def _start(rng: Random) -> int:
    return rng.choice([MONTHS, MONTHS, MONTHS, 15, 10, 4])


def _revenue(rng: Random, partner: str, tenant: str, newest: date) -> list[tuple[date, Row]]:
    rows = []
    # One of three has enough revenue for Enterprise.
    amounts = REVENUES[-5:] if int(partner) % 3 == 1 else REVENUES
    for workload in rng.sample(REVENUE_WORKLOADS, rng.randint(1, 5)):
        for claim in rng.sample(REVENUE_CLAIMS, rng.choice([1, 1, 2])):
            subscription = guid(f"{tenant} {rng.randint(1, 2)}") if rng.random() < 0.9 else ""
            for month, amount in _walk(rng, newest, _start(rng), amounts):
                row = {
                    "FiscalMonthName": month,
                    "GlobalPartnerID": partner,
                    "PartnerAssociationType": claim,
                    "CustomerTenantID": guid(tenant),
                    "SubscriptionId": subscription,
                    "Workloads": workload,
                    "AdjustedRevenueAmtCD": Decimal(str(amount)),
                }
                rows.append((month, row))
    return rows


def _consumed(rng: Random, partner: str, tenant: str, newest: date) -> list[tuple[date, Row]]:
    rows = []
    for workload in rng.sample(list(USAGE_WORKLOADS), rng.randint(1, 5)):
        for _ in range(rng.choice([1, 1, 2])):
            claim = "PAL" if workload in LINKED and rng.random() < 0.8 else rng.choice(USAGE_CLAIMS)
            columns = {
                "GlobalPartnerID": partner,
                "PartnerAssociationType": claim,
                "CustomerTenantID": guid(tenant),
                "SubscriptionID": guid(f"{tenant} {rng.randint(1, 2)}"),
                "MetricType": rng.choice(METRIC_TYPES),
                "Workload": workload,
                "SkuGroup": rng.choice(["", "Standard", "Premium"]),
            }
            for month, units in _walk(rng, newest, _start(rng), USAGE_WORKLOADS[workload]):
                told = {"FiscalMonthName": month, "MAC": units, "MAU": units, "PAMAU": units}
                if rng.random() < 0.1:
                    told["PAMAU"] = rng.choice([0, ""])
                rows.append((month, columns | told))
    return rows


def _typed(rng: Random, partner: str, tenant: str, newest: date) -> list[tuple[date, Row]]:
    rows = []
    for back in (0, 1, 12):
        month = add_months(newest, -back)
        for workload in rng.sample(["CE", "Sales", "Business Central", "Power BI"], 2):
            claim = "PAL" if workload == "Power BI" else rng.choice(["CPOR OSU", "CSP T1"])
            row = {
                "PGAMpnId": partner,
                "Month": month,
                "CustomerTenantId": guid(tenant),
                "Workload": workload,
                "PartnerAssociationType": claim,
                "MonthlyConsumptionValue": rng.choice([4_999, 5_000, 10_000, 26_000, 55_000]),
            }
            rows.append((month, row))
    return rows


def _active(rng: Random, paid: int) -> int:
    edge = -(-paid * 2 // 5)  # forty percent, rounded up
    return max(0, rng.choice([0, edge - 1, edge, edge, edge + 1, paid, paid + 30]))


def _seats(
    rng: Random, partner: str, tenant: str, locations: list[str], newest: date
) -> list[tuple[date, Row]]:
    rows = []
    for workload in rng.sample(OFFICE_WORKLOADS, rng.randint(1, 4)):
        for kind in rng.sample(OFFICE_TYPES, rng.choice([1, 1, 2])):
            location = rng.choice(locations)
            for month, paid in _walk(rng, newest, _start(rng), PAID):
                row = {
                    "PGAMpnId": partner,
                    "CustomerTenantId": guid(tenant),
                    "WorkloadName": workload,
                    "Month": month,
                    "PaidAvailableUnits": paid,
                    "MonthlyActiveUsers": _active(rng, paid),
                    "MPNId": location,
                    "PartnerAttributionType": kind,
                }
                rows.append((month, row))
    return rows


def _licences(rng: Random, name: str, locations: list[str], newest: date) -> list[Licences]:
    """Draw claims, which begin within the year or long ago, and a subscription of Intune."""
    licences = []
    for number, workload in enumerate(rng.sample(CLAIM_WORKLOADS, rng.randint(0, 3))):
        since = add_months(newest, -rng.choice([0, 3, 11, 12, 13, 30])) + timedelta(days=9)
        seats = {
            month: {workload: (paid, _active(rng, paid))}
            for month, paid in _walk(rng, newest, _start(rng), PAID)
        }
        columns = {"WorkloadName": workload, "DateAssociated": rng.choice([since, since, ""])}
        claim = f"{name}/{number}"
        licences.append(Licences(columns, rng.choice(locations), "CPOR", claim, seats))
    if rng.random() < 0.5:
        pool = ["Microsoft Intune", "Microsoft Entra ID P1"]
        seats = {}
        for workload in pool:
            for month, paid in _walk(rng, newest, _start(rng), PAID):
                seats.setdefault(month, {})[workload] = (paid, _active(rng, paid))
        attach = rng.choice(["CSP Tier 1", "CSP Tier 2", "DPOR", "CPOR"])
        columns = {"SubscriptionId": guid(f"{name} seats")}
        licences.append(Licences(columns, rng.choice(locations), attach, None, seats))
    return licences


def _title(rng: Random, code: str) -> str:
    title = CERTIFICATE_TITLES.get(code) or rng.choice(TITLES[code])
    if ":" in title or code == "TEAMS-ROOMS":
        return title
    return rng.choice([f"Microsoft Certified: {title}", f"Microsoft 365 Certified: {title}", title])


def _person(rng: Random, partner: str, number: int, newest: date) -> Person:
    rows = []
    for code in rng.sample(CODES, rng.randint(1, 6)):
        begun = add_months(newest, 1 - rng.choice([0, 3, 12, 24, 48])) - timedelta(days=1)
        ends = add_months(newest, 1 - rng.randint(-12, 8)) - timedelta(days=1)
        kind = "assessment" if code == "TEAMS-ROOMS" else "Certification"
        rows.append(
            {
                "PGAMpnId": partner,
                "TrainingTitle": _title(rng, code),
                "TrainingType": rng.choice([kind, kind.upper()]),
                "TrainingCompletionDate": begun + timedelta(days=rng.choice([-9, 0, 1])),
                "ExpirationDate": rng.choice([None, "NA", ends, ends + timedelta(days=1)]),
                "MCPID": f"{partner}{number}",
                "MPNId": f"1{partner}",
            }
        )
    return Person(rows, add_months(newest, -60), newest)


def _once(rows: list[tuple[date, Row]], measures: set[str]) -> list[tuple[date, Row]]:
    """Leave out rows that an extract cannot have twice: alike in all but what they measure."""
    seen, kept = set(), []
    for month, row in rows:
        texts = {name: str(value).strip().lower() for name, value in row.items()}
        key = tuple(sorted((n, MEANINGS.get(v, v)) for n, v in texts.items() if n not in measures))
        if key not in seen:
            seen.add(key)
            kept.append((month, row))
    return kept


def draw_success_partner(seed: int, number: int, newest: date) -> SuccessPartner:
    """Draw one partner of a world that ends with the month `newest`."""
    rng = Random(f"success partner {number} of world {seed}")
    partner = str(7_000_000 + 1000 * seed + number)
    locations = [f"{prefix}{partner}" for prefix in rng.sample(["1", "9", "10"], rng.randint(1, 2))]
    rows: dict[str, list[tuple[date, Row]]] = {}
    tenants = []
    for place in range(rng.randint(1, 5)):
        name = f"tenant {place} of {partner}"
        told = {
            "BusinessApplicationsRevenue": _revenue(rng, partner, name, newest),
            "BusinessApplicationsUsage": _consumed(rng, partner, name, newest),
            "OfficeUsage": _seats(rng, partner, name, locations, newest),
        }
        if number % 5 == 0:
            told["MonthlyConsumption"] = _typed(rng, partner, name, newest)
        for dataset, found in told.items():
            rows.setdefault(dataset, []).extend(found)
        tenants.append(Tenant(name, [], _licences(rng, name, locations, newest)))
    people = [_person(rng, partner, n, newest) for n in range(rng.randint(0, 9))]
    measures = {
        *("AdjustedRevenueAmtCD", "PAMAU", "MAC", "MAU", "PaidAvailableUnits"),
        *("MonthlyActiveUsers", "MonthlyConsumptionValue"),
    }
    once = {dataset: _once(found, measures) for dataset, found in rows.items()}
    return SuccessPartner(Partner(partner, locations, tenants, people), once)
