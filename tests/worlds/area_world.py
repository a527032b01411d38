"""Random worlds for the Azure areas: partners of area_partner, and what a partner typed itself.

Every delivery is a valid one, but for a few records that are to be set aside: two that contradict
each other, a path that is none, points that no metric has.
"""

from dataclasses import replace
from datetime import date
from operator import itemgetter
from random import Random

from tests.scorer.areas.names import AREA_NAMES, AZURE_AREAS, METRIC_NAMES
from tests.worlds.area_partner import AreaPartner, draw_area_partner
from tests.worlds.random_world import Plan, told_world
from tests.worlds.spelling import varied_style
from tests.worlds.writer import Delivery, World, add_months, month_of

PARTNERS = 60
PLANS = {
    "areas_first_rules": [
        Plan("2023-06"),
        Plan("2024-06"),
        Plan("2024-07"),
        Plan("2024-07.2", ("AzureUsage", "TrainingCompletions")),
    ],
    "areas_by_class": [
        Plan("2025-12"),
        Plan("2026-06"),
        Plan("2026-07", declares=True),
        Plan("2027-07"),
        Plan("2027-07.2", ("AzureUsage",)),
    ],
}
#: Every so many partners one is missing in the usage and the Profile of the last month.
SILENT = 8
PATHS = ["Enterprise", "SMB", "enterprise", "smb"]
METRICS = ["net_customer_adds", "usage_growth", "deployments"]
MOST = {"net_customer_adds": 30, "usage_growth": 20, "deployments": 10}
FIRST_CLASSES = date(2025, 1, 1)


def _silenced(delivery: Delivery, silent: set[str]) -> None:
    """Leave partners out of the usage and the Profile of a delivery."""
    for dataset in ("AzureUsage", "Profile", "CustomersAndTenants"):
        rows = delivery.rows.get(dataset)
        if rows is not None:
            delivery.rows[dataset] = [row for row in rows if row["PGAMpnId"] not in silent]


def _list_customers(delivery: Delivery, drawn: list[AreaPartner]) -> None:
    """Tell of the customers of every partner that the delivery names, back to 24 months."""
    named = {row["PGAMpnId"] for name in ("AzureUsage", "Profile") for row in delivery.rows[name]}
    first = add_months(delivery.as_of, -23)
    delivery.has("CustomersAndTenants")
    for one in drawn:
        for listing in one.listings:
            if one.partner.id in named and first <= listing.month <= delivery.as_of:
                for row in listing.rows:
                    columns = {"PGAMpnId": one.partner.id, "Month": listing.month}
                    delivery.add("CustomersAndTenants", **columns, **row)


def _track(delivery: Delivery, partner: str, month: date, area: str, path: str) -> None:
    delivery.add("PartnerTrack", PGAMpnId=partner, SolutionArea=area, Month=month, Path=path)


def _type_tracks(delivery: Delivery, rng: Random, partners: list[str]) -> int:
    """Type the tracks of some partners; gives how many records are to be set aside."""
    names = [*AZURE_AREAS, *(AREA_NAMES[area] for area in AZURE_AREAS)]
    for partner in partners:
        month = add_months(delivery.as_of, -rng.choice([0, 0, 1, 3]))
        if rng.random() < 0.3:
            _track(delivery, partner, month, rng.choice(["Azure", "azure"]), rng.choice(PATHS))
        elif rng.random() < 0.3:
            _track(delivery, partner, month, rng.choice(names), rng.choice(PATHS))
    first, second, *_ = rng.sample(partners, 2)
    last_month = add_months(delivery.as_of, -5)
    for path in ("SMB", "Enterprise"):
        _track(delivery, first, last_month, AZURE_AREAS[0], path)
    _track(delivery, second, last_month, AZURE_AREAS[1], "Corporate")
    return 3


def _score(delivery: Delivery, partner: str, month: date, **more: object) -> None:
    columns = {"PGAMpnId": partner, "Month": month, "SolutionArea": "data_ai"}
    delivery.add("PartnerCenterScore", **(columns | more))


