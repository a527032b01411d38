"""One random partner for the Azure areas: customers with segments, all services, all certificates.

Amounts gather around what a tenant, a partner or a service must reach, month by month; deliveries
then tell of it as they do of any random partner.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.scorer.areas.certificates import TITLES
from tests.worlds.random_partner import Line, Months, Partner, Person, Tenant
from tests.worlds.writer import CERTIFICATE_TITLES, add_months, guid

MONTHS = 48
#: Kinds of tenants whose year is close to a bound.
EVEN = ("large", "small", "tiny")
MONTH_TARGETS = [
    *["-20", "0", "0.01", "80", "250", "499.99", "500", "500.01"],
    *["750", "999.99", "1000", "1000.01", "1500"],
]
# A year of these is close to 1,000 or to 1,000,000.
SMALL_MONTHS = ["83.33", "83.34", "83.30", "90", "75"]
LARGE_MONTHS = ["83333.33", "83333.34", "83333.30", "83340", "83310", "83320"]
TINY_MONTHS = ["0.01", "0.5", "1"]
YEARLY = ["0.85", "0.99", "1", "1.01", "1.0418", "1.1", "1.19", "1.2", "1.21", "1.5"]
KINDS = ["months"] * 5 + ["steady"] * 5 + ["small"] * 2 + ["large"] * 3 + ["filtered"]

ASSOCIATIONS = [
    *["PAL", "Partner Admin Link", " partner admin  link (pal) ", "PartnerAdminLink"],
    *["CSP Tier 1", "CSP T1", "csp tier 2", "CSP Tier2"],
    *["Digital Partner of Record", "DPOR", "partner of record", "POR", "Direct Partner of Record"],
    *["Transacting partner of record", "Deal registration", "CPOR", "Unheard of"],
]
EARNING = 13
OFFERS = ["Azure Plan"] * 9 + ["", "Trial", "Support", "Internal Use", "Benefit Programs"]
# Service levels 2, 3 and 4; Security asks all three for a name, the areas the first.
SERVICES = [
    *[("SQL Database", "", ""), ("sql  database", "Elastic Pool", ""), ("Storage", "", "")],
    *[("Azure App Service", "", ""), ("Azure Kubernetes Service", "", ""), ("Bandwidth", "", "")],
    *[("Azure Cosmos DB", "", ""), ("Sentinel", "", ""), ("Key Vault", "", "")],
    *[("Security", "Azure Sentinel", ""), (" Storage ", "Files", ""), ("Functions", "", "")],
    *[("", "", ""), ("Unknown", "", ""), ("NULL", "", ""), ("unknown", "Key Vault", "")],
    *[("Virtual Machines", "Windows", ""), ("virtual  machines", "", "")],
    *[("Virtual Machines Licenses", "", ""), ("Virtual Machine Licences", "", "")],
    *[("Virtual Machines License", "", ""), ("Virtual Machine Licence", "", "")],
]
SECURITY_SERVICES = [
    *[("Sentinel", "", ""), ("Key Vault", "", ""), ("Network", "Azure Firewall", "")],
    *[("Azure Bastion", "", ""), ("Azure Defender", "Servers", ""), ("", "", "Azure Front Door")],
]

NAMED = ["SMB", "Small and Medium Business", "SMC-SMB", "smb - commercial", "SMB-Commercial"]
CORPORATE = ["SMC-Corporate", "SMC Corporate", "Corporate"]
VAGUE = ["SMC", "SMC Commercial", "Small, Medium & Corporate"]
OTHERS = ["Enterprise", "Major Commercial", "Major Public Sector", "Strategic", "EDU"]
UNKNOWN = ["UNKNOWN", "", "Whatever"]

GATES = ["AZ-104", "AZ-305"]
AREA_CODES = [
    *["DP-300", "AI-102", "DP-100", "DP-203", "PL-300", "MB-260", "DP-420", "DP-600", "DP-700"],
    *["DP-800", "AI-103", "AI-300", "DP-750", "AZ-204", "PL-400", "AI-200", "GH-600", "AZ-220"],
    *["AZ-400", "PL-600", "GH-200", "GH-100", "GH-500", "GH-300", "AZ-700", "AZ-600", "AZ-801"],
    *["AZ-140", "AZ-120"],
]


@dataclass(frozen=True)
class Listing:
    """What CustomersAndTenants tells of a customer in a month: a row for each tenant."""

    month: date
    rows: list[dict[str, str]]


@dataclass(frozen=True)
class AreaPartner:
    """A partner that deliveries can tell of, and what CustomersAndTenants says of its customers."""

    partner: Partner
    listings: list[Listing]


def _segment(rng: Random, wanted: str) -> str:
    pools = {"named": NAMED, "corporate": CORPORATE, "vague": VAGUE, "other": OTHERS}
    return rng.choice(pools.get(wanted, UNKNOWN))


def _amounts(rng: Random, kind: str, newest: date) -> Months:
    """Draw a tenant's dollars for four years, the newest month first."""
    months: Months = {}
    level = Decimal(rng.choice(MONTH_TARGETS))
    start = rng.choice([MONTHS, MONTHS, MONTHS, 20, 11, 5])
    growth = Decimal(rng.choice(YEARLY))
    bases = {"small": SMALL_MONTHS, "large": LARGE_MONTHS, "tiny": TINY_MONTHS}
    base = Decimal(rng.choice(bases.get(kind, ["640"])))
    for back in range(start):
        month = add_months(newest, -back)
        if kind in ("months", "filtered"):
            if rng.random() < 0.3:
                level = Decimal(rng.choice(MONTH_TARGETS))
            amount = level
        else:
            amount = base if back < 12 else (base / growth).quantize(Decimal("0.0001"))
            if kind != "large" and rng.random() < 0.03:
                amount = -amount / 4
        if amount and (kind == "large" or rng.random() > 0.04):
            months[month] = amount
    return months


