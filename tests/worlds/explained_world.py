"""One landing folder for what explains a score: single causes, dated statuses, other readings.

A partner each, on two deliveries that both reach two years back, so that every month from October
2025 on is scored and the newest one has a month before that was known otherwise.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.worlds.writer import Delivery, World, add_months

NEWEST, BEFORE = date(2026, 10, 1), date(2026, 9, 1)
FIRST = date(2024, 10, 1)
INTUNE, ENTRA = "Microsoft Intune", "Microsoft Entra ID P1"

#: What Partner Center showed: partner, month, path, metric, points.
SHOWN = [
    ("combine", NEWEST, "SMB", "Net customer adds", "4"),
    ("increments", NEWEST, "smb path", "usage_growth", "0.5"),
    ("activity", NEWEST, "SMB", "Deployments", "0"),
    ("protected", NEWEST, "SMB", "Usage growth", "1"),
    ("carry_over", NEWEST, "SMB", "Deployments", "3.3"),
    ("same_people", NEWEST, "Enterprise", "Intermediate certifications", "6.7"),
    ("own_baseline", NEWEST, "SMB", "Net customer adds", "0"),
    ("restated", BEFORE, "SMB", "Net customer adds", "0"),
    ("new_tenant", NEWEST, "SMB", "Net customer adds", "4.0"),
    ("growth", NEWEST, "SMB", "Net customer adds", "19"),
    ("growth", date(2020, 1, 1), "SMB", "Net customer adds", "1"),
    ("growth", NEWEST, "SMB", "Customer cheer", "1"),
]

#: Days of payment by partner.
PAYMENTS = {
    "ends_in_december": [date(2024, 12, 15)],
    "anniversary_on_last_day": [date(2025, 1, 31)],
    "anniversary_tomorrow": [date(2025, 5, 1)],
    "renewal_ends_today": [date(2025, 4, 1)],
    "renewal_ended_yesterday": [date(2025, 3, 31)],
    "renewed": [date(2025, 1, 10), date(2026, 1, 20)],
    "bought_later": [date(2026, 6, 15)],
}
STATUS_PARTNERS = ("window", "short", *PAYMENTS)


def _gate(delivery: Delivery, partner: str) -> None:
    for person in ("first", "second"):
        delivery.certificate(partner, person, "AZ-500")
        delivery.certificate(partner, person, "SC-200")


def _causes(world: World, now: Delivery, before: Delivery) -> None:
    for delivery in (before, now):
        for month in range(5, delivery.as_of.month + 1):
            delivery.azure("crossed", "crossing", date(2026, month, 1), "100")
        for month in range(1, 10):
            delivery.azure("growth", "growing", date(2026, month, 1), "10")
        delivery.azure("rolls_off", "counts now", date(2026, 3, 1), "700")
        delivery.azure("rule_change", "new service", date(2026, 3, 1), "700", "Microsoft Purview")
        for tenant in range(5):
            delivery.azure("capped", f"one of five {tenant}", date(2026, 3, 1), "700")
        for partner in ("gained", "lost_certificate"):
            _gate(delivery, partner)
        delivery.certificate("lost_certificate", "scorer", "SC-300", expires=date(2026, 10, 10))
    now.azure("growth", "growing", NEWEST, "750")
    before.azure("rolls_off", "counted a year ago", FIRST, "700")
    now.azure("new_tenant", "newcomer", NEWEST, "700")
    now.azure("capped", "one too many", NEWEST, "700")
    now.certificate("gained", "scorer", "SC-100", date(2026, 10, 10))
    before.azure("restated", "corrected", date(2026, 5, 1), "500")
    now.azure("restated", "corrected", date(2026, 5, 1), "700")
    for delivery in (before, now):
        delivery.ems("lost_tenant", "leaver", BEFORE, {INTUNE: (10, 10)})


def _statuses(now: Delivery, before: Delivery) -> None:
    """Partners that qualify from December 2025 to March 2026, while their certificates last."""
    for partner in STATUS_PARTNERS:
        for tenant in range(5):
            for back in range(12):
                seats = {INTUNE: (50, 50)}
                now.ems(partner, f"{partner} {tenant}", add_months(NEWEST, -back), seats)
        for person in range(4):
            for code in ("AZ-500", "SC-200", "SC-100"):
                for delivery in (before, now):
                    delivery.certificate(
                        partner, f"person {person}", code, date(2025, 12, 1), date(2026, 3, 31)
                    )
    # Azure rows, so that two years of Azure usage are asked for: no month before is complete.
    now.azure("short", "short azure", NEWEST, "1")


def _readings(now: Delivery) -> None:
    a_year_ago = date(2025, 10, 1)
    for tenant in range(2):
        now.azure("combine", f"came {tenant}", date(2026, 3, 1), "700")
    now.ems("combine", "went", a_year_ago, {INTUNE: (10, 10)})
    now.azure("increments", "half a step", date(2026, 3, 1), "375")
    now.ems("activity", "busy on one", NEWEST, {INTUNE: (20, 3), ENTRA: (20, 0)})
    now.ems("protected", "two workloads", NEWEST, {INTUNE: (50, 50), ENTRA: (50, 50)})
    now.azure("carry_over", "grew up", date(2025, 3, 1), "500")
    now.azure("carry_over", "grew up", date(2026, 3, 1), "13000")
    _gate(now, "same_people")
    for person in ("first", "third", "fourth"):
        now.certificate("same_people", person, "SC-100")
    now.azure("own_baseline", "came", date(2026, 3, 1), "700")
    now.azure("own_baseline", "old service", date(2025, 3, 1), "700", "Network Watcher")


def write_explained(landing: Path) -> Path:
    """Write the landing folder and give it back."""
    world = World()
    before, now = world.delivery("2026-09"), world.delivery("2026-10")
    _causes(world, now, before)
    _statuses(now, before)
    _readings(now)
    partners = {row["PGAMpnId"] for rows in now.rows.values() for row in rows}
    for delivery in (before, now):
        last = delivery.as_of
        for month in (FIRST if delivery is before else add_months(last, -23), last):
            delivery.azure("anchor", "anchor", month, "1", AI_OfferType="Support")
        for month in (FIRST, last):
            delivery.ems("anchor", "anchor", month, {}, FreeVsPaidSKU="Free")
            delivery.claim("anchor", "anchor", month, 0, 0, workload="Microsoft Teams")
        for partner in sorted(partners | {"anchor"}):
            delivery.location(partner)
    for partner, days in PAYMENTS.items():
        for day in days:
            now.add("Enrollment", PGAMpnId=partner, SolutionArea="Security", EnrolledOn=day)
    for partner, month, path, metric, points in SHOWN:
        row = {"PGAMpnId": partner, "Month": month, "SolutionArea": "Security"}
        row |= {"Path": path, "Metric": metric, "Points": Decimal(points)}
        now.add("PartnerCenterScore", **row)
    return world.write(landing)