def _type_scores(delivery: Delivery, rng: Random, partners: list[str], silent: set[str]) -> int:
    """Type what Partner Center showed; gives how many records are to be set aside."""
    month = delivery.as_of
    has_paths = month >= FIRST_CLASSES
    for partner in partners:
        for area in AZURE_AREAS:
            if rng.random() > (0.8 if partner in silent else 0.1):
                continue
            for metric in METRICS:
                for path in ("Enterprise", "smb") if has_paths else ("",):
                    points = rng.choice(["0", "0.5", "2", "7.25", MOST[metric], None])
                    if points is None:
                        continue
                    shown = {
                        "SolutionArea": rng.choice([area, AREA_NAMES[area]]),
                        "Metric": rng.choice([metric, METRIC_NAMES[metric]]),
                    }
                    _score(delivery, partner, month, **shown, Path=path, Points=points)
    path = "SMB" if has_paths else ""
    at_fault = {"Path": path, "Metric": "deployments"}
    year_ago = add_months(month, -12)
    last = sorted(silent)[0]
    _score(delivery, last, add_months(month, -1), **at_fault, Points="10.5")
    _score(delivery, last, add_months(month, -2), **at_fault, Points="")
    for points in ("3", "4"):
        _score(delivery, last, year_ago, **at_fault, Points=points)
    return 4


def _buy(delivery: Delivery, rng: Random, partners: list[str]) -> None:
    """Let some partners buy or renew designations in up to three areas."""
    for partner in partners:
        for area in rng.sample(["security", *AZURE_AREAS], rng.choice([0, 1, 2, 3])):
            for _ in range(rng.choice([1, 1, 2])):
                month = add_months(delivery.as_of, -rng.randrange(30))
                day = month.replace(day=rng.choice([1, 15, 28]))
                columns = {"PGAMpnId": partner, "SolutionArea": area, "EnrolledOn": day}
                delivery.add("Enrollment", **columns)


def payments_of(world: World) -> dict[str, list[tuple[str, date]]]:
    """What partners bought, each once: area and day."""
    bought: dict[str, set[tuple[str, date]]] = {}
    for delivery in world.deliveries.values():
        for row in delivery.rows.get("Enrollment", []):
            what = (row["SolutionArea"], row["EnrolledOn"])
            bought.setdefault(row["PGAMpnId"], set()).add(what)
    return {partner: sorted(what, key=itemgetter(1, 0)) for partner, what in bought.items()}


def area_world(name: str) -> tuple[World, int]:
    """Make one of the worlds of PLANS, and count its records that are to be set aside."""
    plans, seed = PLANS[name], 100 + list(PLANS).index(name)
    newest = max(month_of(plan.name) for plan in plans)
    drawn = [draw_area_partner(seed, number, newest) for number in range(PARTNERS)]
    world = told_world(seed, [one.partner for one in drawn], plans)
    partners = [one.partner.id for one in drawn]
    silent = set(partners[3::SILENT])
    aside = 0
    for plan in plans:
        delivery = world.delivery(plan.name)
        rng = Random(f"typed in {plan.name} of {name}")
        if delivery.as_of == newest:
            _silenced(delivery, silent)
        if plan.datasets != Plan("").datasets:
            continue
        _list_customers(delivery, drawn)
        aside += _type_tracks(delivery, rng, partners)
        aside += _type_scores(delivery, rng, partners, silent)
        _buy(delivery, rng, partners)
        for dataset in ("CustomersAndTenants", "PartnerTrack", "PartnerCenterScore"):
            delivery.styles[dataset] = varied_style(rng)
    # An extract that was asked for without the customers' segments and numbers.
    first = world.delivery(plans[0].name)
    style = first.styles["AzureUsage"]
    dropped = (*style.dropped, "CustomerSegment", "CustomerTpid")
    first.styles["AzureUsage"] = replace(style, dropped=dropped)
    return world, aside
