"""Small landing folders for tests of the orchestration: complete, sound, and of few rows.

Does not belong here: worlds that prove a rule of the score (tests/worlds).
"""

from __future__ import annotations

from tests.worlds.writer import Delivery, World, add_months

PARTNER = "4000001"
#: In a world only where it was added.
OTHER_PARTNER = "4000002"

#: Deliveries of a year.
TWELVE = [f"2025-{month}" for month in (11, 12)] + [f"2026-{month:02}" for month in range(1, 11)]

#: Usage months in each extract, the as-of month included.
_AZURE_MONTHS = 24
_SEAT_MONTHS = 13


def tiny_world(*names: str) -> World:
    """A world with the deliveries of these names (`2026-10`, `2026-10.2`, …).

    Each later delivery restates the amounts of the one before, so that it matters which ones are
    loaded.
    """
    world = World()
    for number, name in enumerate(names, start=1):
        fill(world.delivery(name), number)
    return world


def fill(delivery: Delivery, number: int = 1) -> None:
    """Put a complete set of extracts into a delivery; `number` changes the amounts."""
    delivery.location(PARTNER)
    for back in range(_AZURE_MONTHS):
        month = add_months(delivery.as_of, -back)
        for tenant in range(1 + number):
            delivery.azure(
                PARTNER, f"tenant {tenant} of {PARTNER}", month, str(100 * number + tenant)
            )
    _add_seats(delivery, PARTNER, 300 + number)
    delivery.has("CPORM365Usage")
    delivery.certificate(PARTNER, "ann", "SC-200")


def add_other_partner(delivery: Delivery) -> None:
    """Name a second partner in Profile and EMSUsage of a delivery."""
    delivery.location(OTHER_PARTNER)
    _add_seats(delivery, OTHER_PARTNER, 200)


def _add_seats(delivery: Delivery, partner: str, active: int) -> None:
    for back in range(_SEAT_MONTHS):
        month = add_months(delivery.as_of, -back)
        seats = {"Microsoft Entra ID P1": (400, active)}
        delivery.ems(partner, f"tenant 0 of {partner}", month, seats)
