"""One random partner: tenants, licences and people that gather around the thresholds.

A partner is drawn once, month by month; the deliveries of a random world then tell of it, each in
its own way.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.worlds.writer import CERTIFICATE_TITLES, add_months, guid

TTM_TARGETS = [
    "0.01 99.99 100 100.01 599.99 600 600.01 749.99 750 750.01 1250 2000 3600 5000",
    "11249.99 11250 11999.99 12000 12000.01 12750 13249.99 13250.01 18000 24500 37000",
]
PAID_LEVELS = [0, 1, 4, 5, 6, 24, 25, 26, 60, 120, 299, 300, 301, 302, 640, 1000]
AZURE_ASSOCIATIONS = [
    *["PAL", "Partner Admin Link", "PartnerAdminLink", " partner admin  link (pal) "],
    *["CSP Tier 1", "CSP Tier1", "CSP T1", "csp tier 2", "CSP Tier2", "CSP T2"],
    *["Partner of record", "DPOR", "Deal registration", "CPOR", "Unheard of"],
]
ATTACH_TYPES = ["CPOR", "Claiming Partner of Record", "CSP Tier1", "CSP T1", "CSP Tier 2", "DPOR"]
ADMIN_TYPES = ["Owner", "Contributor", "contributor", "Reader", "Agent", ""]
OFFERS = ["Azure Plan"] * 8 + ["", "Trial", "Support", "internal use", "Benefit Programs"]
UNITS = ["GB", "Hours", "10K Transactions"]
# Deepest level last; the first two of three lists are services in most versions.
SERVICE_LEVELS = [
    *[("Sentinel", "", ""), ("Security", "Azure Sentinel", "Analysis"), ("Key Vault", "", "")],
    *[("Azure Defender", "Servers", ""), ("Security Center", "", "Standard")],
    *[
        ("Network", "Azure  Firewall", ""),
        ("VPN", "Application Gateway", "WAF Application Gateway"),
    ],
    *[("Identity", "Azure AD B2C", ""), ("External Identities", "", ""), ("Azure Bastion", "", "")],
    *[("Network Watcher", "", ""), ("Key Vault", "Azure Network Watcher", "")],
    *[
        ("Microsoft Purview", "", ""),
        ("Sentinel", "Microsoft Entra ID", ""),
        ("", "", "Front Door"),
    ],
    *[("Virtual Machines", "Windows", ""), ("Storage", "Azure Front Door", "Premium")],
]
WORKLOAD_NAMES = {
    "Microsoft Entra ID P1": ["AADP", "Azure AD Premium", "Microsoft Entra ID P2"],
    "Microsoft Defender for Office 365": ["MDO", "microsoft defender for office 365"],
    "Microsoft Defender for Endpoint": ["Microsoft Defender for Endpoints", "MDE"],
    "Microsoft Defender for Identity": ["AATP"],
    "Microsoft Purview Information Protection": ["AIP", "Azure Information Protection", "Azip"],
    "Microsoft Intune": ["Intune", " microsoft  intune"],
}

Months = dict[date, Decimal]


@dataclass(frozen=True)
class Line:
    """One usage line: its columns, who is attributed with which share, and dollars by month."""

    columns: dict[str, str]
    attributions: list[tuple[dict[str, str], Decimal]]
    amounts: Months


@dataclass(frozen=True)
class Licences:
    """One subscription (`claim` None) or one claim: paid and active by month and workload."""

    columns: dict[str, str]
    location: str
    attach: str
    claim: str | None
    seats: dict[date, dict[str, tuple[int, int]]]


@dataclass(frozen=True)
class Tenant:
    """One tenant with all that is reported of it."""

    name: str
    lines: list[Line]
    licences: list[Licences]


@dataclass(frozen=True)
class Person:
    """One person: the rows of the certificates, and the months at this partner."""

    rows: list[dict[str, object]]
    first: date
    last: date


@dataclass(frozen=True)
class Partner:
    """One partner: what deliveries can tell."""

    id: str
    locations: list[str]
    tenants: list[Tenant]
    people: list[Person]


def _spread(rng: Random, total: Decimal, last: date) -> Months:
    """Spread a year's dollars over the months to `last`: evenly, in lumps, with a credit."""
    months = [add_months(last, -i) for i in range(12)]
    kind = rng.choice(["even", "even", "lumps", "credit", "late"])
    if kind == "late":
        months = months[: rng.randint(1, 6)]
    amounts = dict.fromkeys(months, Decimal(0))
    if kind in ("even", "late"):
        places = Decimal(1).scaleb(-rng.choice([2, 4, 8, 10]))
        amounts = dict.fromkeys(months, (total / len(months)).quantize(places))
    elif kind == "credit":
        amounts[rng.choice(months)] -= Decimal(rng.randint(1, 400)) / 4
    amounts[rng.choice(months)] += total - sum(amounts.values())
    return {month: amount for month, amount in amounts.items() if amount}