def _attributions(
    rng: Random, kind: str, locations: list[str]
) -> list[tuple[dict[str, str], Decimal]]:
    count = 1 if kind in ("steady", *EVEN) else rng.choice([1, 1, 1, 2])
    attributions = {}
    for _ in range(count):
        is_sure = kind in ("steady", "large", "tiny") or rng.random() < 0.7
        key = (
            rng.choice(ASSOCIATIONS[: EARNING if is_sure else None]),
            rng.choice(["Owner", "Contributor", "Reader", ""]),
            rng.choice(locations),
        )
        attributions[key] = Decimal(rng.choice(["1", "1", "1", "1.5"])) if count > 1 else Decimal(1)
    names = ("PartnerAttributionType", "AdminType", "MPNId")
    return [(dict(zip(names, key, strict=True)), share) for key, share in attributions.items()]


def _lines(rng: Random, name: str, kind: str, locations: list[str], newest: date) -> list[Line]:
    """Deal a tenant's dollars out to services."""
    count = rng.randint(6, 9) if kind == "filtered" else rng.choice([1, 1, 2, 3])
    count = 1 if kind in EVEN else count
    lines = []
    amounts = _amounts(rng, kind, newest)
    for place in range(count):
        if place:
            amounts = _amounts(rng, "months", newest)
        levels = rng.choice(SECURITY_SERVICES if kind == "filtered" else SERVICES)
        columns = {
            "SubscriptionId": guid(f"{name} subscription {rng.randint(1, 2)}"),
            "ServiceLevel1": "Azure",
            "ServiceLevel2": levels[0],
            "ServiceLevel3": levels[1],
            "ServiceLevel4": levels[2],
            "UsageUnits": rng.choice(["GB", "Hours"]),
            "AI_OfferType": rng.choice(OFFERS) if kind not in EVEN else "Azure Plan",
        }
        lines.append(Line(columns, _attributions(rng, kind, locations), amounts))
    return lines


def _dressed(line: Line, tpid: str, segments: tuple[str, str], turn: date) -> list[Line]:
    """Add a customer's number and segment, which changes with the month `turn`."""
    halves = [
        {month: amount for month, amount in line.amounts.items() if (month >= turn) is is_late}
        for is_late in (False, True)
    ]
    return [
        Line(
            line.columns | {"CustomerTpid": tpid, "CustomerSegment": segment},
            line.attributions,
            amounts,
        )
        for segment, amounts in zip(segments, halves, strict=True)
        if amounts
    ]


def _listings(
    rng: Random, tenants: list[str], tpid: str, wanted: str, newest: date
) -> list[Listing]:
    """Draw some months in which CustomersAndTenants has a customer."""
    listings = []
    for _ in range(rng.randint(1, 4)):
        month = add_months(newest, -rng.randint(0, MONTHS - 14))
        told = wanted if rng.random() < 0.85 else rng.choice(["named", "other", "corporate"])
        column = rng.choice(["SubSegment", "CustomerSegment", "TopSegment"])
        segments = {"SubSegment": "", "CustomerSegment": "", "TopSegment": ""}
        segments[column] = _segment(rng, told)
        if rng.random() < 0.3:
            segments["TopSegment"] = segments["TopSegment"] or rng.choice([*OTHERS, *VAGUE])
        rows = [
            segments | {"CustomerTenantId": guid(tenant), "CustomerTpid": tpid}
            for tenant in tenants
        ]
        if len(rows) > 1 and rng.random() < 0.2:
            rows[-1] = rows[-1] | {column: rng.choice(["Enterprise", ""])}
        if month not in [listing.month for listing in listings]:
            listings.append(Listing(month, rows))
    return listings


