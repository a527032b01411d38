"""Totals around 70, metrics without points, the better path, and how much history a partner has."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.worlds.golden_cases.case import AS_OF, NONE, Book, Case

FULL_GATE = "AZ-500 SC-200"


@dataclass(frozen=True)
class Parts:
    """What a partner does on the Enterprise path of July 2026, each thing for itself.

    `adds`: new customers of 600 USD, 2 points each. `scoring`: certified people, 40 / 6 each.
    `deployments`: tenants of 1,000 seats that went from 149 to 150 active, 20 / 6 each, one user
    more each. `increments`: growth of a customer beyond 12,000 USD by that many times 1,250 USD, a
    point each.
    """

    adds: int
    scoring: int
    deployments: int
    increments: int


# Name, parts, total, shown, metrics without points, qualifies.
TOTALS = [
    # 20 + 26.6667 + 6.6667 + 14
    ("total_67_33", Parts(10, 4, 2, 14), "67.3334", 67, 0, False),
    # 20 + 40 + 3.3333 + 5
    ("total_68_33", Parts(10, 6, 1, 5), "68.3333", 68, 0, False),
    # 20 + 40 + 0 + 8
    ("total_68_without_deployments", Parts(10, 6, 0, 8), "68.0000", 68, 1, False),
    # 20 + 26.6667 + 20 + 3 = 69.6667: shown as 70, and still short
    ("total_69_67_looks_like_70", Parts(10, 4, 6, 3), "69.6667", 70, 0, False),
    # 14 + 40 + 10 + 6
    ("total_exactly_70", Parts(7, 6, 3, 6), "70.0000", 70, 0, True),
    # 20 + 33.3333 + 6.6667 + 10 = 70 out of rounded parts
    ("total_70_of_rounded_points", Parts(10, 5, 2, 10), "70.0000", 70, 0, True),
    # 6.6667 three times: 20 + 6.6667 + 6.6667 + 20
    ("total_53_33", Parts(10, 1, 2, 20), "53.3334", 53, 0, False),
    ("total_100", Parts(10, 6, 6, 20), "100.0000", 100, 0, True),
    ("total_80_without_deployments", Parts(10, 6, 0, 20), "80.0000", 80, 1, False),
    ("total_80_without_growth", Parts(10, 6, 6, 0), "80.0000", 80, 1, False),
    ("total_80_without_customers", Parts(0, 6, 6, 20), "80.0000", 80, 1, False),
    ("total_60_without_people", Parts(10, 0, 6, 20), "60.0000", 60, 1, False),
]


def _build(case: Case, parts: Parts) -> None:
    for number in range(parts.adds):
        case.spend("600", tenant=f"new customer {number}")
    for number in range(parts.scoring):
        codes = f"{FULL_GATE} SC-100" if number < 2 else "SC-300"
        case.people(**{f"person{number}": codes})
    if parts.scoring == 1:
        case.people(opener=FULL_GATE)
    for number in range(parts.deployments):
        case.seats((1000, 150), (1000, 149), tenant=f"activated {number}")
    if parts.increments:
        case.spend(str(20_000 + 1_250 * parts.increments), "20000", tenant="growing")


def _note_total(case: Case, key: tuple, **columns: object) -> None:
    for column, value in columns.items():
        case.note("designations", key, column, value, "the sum of the four metrics")


def _totals(book: Book) -> None:
    for name, parts, total, shown, empty, qualifies in TOTALS:
        case = book.case(name)
        _build(case, parts)
        _note_total(
            case,
            (AS_OF, "security_2026_07", "enterprise"),
            total_points=Decimal(total),
            total_points_shown=shown,
            metrics_without_points=empty,
            qualifies=qualifies,
        )


def _paths(book: Book) -> None:
    enterprise, smb = ((AS_OF, "security_2025_01", path) for path in ("enterprise", "smb"))

    case = book.case("nothing_on_either_path")
    case.spend("1")
    _note_total(case, enterprise, is_best_path=True, total_points=Decimal(0))
    _note_total(case, smb, is_best_path=False, total_points=Decimal(0))
    for version in ("security_2022_10", "security_2023_12"):
        _note_total(case, (AS_OF, version, "single"), is_best_path=True)

    case = book.case("higher_total_is_the_better_path")
    case.spend("750")
    _note_total(case, enterprise, is_best_path=False, total_points=Decimal(2))
    # 4 + 3.3333 + 1
    _note_total(case, smb, is_best_path=True, total_points=Decimal("8.3333"))

    # Enterprise: adds 20, people 40, growth 20, deployments none: 80, not qualified. SMB: adds 20,
    # people 40, deployments 2 of 6, growth 8 (ten newcomers' 6,000 / 750) + 4 (206 / 50).
    case = book.case("qualifying_path_beats_higher_total")
    for number in range(10):
        case.spend("600", tenant=f"new customer {number}")
    case.people(**{f"person{number}": f"{FULL_GATE} SC-100" for number in range(6)})
    case.spend("45000", "20000", tenant="large")
    for number in range(2):
        case.seats((150, 125), (150, 22), tenant=f"small {number}")
    _note_total(
        case,
        enterprise,
        total_points=Decimal(80),
        metrics_without_points=1,
        qualifies=False,
        is_best_path=False,
    )
    _note_total(
        case,
        smb,
        total_points=Decimal("78.6667"),
        metrics_without_points=0,
        qualifies=True,
        is_best_path=True,
    )


def _history(book: Book) -> None:
    """Partners in files of their own, which begin later than the others'."""
    newest = (AS_OF, "security_2026_07", "enterprise")
    for name, first, earlier in (
        ("first_told_in_november_2025", date(2025, 11, 1), []),
        ("first_told_in_august_2025", date(2025, 8, 1), [date(2026, 8, 1), date(2026, 9, 1)]),
    ):
        case = book.case(f"own_file_{name}", NONE)
        case.newest.azure(case.partner, case.tenant(), first, "600")
        case.newest.azure(case.partner, case.tenant(), AS_OF, "600")
        case.note(
            "designations", newest, "history_status", "short_history", "no twelve months before"
        )
        for month in earlier:
            key = (month, "security_2026_07", "enterprise")
            case.note("designations", key, "history_status", "short_history", "scored all the same")
        case.note(
            "scored_months", (), "count", 1 + len(earlier), "the newest, and those a year later"
        )

    case = book.case("whole_history")
    case.spend("600")
    case.seats((10, 10))
    case.note("designations", newest, "history_status", "complete", "24 months, and both ends")
    key = (date(2026, 9, 1), "security_2026_07", "enterprise")
    case.note("designations", key, "history_status", "short_history", "October 2024 is missing")
    # November 2024 + 12 months = November 2025
    case.note("scored_months", (), "count", 12, "November 2025 to October 2026")

    case = book.case("seats_alone")
    case.seats((10, 10))
    case.note(
        "designations", newest, "history_status", "complete", "asked of the one dataset it is in"
    )
    case = book.case("named_in_profile_alone")
    case.note("designations", newest, "history_status", "short_history", "in no dataset at all")
    case.note("scored_months", (), "count", 12, "its usage is zero, not unknown")


def add(book: Book) -> None:
    """Add the cases of this file."""
    _totals(book)
    _paths(book)
    _history(book)
