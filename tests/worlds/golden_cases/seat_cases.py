"""Which licences count: subscriptions, claims, attach types, workloads, and what is protected."""

from datetime import date

from tests.worlds.golden_cases.case import ADDS, AS_OF, DEPLOYMENTS, GROWTH, Book, Case

ENTRA = "Microsoft Entra ID P1"
DEP = "3.3333"


def _ems(case: Case, paid: int, active: int, subscription: str = "one", **more: object) -> None:
    seats = {ENTRA: (paid, active)}
    case.newest.ems(case.partner, case.tenant(), AS_OF, seats, subscription=subscription, **more)


def _claim(case: Case, paid: int, active: int, **more: object) -> None:
    case.newest.claim(case.partner, case.tenant(), AS_OF, paid, active, **more)


def _sums(book: Book) -> None:
    case = book.case("two_subscriptions_add_up")
    _ems(case, 150, 40)
    _ems(case, 151, 46, "two")
    case.expect(ADDS, "150 + 151 = 301", enterprise="2", smb="0")
    case.expect(DEPLOYMENTS, "46 of 301 is 15.3 %", enterprise=DEP)

    case = book.case("active_users_of_two_subscriptions_do_not_add_up")
    _ems(case, 150, 40)
    _ems(case, 151, 45, "two")
    case.expect(ADDS, "301 paid", enterprise="2")
    case.expect(DEPLOYMENTS, "45 of 301 is 14.95 %; 85 would be enough", enterprise="0")

    case = book.case("two_rows_of_one_subscription")
    _ems(case, 150, 40, SKU="E5")
    _ems(case, 151, 46, SKU="E3")
    case.expect(ADDS, "paid 301 in two rows of the same attach type", enterprise="2")
    case.expect(DEPLOYMENTS, "the larger 46 of 301", enterprise=DEP)

    case = book.case("csp_and_cpor_report_the_same_seats")
    _ems(case, 200, 100, attach="CSP Tier 1")
    _claim(case, 180, 120)
    case.expect(ADDS, "200, not 380", single="2", enterprise="0", smb="4")
    case.expect(GROWTH, "the larger active figure: 120 / 50", smb="2")

    case = book.case("claim_larger_than_subscriptions")
    _ems(case, 100, 100)
    _ems(case, 100, 100, "two")
    _claim(case, 301, 10)
    case.expect(ADDS, "301 claimed, 200 subscribed", enterprise="2", smb="0")
    case.expect(DEPLOYMENTS, "100 of 301", enterprise=DEP)

    case = book.case("two_claims_on_one_workload")
    _claim(case, 200, 40)
    _claim(case, 150, 60, claim="2")
    case.expect(ADDS, "200, not 350", enterprise="0", smb="4")
    case.expect(GROWTH, "60 / 50", smb="1")

    case = book.case("p1_and_p2_are_one_workload")
    _claim(case, 200, 40, workload="Azure AD Premium")
    _claim(case, 150, 60, workload="Microsoft Entra ID P2", claim="2")
    case.expect(ADDS, "200, not 350", enterprise="0", smb="4")

    case = book.case("claims_of_two_locations")
    case.newest.location(case.partner, f"{case.partner}2")
    _claim(case, 200, 40)
    _claim(case, 200, 40, claim="2", location=f"{case.partner}2")
    case.expect(ADDS, "one account, the same seats", enterprise="0", smb="4")


def _kept(book: Book) -> None:
    case = book.case("cpor_beats_csp_on_a_subscription")
    _ems(case, 900, 900, attach="CSP Tier 1")
    _ems(case, 26, 26, attach="Claiming Partner of Record")
    case.expect(ADDS, "26 of the kept attach type", single="2", enterprise="0", smb="4")

    case = book.case("csp_seats_count_since_2025")
    _ems(case, 100, 100, attach="CSP T2")
    case.expect(ADDS, "no association before", single="0", enterprise="0", smb="4")

    case = book.case("smallest_location_of_a_subscription")
    case.newest.location(case.partner, f"{case.partner}2")
    _ems(case, 301, 301, location=f"{case.partner}2")
    _ems(case, 30, 30)
    case.expect(ADDS, "30 of the first location", single="2", enterprise="0", smb="4")

    case = book.case("free_licences")
    _ems(case, 500, 500, FreeVsPaidSKU="Free")
    case.expect_three("free", single=("0",) * 3, enterprise=("0",) * 3, smb=("0",) * 3)

    case = book.case("pal_is_no_seat_association")
    _ems(case, 500, 500, attach="PAL")
    case.expect_three("PAL", single=("0",) * 3, enterprise=("0",) * 3, smb=("0",) * 3)

    case = book.case("claim_of_a_location_nobody_knows")
    _claim(case, 500, 500, location="9999999")
    case.expect_three("no account", single=("0",) * 3, enterprise=("0",) * 3, smb=("0",) * 3)

    case = book.case("workload_outside_the_programme")
    _claim(case, 500, 500, workload="Microsoft Teams")
    case.expect_three("Teams", single=("0",) * 3, enterprise=("0",) * 3, smb=("0",) * 3)

    case = book.case("claimed_later_than_used")
    _claim(case, 30, 30, DateAssociated=date(2026, 12, 24))
    case.expect(ADDS, "a month before the claim counts", single="2", smb="4")


def _protected(book: Book) -> None:
    case = book.case("more_active_than_paid")
    _claim(case, 100, 200)
    case.expect(GROWTH, "100 / 50, not 200 / 50", smb="2", single="0")

    case = book.case("protected_on_two_workloads")
    _claim(case, 60, 60)
    _claim(case, 70, 65, workload="Intune", claim="2")
    case.expect(GROWTH, "60 + 65 = 125", smb="2", single="1")

    case = book.case("all_workloads_enter_once_one_passes")
    _claim(case, 301, 0)
    _claim(case, 4, 4, workload="AATP", claim="2")
    _claim(case, 250, 246, workload="MDO", claim="3")
    case.expect(GROWTH, "0 + 4 + 246 = 250", enterprise="2", smb="5")

    case = book.case("spelled_workloads")
    for number, workload in enumerate(("  microsoft defender for ENDPOINTS", "AIP", "Entra ID P1")):
        _claim(case, 50, 50, workload=workload, claim=str(number))
    case.expect(GROWTH, "three workloads of 50", smb="3", single="1")

    case = book.case("one_tenant_on_both_lines")
    case.spend("600")
    _claim(case, 301, 0)
    case.expect(ADDS, "once on each line", single="4", enterprise="4", smb="4")


def add(book: Book) -> None:
    """Add the cases of this file."""
    _sums(book)
    _kept(book)
    _protected(book)
