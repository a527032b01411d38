"""Tenants at the edge of what is called near, and a customer of three tenants of whom one counts.

Near is ten per cent of a threshold (one licence at least), five percentage points of an active
share: seeds/rules/near_distances.csv. 600 ± 60 USD, 300 ± 30 licences, 15 ± 5 per cent.
"""

from tests.worlds.golden_cases.case import ADDS, Book


def add(book: Book) -> None:
    """Add partners whose tenants are named after their figures."""
    case = book.case("near_in_dollars")
    for dollars in ("539.99", "540", "660", "660.01"):
        case.spend(dollars, tenant=dollars)
    case.expect(ADDS, "two of four tenants reach 600 USD", enterprise="4", smb="8")

    case = book.case("near_in_licences")
    for paid in (3, 4, 6, 7, 269, 270, 330, 331):
        case.seats((paid, paid), tenant=str(paid))
    case.expect(ADDS, "330 and 331 are more than 300, four are 5 to 300", enterprise="4", smb="16")

    case = book.case("near_in_active_share")
    for active in (29, 30, 60, 61):
        case.seats((300, active), tenant=str(active))
    case.expect(ADDS, "all four have 300 licences", enterprise="0", smb="16")

    case = book.case("near_on_one_of_two_workloads")
    case.seats((290, 290), workload="Microsoft Intune")
    case.seats((100, 100), workload="Microsoft Defender for Identity")
    case.expect(ADDS, "one tenant", enterprise="0", smb="4")

    case = book.case("one_of_three_counts")
    for name, now, then in (
        ("kept", "700", "700"),
        ("kept too", "800", "900"),
        ("new", "650", "0"),
    ):
        case.spend(now, then, tenant=name, CustomerTpid="777")
    case.expect(ADDS, "three now less two a year before", enterprise="2", smb="4")