def _wanted(rng: Random) -> list[str]:
    """Draw what kinds of customers a partner has: about four of five are named."""
    count = rng.choice([1, 2, 4, 5, 5, 5, 6, 10])
    named = min(count, max(0, round(count * 0.8) + rng.choice([-1, 0, 0, 0, 1])))
    wanted = ["named"] * named + ["other"] * (count - named)
    if rng.random() < 0.35:
        wanted[rng.randrange(count)] = rng.choice(["unknown", "vague", "corporate"])
    return wanted


def _customer(rng: Random, name: str, kind: str, wanted: str, locations: list[str], newest: date):
    """Draw the tenants of one customer, and what is listed of it."""
    tpid = str(rng.randint(7_000_000, 7_999_999)) if rng.random() < 0.7 else ""
    names = [f"{name} tenant {place}" for place in range(rng.choice([1, 1, 2, 3]) if tpid else 1)]
    source = rng.choice(["usage", "usage", "listed", "both"])
    right = _segment(rng, wanted)
    reported = {"usage": right, "both": _segment(rng, rng.choice(["named", "other"]))}
    segment = reported.get(source, rng.choice(UNKNOWN))
    segments = (segment if rng.random() < 0.8 else rng.choice(OTHERS), segment)
    turn = add_months(newest, -rng.choice([6, 14, 30]))
    # The number stands in the usage, or in the list alone.
    in_usage = tpid if source == "usage" or rng.random() < 0.7 else ""
    tenants = []
    for tenant in names:
        lines = _lines(rng, tenant, kind, locations, newest)
        dressed = [half for line in lines for half in _dressed(line, in_usage, segments, turn)]
        tenants.append(Tenant(tenant, dressed, []))
    listings = [] if source == "usage" else _listings(rng, names, tpid, wanted, newest)
    return tenants, listings


def _title(rng: Random, code: str) -> str:
    if code in CERTIFICATE_TITLES:
        return CERTIFICATE_TITLES[code]
    title = rng.choice(TITLES[code])
    if code.startswith("GH"):
        return rng.choice([title, title.removeprefix("GitHub Certified: ")])
    full = f"Microsoft Certified: {title}"
    return rng.choice([full, full, full, title, title.lower(), full.rsplit(" ", 1)[0]])


def _person(rng: Random, partner: str, number: int, locations: list[str], newest: date) -> Person:
    """Draw a person whose certificates begin and end near the last days of months."""
    gates = [gate for gate in GATES if rng.random() < 0.55]
    codes = {*gates, *rng.sample(AREA_CODES, rng.randint(0, 6))}
    if rng.random() < 0.3:
        codes.add(rng.choice(list(CERTIFICATE_TITLES)))
    rows = []
    for code in sorted(codes):
        begun = add_months(newest, 1 - rng.choice([0, 3, 11, 12, 20, 36, 48])) - timedelta(days=1)
        ends = add_months(newest, 1 - rng.randint(-12, 12)) - timedelta(days=1)
        expiry = rng.choice([None, None, "NA", "", ends, ends + timedelta(days=1)])
        row = {
            "PGAMpnId": partner,
            "TrainingTitle": _title(rng, code),
            "TrainingType": rng.choice(["Certification", "certification"]),
            "TrainingCompletionDate": begun + timedelta(days=rng.choice([-9, 0, 1])),
            "ExpirationDate": expiry,
            "MCPID": f"{partner}{number}",
            "MPNId": rng.choice(locations),
        }
        rows.append(row)
        if rng.random() < 0.1:
            rows.append(row | {"TrainingType": "Assessment", "TrainingTitle": _title(rng, code)})
    last = add_months(newest, rng.choice([0, 0, 0, 0, -1, -9]))
    return Person(rows, add_months(newest, -60), last)


def draw_area_partner(seed: int, number: int, newest: date) -> AreaPartner:
    """Draw one partner of a world that ends with the month `newest`."""
    rng = Random(f"area partner {number} of world {seed}")
    partner = str(6_000_000 + 1000 * seed + number)
    locations = [f"{prefix}{partner}" for prefix in rng.sample(["1", "9", "10"], rng.randint(1, 2))]
    tenants, listings = [], []
    kind = KINDS[number % len(KINDS)]
    for place, wanted in enumerate(_wanted(rng)):
        # Of a large partner one customer is large.
        own = "tiny" if place and kind == "large" else kind
        if place and kind == "small":
            continue
        name = f"customer {place} of {partner}"
        found, listed = _customer(rng, name, own, wanted, locations, newest)
        tenants += found
        listings += listed
    people = [_person(rng, partner, n, locations, newest) for n in range(rng.randint(0, 14))]
    return AreaPartner(Partner(partner, locations, tenants, people), listings)