def _dollars(rng: Random, newest: date, years: int, shares: int) -> list[Months]:
    """Draw yearly dollars near the thresholds, and deal each year out to `shares` lines."""
    targets = [Decimal(t) for row in TTM_TARGETS for t in row.split()]
    ledgers: list[Months] = [{} for _ in range(shares)]
    level = rng.choice(targets)
    for year in range(years):
        level = level if rng.random() < 0.3 else rng.choice(targets)
        rest = Decimal(0) if rng.random() < 0.12 else level
        last = add_months(newest, -12 * year)
        for ledger in ledgers[1:]:
            part = (rest * rng.randint(0, 60) / 100).quantize(Decimal("0.01"))
            ledger.update(_spread(rng, part, last))
            rest -= part
        ledgers[0].update(_spread(rng, rest, last))
    return ledgers


def _attributions(rng: Random, locations: list[str]) -> list[tuple[dict[str, str], Decimal]]:
    count = rng.choice([1, 1, 1, 2, 2, 3])
    attributions = {}
    for _ in range(count):
        # Half are PAL, or little would earn under the first rules.
        pal_only = rng.random() < 0.5
        key = (
            rng.choice(AZURE_ASSOCIATIONS[: 4 if pal_only else None]),
            rng.choice(ADMIN_TYPES),
            rng.choice(locations),
        )
        attributions[key] = Decimal(rng.choice(["1", "1", "1", "1.5", "0.9"]))
    names = ("PartnerAttributionType", "AdminType", "MPNId")
    return [(dict(zip(names, key, strict=True)), share) for key, share in attributions.items()]


def _azure_lines(rng: Random, name: str, locations: list[str], newest: date, years: int):
    lines = []
    for ledger in _dollars(rng, newest, years, rng.choice([1, 1, 2, 3])):
        level_2, level_3, level_4 = rng.choice(SERVICE_LEVELS[: rng.choice([10, 10, None])])
        columns = {
            "SubscriptionId": guid(f"{name} subscription {rng.randint(1, 2)}"),
            "ServiceLevel1": "Azure",
            "ServiceLevel2": level_2,
            "ServiceLevel3": level_3,
            "ServiceLevel4": level_4,
            "UsageUnits": rng.choice(UNITS),
            "AI_OfferType": rng.choice(OFFERS),
        }
        lines.append(Line(columns, _attributions(rng, locations), ledger))
    return lines


