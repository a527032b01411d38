"""Random worlds for Business Applications and Modern Work: partners of success_partner.

Some partners are in no report of Business Applications, a few in no OfficeUsage of a delivery, and
what a partner typed stands in for reports that are missing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from tests.worlds.random_world import Plan, told_world
from tests.worlds.spelling import varied_style
from tests.worlds.success_partner import SuccessPartner, draw_success_partner
from tests.worlds.writer import Delivery, Row, World, add_months, month_of

PARTNERS = 40
PLANS = {
    "success_first_rules": [Plan("2023-01"), Plan("2024-01"), Plan("2024-02")],
    "success_by_class": [Plan("2026-04"), Plan("2026-06"), Plan("2027-06"), Plan("2027-07")],
}
REPORTS = ("BusinessApplicationsRevenue", "BusinessApplicationsUsage")
#: Months that a delivery has of each dataset.
BACK = {
    "BusinessApplicationsRevenue": 18,
    "BusinessApplicationsUsage": 13,
    "OfficeUsage": 13,
    "MonthlyConsumption": 13,
}
#: A fiscal year begins in July of the year before.
FISCAL_SPELLINGS: list[Callable[[date], str] | None] = [
    None,
    lambda m: f"{m:%B, %Y}",
    lambda m: f"{m:%B %Y}",
    lambda m: f"{m:%b %Y}",
    lambda m: f"FY{(m.year + (m.month > 6)) % 100}-{m:%b}",
]
POINTS = ["0", "0.5", "3", "7.25", "15"]
METRICS = ["net_customer_adds", "usage_growth", "deployments"]


def _restated(rng: Random, value: object) -> object:
    if isinstance(value, Decimal) and rng.random() < 0.03:
        return value + rng.choice([Decimal("0.01"), Decimal("-0.01"), Decimal("900")])
    if isinstance(value, int) and value and rng.random() < 0.03:
        return value + 1
    return value


def _spell_months(rng: Random, rows: list[Row]) -> None:
    """Spell the months of a report in one of its own ways, or leave them to the file's style."""
    spell = rng.choice(FISCAL_SPELLINGS)
    for row in rows if spell else []:
        month = row["FiscalMonthName"]
        assert spell and isinstance(month, date)
        row["FiscalMonthName"] = spell(month)


def _tell(delivery: Delivery, rng: Random, drawn: list[SuccessPartner]) -> None:
    """Tell of the newer datasets, each partner in one part file of each."""
    parts: dict[tuple[str, str], str] = {}
    for dataset, months in BACK.items():
        delivery.has(dataset)
        for one in drawn:
            # Some are in no report, some were left out of this one.
            in_reports = int(one.partner.id) % 6 > 0
            is_in = rng.random() > 0.05 and (dataset not in REPORTS or in_reports)
            # A late part begins late, an early one ends a month before.
            part = rng.choices(["_1", "_2", "_late", "_early"], (6, 5, 1, 1))[0]
            parts[dataset, one.partner.id] = part
            first = add_months(delivery.as_of, -(7 if part == "_late" else months - 1))
            last = add_months(delivery.as_of, -1 if part == "_early" else 0)
            for month, row in one.rows.get(dataset, []) if is_in else []:
                if first <= month <= last:
                    told = {name: _restated(rng, value) for name, value in row.items()}
                    delivery.add(dataset, **told)
        _dress(delivery, rng, dataset, parts)


def _dress(
    delivery: Delivery, rng: Random, dataset: str, parts: dict[tuple[str, str], str]
) -> None:
    style = varied_style(rng)
    if dataset in REPORTS:
        _spell_months(rng, delivery.rows[dataset])
    if dataset == "BusinessApplicationsUsage" and rng.random() < 0.3:
        style = replace(style, dropped=("PAMAU",))
    delivery.styles[dataset] = style
    if dataset == "MonthlyConsumption":
        return
    column = "GlobalPartnerID" if dataset in REPORTS else "PGAMpnId"
    delivery.parts[dataset] = lambda row: parts[dataset, str(row[column])]


def _type(delivery: Delivery, rng: Random, drawn: list[SuccessPartner]) -> None:
    """Type tracks and points of some partners."""
    for one in drawn:
        partner, month = one.partner.id, delivery.as_of
        if rng.random() < 0.2:
            area = rng.choice(["Business Applications", "business_applications"])
            path = rng.choice(["Enterprise", "smb"])
            columns = {"PGAMpnId": partner, "SolutionArea": area, "Month": month, "Path": path}
            delivery.add("PartnerTrack", **columns)
        for area in ("Business Applications", "modern_work"):
            for path in ("Enterprise", "SMB"):
                if rng.random() > 0.3:
                    continue
                for metric in METRICS:
                    columns = {"SolutionArea": area, "Path": path, "Metric": metric}
                    points = rng.choice(POINTS)
                    delivery.add(
                        "PartnerCenterScore",
                        PGAMpnId=partner,
                        Month=month,
                        Points=points,
                        **columns,
                    )
    for dataset in ("PartnerTrack", "PartnerCenterScore"):
        delivery.styles[dataset] = varied_style(rng)


def success_world(name: str) -> World:
    """Make one of the worlds of PLANS; none of its records is to be set aside."""
    plans, seed = PLANS[name], 200 + list(PLANS).index(name)
    newest: date = max(month_of(plan.name) for plan in plans)
    drawn = [draw_success_partner(seed, number, newest) for number in range(PARTNERS)]
    world = told_world(seed, [one.partner for one in drawn], plans)
    for plan in plans:
        delivery = world.delivery(plan.name)
        rng = Random(f"success in {plan.name} of {name}")
        _tell(delivery, rng, drawn)
        _type(delivery, rng, drawn)
    return world
