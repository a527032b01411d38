"""Several deliveries that tell of the same months: which one is believed.

September 2026 tells of October 2024 to September 2026 and names the partners of this file alone.
"""

from datetime import date
from decimal import Decimal

from tests.worlds.golden_cases.case import (
    ADDS,
    AS_OF,
    DEPLOYMENTS,
    EARLY,
    LAST_MONTH,
    NEWEST,
    Book,
)

JUNE = date(2026, 6, 1)
SEPTEMBER = date(2026, 9, 1)
ENTRA = "Microsoft Entra ID P1"


def _azure(book: Book) -> None:
    before = book.world.delivery(LAST_MONTH)

    case = book.case("restated_to_a_cent_short", LAST_MONTH, NEWEST)
    before.azure(case.partner, case.tenant(), JUNE, "600")
    case.newest.azure(case.partner, case.tenant(), JUNE, "599.99")
    for month in (SEPTEMBER, AS_OF):
        case.expect(ADDS, "October's delivery says 599.99", month, enterprise_2026_07="0")

    case = book.case("withdrawn_by_silence", LAST_MONTH, NEWEST)
    before.azure(case.partner, case.tenant(), JUNE, "600")
    why = "October's Profile names the partner, its usage has none: zero"
    for month in (SEPTEMBER, AS_OF):
        case.expect(ADDS, why, month, enterprise_2026_07="0")

    case = book.case("not_in_the_newest_delivery", LAST_MONTH)
    before.azure(case.partner, case.tenant(), JUNE, "600")
    case.expect(ADDS, "September's word stands", SEPTEMBER, enterprise_2026_07="2")
    case.expect(ADDS, "June is in the window of October too", enterprise="2", single="2")
    for month, status in ((SEPTEMBER, "complete"), (AS_OF, "short_history")):
        key = (month, "security_2026_07", "enterprise")
        case.note("designations", key, "history_status", status, "October 2026 was never told")

    case = book.case("oldest_month_told_by_the_older_delivery", LAST_MONTH, NEWEST)
    before.azure(case.partner, case.tenant(), date(2024, 10, 1), "600")
    case.newest.azure(case.partner, case.tenant(), AS_OF, "1")
    for month, count in ((SEPTEMBER, 1), (AS_OF, 0)):
        key = (month, "security_2026_07", "enterprise", ADDS, "azure")
        why = "October 2024 belongs to the baseline of September alone"
        case.note("metric_parts", key, "baseline_value", Decimal(count), why)
    key = (SEPTEMBER, "security_2026_07", "enterprise")
    case.note("designations", key, "history_status", "complete", "two deliveries together")


def _corrections(book: Book) -> None:
    case = book.case("corrected_seats")
    seats = {ENTRA: (100, 10)}
    case.newest.ems(case.partner, case.tenant(), AS_OF, seats)
    # The superseded file is written by `superseded_rows`.
    case.expect(ADDS, "100, not 500", single="2", enterprise="0", smb="4")
    case.expect(DEPLOYMENTS, "10 % active", single="0", smb="0")

    case = book.case("seats_in_the_superseded_file_only")
    case.expect(ADDS, "the correction has none", single="0", enterprise="0", smb="0")
    key = (AS_OF, "security_2026_07", "smb")
    why = "a superseded file is no history"
    case.note("designations", key, "history_status", "short_history", why)


def superseded_rows(book: Book) -> None:
    """Write the first October extract of seats: wrong, and corrected by the folder `.2`."""
    for name in ("corrected_seats", "seats_in_the_superseded_file_only"):
        case = book.cases[name]
        for month in (AS_OF, date(2025, 10, 1)):
            case.newest.ems(case.partner, case.tenant(), month, {ENTRA: (500, 500)})


def _locations(book: Book) -> None:
    case = book.case("location_moved_away", EARLY, NEWEST)
    other = book.case("location_moved_here", EARLY, NEWEST)
    shared = f"7{case.partner}"
    early = book.world.delivery(EARLY)
    early.location(case.partner, shared)
    case.newest.location(other.partner, shared)
    case.newest.claim(case.partner, case.tenant(), AS_OF, 100, 100, location=shared)
    case.expect(ADDS, "the location is another account's now", single="0", smb="0")
    other.expect(ADDS, "and its claims came along", single="2", smb="4")
    early.claim(case.partner, case.tenant(), date(2023, 5, 1), 100, 100, location=shared)
    month = date(2023, 5, 1)
    case.expect(ADDS, "what 2023 brought was this account's then", month, single_2022_10="2")
    other.expect(ADDS, "and is not the other's now", month, single_2022_10="0")

    case = book.case("absorbed_account", EARLY)
    other = book.case("absorbing_account", EARLY, NEWEST)
    merged = f"{case.partner}1"
    case.newest.location(other.partner, merged)
    early.claim(case.partner, case.tenant(), month, 100, 100)
    case.newest.claim(case.partner, case.tenant(), AS_OF, 100, 100)
    case.expect(ADDS, "it was an account of its own in 2023", month, single_2022_10="2")
    other.expect(ADDS, "without the other's claims", month, single_2022_10="0")
    other.expect(ADDS, "the newest Profile gives it the location", single="2", smb="4")

    case = book.case("named_by_later_profiles", LAST_MONTH, NEWEST)
    other = book.case("named_by_the_latest_profile", NEWEST)
    later = f"8{case.partner}"
    book.world.delivery(LAST_MONTH).location(case.partner, later)
    case.newest.location(other.partner, later)
    early.claim(case.partner, case.tenant(), month, 100, 100, location=later)
    case.newest.claim(case.partner, case.tenant(), AS_OF, 100, 100, location=later)
    case.expect(ADDS, "the earliest Profile after 2023 decides", month, single_2022_10="2")
    case.expect(ADDS, "the location is another account's now", single="0", smb="0")
    other.expect(ADDS, "its own Profile decides", single="2", smb="4")

    case = book.case("named_by_earlier_profiles", LAST_MONTH, NEWEST)
    other = book.case("named_by_the_earliest_profile", EARLY, NEWEST)
    gone = f"9{case.partner}"
    early.location(other.partner, gone)
    book.world.delivery(LAST_MONTH).location(case.partner, gone)
    case.newest.claim(case.partner, case.tenant(), AS_OF, 100, 100, location=gone)
    case.expect(ADDS, "the newest Profile before October's decides", single="2", smb="4")
    other.expect(ADDS, "an older one does not", single="0", smb="0")


def add(book: Book) -> None:
    """Add the cases of this file."""
    _azure(book)
    _corrections(book)
    _locations(book)
