"""Which customer a tenant belongs to: the newest CustomerTpid that any dataset gives it.

Newest is the newest delivery, in it the newest month, in that the largest text.
"""

from datetime import date

from tests.worlds.golden_cases.case import LAST_MONTH, NEWEST, Book
from tests.worlds.writer import guid

PARTNER = "3990001"
JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (7, 8, 9, 10))
SEATS = {"Microsoft Entra ID P1": (10, 10)}

#: Tenant by name → its customer; None where no dataset gives a number.
CUSTOMERS = {
    "customer claimed later": "11",
    "customer blank at last": "21",
    "customer of two months": "31",
    "customer of two numbers": "42",
    "customer of two deliveries": "51",
    "customer without number": None,
}


def add(book: Book) -> None:
    """Add one partner with a tenant for each."""
    newest, earlier = book.world.delivery(NEWEST), book.world.delivery(LAST_MONTH)
    for delivery in (newest, earlier):
        delivery.location(PARTNER)
    # The claim of a later month has no such column, and takes nothing away.
    newest.ems(PARTNER, "customer claimed later", AUGUST, SEATS, CustomerTpid="11")
    newest.claim(PARTNER, "customer claimed later", OCTOBER, 10, 10)
    # A blank in the last month says nothing.
    newest.azure(PARTNER, "customer blank at last", SEPTEMBER, "1", CustomerTpid="21")
    newest.azure(PARTNER, "customer blank at last", OCTOBER, "1", CustomerTpid=" ")
    newest.azure(PARTNER, "customer of two months", AUGUST, "1", CustomerTpid="39")
    newest.ems(PARTNER, "customer of two months", SEPTEMBER, SEATS, CustomerTpid="31")
    newest.azure(PARTNER, "customer of two numbers", OCTOBER, "1", "Key Vault", CustomerTpid="41")
    newest.azure(PARTNER, "customer of two numbers", OCTOBER, "1", CustomerTpid="42")
    # The newer month is of the older delivery.
    newest.azure(PARTNER, "customer of two deliveries", JULY, "1", CustomerTpid="51")
    earlier.add(
        "CustomersAndTenants",
        PGAMpnId=PARTNER,
        CustomerTenantId=guid("customer of two deliveries"),
        CustomerTpid="59",
        Month=AUGUST,
    )
    newest.azure(PARTNER, "customer without number", OCTOBER, "1")
