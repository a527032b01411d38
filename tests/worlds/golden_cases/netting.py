"""Gains and losses: lines floored or netted first, whole increments, caps, what is missing."""

from decimal import Decimal

from tests.worlds.golden_cases.case import ADDS, AS_OF, DEPLOYMENTS, GROWTH, SKILLING, Book, Case


def _score(case: Case, version: str, path: str, metric: str, why: str, **columns: object) -> None:
    for column, value in columns.items():
        case.note("metric_scores", (AS_OF, version, path, metric), column, value, why)


def _part(
    case: Case, version: str, path: str, metric: str, part: str, why: str, **columns: object
) -> None:
    for column, value in columns.items():
        case.note("metric_parts", (AS_OF, version, path, metric, part), column, value, why)


def _lost_and_gained(book: Book) -> None:
    case = book.case("two_azure_lost_three_m365_gained")
    for number in range(2):
        case.spend("0", "13000", tenant=f"lost {number}")
    for number in range(3):
        case.seats((301, 301), tenant=f"gained {number}")
    case.expect(ADDS, "max(0, -2) + 3 = 3 tenants", single="6", enterprise="6", smb="0")
    case.expect(DEPLOYMENTS, "each line floored: 0 + 3 of 6", single="10")
    case.expect(DEPLOYMENTS, "netted first: -2 + 3 = 1 of 6", enterprise="3.3333", smb="0")
    case.expect(GROWTH, "903 / 125 = 7.2; -26,000 USD floored", single="7", enterprise="7")
    version, path = "security_2026_07", "enterprise"
    _part(
        case, version, path, ADDS, "azure", "-2: three more make 1", units_to_next_point=Decimal(3)
    )
    _part(case, version, path, ADDS, "m365", "4 follows 3", units_to_next_point=Decimal(1))
    why = "signed steps where lines are netted; 1 + 1 makes the next"
    figures = {"counted_units": Decimal(-2), "units_to_next_point": Decimal(1)}
    _part(case, version, path, DEPLOYMENTS, "azure", why, **figures)
    why = "-26,000 needs 26,000 + 1,250"
    figures = {"counted_units": Decimal(0), "units_to_next_point": Decimal(27_250)}
    _part(case, version, path, GROWTH, "azure", why, **figures)
    _part(case, version, path, GROWTH, "m365", "8 x 125 - 903", units_to_next_point=Decimal(97))

    case = book.case("two_azure_lost_one_m365_gained")
    for number in range(2):
        case.spend("0", "13000", tenant=f"lost {number}")
    case.seats((301, 301), tenant="gained")
    case.expect(DEPLOYMENTS, "0 + 1 of 6", single="3.3333")
    case.expect(DEPLOYMENTS, "-2 + 1 = -1: nothing", enterprise="0")
    for part in ("azure", "m365"):
        why = "from -1 to 1 takes two"
        key = ("security_2025_01", "enterprise", DEPLOYMENTS, part)
        _part(case, *key, why, units_to_next_point=Decimal(2))

    case = book.case("seven_azure_tenants_lost")
    for number in range(7):
        case.spend("0", "700", tenant=str(number))
    case.expect_three("only losses", single=("0",) * 3, enterprise=("0",) * 3, smb=("0",) * 3)
    why = "a floored line at -7 needs 8"
    figures = {"net_value": Decimal(-7), "units_to_next_point": Decimal(8)}
    _part(case, "security_2025_01", "smb", ADDS, "azure", why, **figures)
    _score(
        case,
        "security_2025_01",
        "smb",
        ADDS,
        "floored",
        counted_units=Decimal(0),
        status="no_points",
    )

    case = book.case("lost_seats_do_not_eat_azure_growth")
    case.spend("15000", "12500", tenant="grew")
    case.seats((400, 100), (900, 800), tenant="shrank")
    why = "2,500 / 1,250 = 2; 100 - 800 users floored"
    case.expect(GROWTH, why, single="2", enterprise="2")