def _active_near(rng: Random, paid: int) -> int:
    edge = -(-paid * 15 // 100)  # fifteen percent, rounded up
    return max(0, rng.choice([0, edge - 1, edge, edge, edge + 1, paid // 2, paid, paid + 7]))


def _seat_months(rng: Random, workloads: list[str], newest: date, years: int):
    seats: dict[date, dict[str, tuple[int, int]]] = {}
    for workload in workloads:
        paid = rng.choice(PAID_LEVELS)
        active = _active_near(rng, paid)
        for back in range(12 * years):
            if rng.random() < 0.12:
                paid = rng.choice(PAID_LEVELS)
            if rng.random() < 0.25:
                active = _active_near(rng, paid)
            seats.setdefault(add_months(newest, -back), {})[workload] = (paid, active)
    return seats


def _licences(rng: Random, name: str, locations: list[str], newest: date, years: int):
    licences = []
    pool = rng.sample(list(WORKLOAD_NAMES), rng.randint(1, 3))
    for number in range(rng.choice([1, 1, 2, 3])):
        is_claim = rng.random() < 0.4
        columns = {"SubscriptionId": guid(f"{name} seats {rng.randint(1, 2)}")}
        workloads = rng.sample(pool, rng.randint(1, len(pool)))
        if is_claim:
            columns = {"WorkloadName": rng.choice([pool[0], *WORKLOAD_NAMES[pool[0]]])}
            workloads = [pool[0]]
        seats = _seat_months(rng, workloads, newest, years)
        attach = rng.choice(ATTACH_TYPES[: 2 if is_claim else None])
        claim = f"{name}/{number}" if is_claim else None
        licences.append(Licences(columns, rng.choice(locations), attach, claim, seats))
    return licences


def _title(rng: Random, code: str) -> str:
    title = CERTIFICATE_TITLES[code]
    bare = title.split(": ")[1]
    return rng.choice([title, title, bare, f"Microsoft {bare}", bare.rsplit(" ", 1)[0].lower()])


def _person(rng: Random, partner: str, number: int, locations: list[str], newest: date) -> Person:
    """Draw a person whose certificates begin and end near the last days of months."""
    has_id = rng.random() < 0.85
    rows = []
    gates = [["AZ-500", "SC-200"]] * 3 + [["MS-500", "AZ-500", "SC-300"], ["SC-500"], []]
    wanted = rng.choice(gates)
    for code in {*wanted, *rng.sample(list(CERTIFICATE_TITLES), rng.randint(0, 3))}:
        month_end = add_months(newest, 1 - rng.randint(0, 60)) - timedelta(days=1)
        completed = month_end + timedelta(days=rng.choice([-40, -1, 0, 1]))
        ends = add_months(newest, 1 - rng.randint(-12, 24)) - timedelta(days=1)
        expiry = rng.choice([None, "NA", "", *[ends + timedelta(days=d) for d in (-1, 0, 1)]])
        row = {
            "PGAMpnId": partner,
            "TrainingTitle": _title(rng, code),
            "TrainingType": rng.choice(["Certification", "certification", " Certification"]),
            "TrainingCompletionDate": completed,
            "ExpirationDate": expiry,
            "MCPID": f"{partner}{number}" if has_id else "",
            "CorpEmail": rng.choice(["", f"P{number}@x.example", f" p{number}@X.example "]),
            "Email": f"p{number}@home.example",
            "MPNId": rng.choice(locations),
        }
        rows.append(row)
        if rng.random() < 0.3:
            rows.append(row | {"MPNId": locations[0], "TrainingTitle": _title(rng, code)})
    if rng.random() < 0.2:
        rows.append(rows[0] | {"TrainingType": "Exam"} if rows else _exam(partner))
    first = add_months(newest, -rng.choice([60, 60, 60, 20, 8]))
    last = add_months(newest, rng.choice([0, 0, 0, -1, -9, -15]))
    return Person(rows, first, last)


def _exam(partner: str) -> dict[str, object]:
    return {
        "PGAMpnId": partner,
        "TrainingTitle": "Azure Fundamentals",
        "TrainingType": "Exam",
        "TrainingCompletionDate": date(2022, 2, 2),
        "ExpirationDate": None,
        "MCPID": "nobody of interest",
    }


def draw_partner(seed: int, number: int, newest: date, years: int) -> Partner:
    """Draw one partner of a world that ends with the month `newest`."""
    rng = Random(f"partner {number} of world {seed}")
    partner = str(5_000_000 + 1000 * seed + number)
    # Numbers of different lengths, since they compare as text.
    locations = [f"{prefix}{partner}" for prefix in rng.sample(["1", "9", "10"], rng.randint(1, 3))]
    tenants = []
    for place in range(rng.randint(1, 8)):
        name = f"tenant {place} of {partner}"
        kind = rng.choice(["azure", "seats", "both"])
        lines = _azure_lines(rng, name, locations, newest, years) if kind != "seats" else []
        licences = _licences(rng, name, locations, newest, years) if kind != "azure" else []
        tenants.append(Tenant(name, lines, licences))
    people = [_person(rng, partner, n, locations, newest) for n in range(rng.randint(0, 8))]
    return Partner(partner, locations, tenants, people)
