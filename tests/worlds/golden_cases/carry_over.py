"""Tenants that outgrow the SMB path: since July 2026 they stay counted there, before they did not.

Each partner also has one plain SMB tenant that comes new where a lost one would otherwise hide at
zero.
"""

from dataclasses import dataclass

from tests.worlds.golden_cases.case import ADDS, DEPLOYMENTS, GROWTH, Book, Case

DEP = "3.3333"


@dataclass(frozen=True)
class Expectation:
    """Points of adds, deployments, growth: SMB before and since July 2026, Enterprise."""

    smb_before: tuple[str, str, str]
    smb_since: tuple[str, str, str]
    enterprise: tuple[str, str, str]
    why: str


# Name, trailing dollars a year before and now. The newcomer with 750 USD adds 4 points, one
# deployment and one increment of 750 USD by itself.
DOLLARS = [
    (
        "promoted_from_12000_usd",
        ("12000", "13500"),
        Expectation(
            # deployments -1 + 1; growth 750 - 12,000 | 0 + 1; 13,500 + 750 - 12,000 = 2,250
            ("4", "0", "0"),
            ("4", DEP, "3"),
            ("2", DEP, "10"),
            "within every SMB bound a year before",
        ),
    ),
    (
        "promoted_from_750_usd",
        ("750", "13500"),
        Expectation(
            # growth 750 - 750 | 13,500 + 750 - 750 = 13,500 = 18 x 750
            ("4", "0", "0"),
            ("4", DEP, "18"),
            ("2", DEP, "10"),
            "the lower end of deployments still belongs to SMB",
        ),
    ),
    (
        "promoted_from_under_750_usd",
        ("749.99", "13500"),
        Expectation(
            # no deployment a year before and none carried: 0 + 1; growth 0.01 | 13,500.01
            ("4", DEP, "0"),
            ("4", DEP, "18"),
            ("2", DEP, "10"),
            "too small for deployments, carried for growth alone",
        ),
    ),
    (
        "large_all_along",
        ("12000.01", "13500"),
        Expectation(
            # the newcomer alone on SMB; Enterprise growth 13,500 - 12,000.01 = 1,499.99
            ("4", DEP, "1"),
            ("4", DEP, "1"),
            ("2", "0", "1"),
            "never had SMB size",
        ),
    ),
    (
        "large_from_nothing",
        ("0", "13500"),
        Expectation(
            # two new customers; growth: the newcomer alone, 0 dollars are not SMB size
            ("8", DEP, "1"),
            ("8", DEP, "1"),
            ("4", DEP, "10"),
            "no tenant a year before",
        ),
    ),
    (
        "large_from_a_credit",
        ("-1", "13500"),
        Expectation(
            ("8", DEP, "1"),
            ("8", DEP, "1"),
            ("4", DEP, "10"),
            "less than zero is not SMB size",
        ),
    ),
    (
        "grew_to_12000_usd",
        ("11250", "12000"),
        Expectation(
            # growth 12,000 + 750 - 11,250 = 1,500
            ("4", DEP, "2"),
            ("4", DEP, "2"),
            ("2", "0", "0"),
            "12,000 is SMB still",
        ),
    ),
]

ENTRA, INTUNE, OFFICE = (
    "Microsoft Entra ID P1",
    "Microsoft Intune",
    "Microsoft Defender for Office 365",
)

# Name, licences by workload a year before and now. No newcomer here.
SEATS = [
    (
        "promoted_to_enterprise",
        {ENTRA: (300, 50)},
        {ENTRA: (1000, 500)},
        Expectation(
            # growth 0 - 50 | 500 - 50 = 450 = 9 x 50; Enterprise 500 / 125
            ("0", "0", "0"),
            ("0", "0", "9"),
            ("2", DEP, "4"),
            "300 seats, then 1,000",
        ),
    ),
    (
        "promoted_from_5_seats_active_later",
        {ENTRA: (5, 0)},
        {ENTRA: (301, 46)},
        Expectation(
            # a year before not active, so no deployment then; now 46 / 301 = 15.3 %
            ("0", "0", "0"),
            ("0", DEP, "0"),
            ("2", DEP, "0"),
            "the size a year before is enough, activity is asked now",
        ),
    ),
    (
        "promoted_but_not_active",
        {ENTRA: (5, 0)},
        {ENTRA: (301, 45)},
        Expectation(
            # 45 / 301 = 14.95 %
            ("0", "0", "0"),
            ("0", "0", "0"),
            ("2", "0", "0"),
            "15 % is asked of a carried tenant too",
        ),
    ),
    (
        "from_4_seats_to_enterprise",
        {ENTRA: (4, 4)},
        {ENTRA: (301, 301)},
        Expectation(
            ("0", "0", "0"),
            ("0", "0", "0"),
            ("2", DEP, "2"),
            "4 seats were no SMB size; protected users 301 / 125 = 2",
        ),
    ),
    (
        "promoted_on_another_workload",
        {INTUNE: (100, 0)},
        {ENTRA: (400, 400)},
        Expectation(
            # growth 400 / 50 = 8; Enterprise 400 / 125 = 3
            ("0", "0", "0"),
            ("0", DEP, "8"),
            ("2", DEP, "3"),
            "the workload may be another one",
        ),
    ),
    (
        "promoted_and_active_elsewhere_only",
        {INTUNE: (100, 0)},
        {ENTRA: (400, 10), OFFICE: (4, 4)},
        Expectation(
            ("0", "0", "0"),
            ("0", "0", "0"),
            ("2", "0", "0"),
            "4 active seats of a small workload do not make the large one active",
        ),
    ),
    (
        "large_and_small_workload_at_once",
        {INTUNE: (100, 0)},
        {ENTRA: (400, 10), INTUNE: (100, 90)},
        Expectation(
            # SMB by Intune in both years; growth (10 + 90) / 50 = 2
            ("0", DEP, "2"),
            ("0", DEP, "2"),
            ("2", "0", "0"),
            "on both paths without any carry-over",
        ),
    ),
]


def _expect(case: Case, expectation: Expectation) -> None:
    case.expect_three(
        expectation.why,
        smb_2025_01=expectation.smb_before,
        smb_2026_07=expectation.smb_since,
        enterprise=expectation.enterprise,
    )


def add(book: Book) -> None:
    """Add the cases of this file."""
    for name, (then, now), expectation in DOLLARS:
        case = book.case(name)
        case.spend(now, then, tenant="grown")
        case.spend("750", tenant="newcomer")
        _expect(case, expectation)
    for name, then, now, expectation in SEATS:
        case = book.case(name)
        for workload in dict.fromkeys([*then, *now]):
            case.seats(now.get(workload), then.get(workload), workload=workload)
        _expect(case, expectation)

    # The two lost customers of 2025 stay when carried: 2 - 2 + 1 instead of 0 - 2 + 1.
    case = book.case("carried_customers_make_room_for_a_new_one")
    for number in range(2):
        case.seats((500, 0), (200, 0), tenant=f"grown {number}")
    case.seats((20, 0), None, tenant="new")
    case.expect(ADDS, "0 - 2 + 1 = -1", smb_2025_01="0")
    case.expect(ADDS, "2 - 2 + 1 = 1", smb_2026_07="4")
    case.expect(DEPLOYMENTS, "nobody is active", smb="0", enterprise="0")
    case.expect(GROWTH, "no users", smb="0", enterprise="0")