def _increments(book: Book) -> None:
    case = book.case("remainders_of_two_lines_do_not_meet")
    case.spend("1249.99", tenant="dollars")
    case.seats((200, 124), tenant="users")
    case.expect(GROWTH, "1,249.99 / 1,250 = 0 and 124 / 125 = 0", single="0")
    case.expect(GROWTH, "1,249.99 / 750 = 1 and 124 / 50 = 2", smb="3")

    case = book.case("remainders_of_one_line_do_meet")
    case.spend("700", tenant="one")
    case.spend("549.99", tenant="other")
    case.expect(GROWTH, "1,249.99 / 1,250 = 0; 1,249.99 / 750 = 1", single="0", smb="1")
    why = "2 x 750 - 1,249.99"
    figures = {"units_to_next_point": Decimal("250.01"), "unit": "usd"}
    _part(case, "security_2026_07", "smb", GROWTH, "azure", why, **figures)

    case = book.case("a_loss_within_a_line_is_netted")
    case.spend("14000", "12500", tenant="grew")
    case.spend("12500", "13750", tenant="shrank")
    case.expect(GROWTH, "1,500 - 1,250 = 250: no increment", single="0", enterprise="0")

    case = book.case("tenant_in_credit_lowers_the_growth_of_any_tenants")
    case.spend("3000", tenant="grew")
    case.spend("-600", tenant="credit")
    why = "the first rules take any total: 2,400 / 1,250 = 1; smb asks for more than 0: 3,000 / 750"
    case.expect(GROWTH, why, single="1", smb="4")

    case = book.case("falling_below_the_size_takes_all_its_dollars")
    case.spend("12000", "12001", tenant="fell")
    case.spend("15000", "0", tenant="came")
    why = "15,000 - 12,001 = 2,999 on enterprise; 12,000 - 0 of smb; all 27,000 - 12,001 on single"
    case.expect(GROWTH, why, enterprise="2", smb="16", single="11")


def _caps(book: Book) -> None:
    for name, count, adds, smb_adds, status in (
        ("five_customers", 5, "10", "20", "scored"),
        ("six_customers", 6, "12", "20", "capped"),
        ("ten_customers", 10, "20", "20", "capped"),
        ("eleven_customers", 11, "20", "20", "capped"),
    ):
        case = book.case(name)
        for number in range(count):
            case.spend("600", tenant=str(number))
        case.expect(ADDS, f"{count} tenants", single=adds, enterprise=adds, smb=smb_adds)
        missing = Decimal(max(0, 5 - count))
        figures = {"counted_units": Decimal(count), "units_to_max": missing, "status": status}
        _score(case, "security_2026_07", "smb", ADDS, f"{count} of 5", **figures)
        figures = {"status": "capped" if count > 10 else "scored"}
        _score(case, "security_2026_07", "enterprise", ADDS, f"{count} of 10", **figures)
        why = "nothing is to be gained at the maximum"
        _part(case, "security_2026_07", "smb", ADDS, "azure", why, units_to_next_point=None)

    for name, count, points, status in (
        ("five_deployments", 5, "16.6667", "scored"),
        ("six_deployments", 6, "20", "scored"),
        ("seven_deployments", 7, "20", "capped"),
    ):
        case = book.case(name)
        for number in range(count):
            case.seats((301, 46), tenant=str(number))
        case.expect(DEPLOYMENTS, f"20 x {count} / 6", single=points, enterprise=points, smb="0")
        _score(case, "security_2026_07", "enterprise", DEPLOYMENTS, f"{count} of 6", status=status)

    case = book.case("growth_of_both_lines_capped")
    case.spend("15000", tenant="dollars")
    case.seats((1200, 1125), tenant="users")
    case.expect(GROWTH, "12 + 9 = 21 increments, 20 count", single="20", enterprise="20")
    figures = {"counted_units": Decimal(21), "units_to_max": Decimal(0), "status": "capped"}
    _score(case, "security_2025_01", "enterprise", GROWTH, "12 + 9", **figures)

    case = book.case("thousand_smb_users")
    for number in range(4):
        case.seats((300, 250), tenant=str(number))
    case.expect(GROWTH, "4 x 250 / 50 = 20; / 125 = 8", smb="20", single="8")
    _score(case, "security_2025_01", "smb", GROWTH, "20 of 20", status="scored")


def _silence(book: Book) -> None:
    case = book.case("a_partner_of_whom_nothing_is_told")
    for metric in (ADDS, DEPLOYMENTS, GROWTH, SKILLING):
        case.expect(metric, "no usage, no people", single="0", enterprise="0", smb="0")
    case.expect_three("zero", single=("0",) * 3, enterprise=("0",) * 3, smb=("0",) * 3)


def add(book: Book) -> None:
    """Add the cases of this file."""
    _lost_and_gained(book)
    _increments(book)
    _caps(book)
    _silence(book)
