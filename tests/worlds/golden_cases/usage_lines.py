"""Which Azure rows count, and every usage line once: attributions, services, offers, spellings.

Most cases turn on one question asked of growth on the SMB path: 749 USD are no increment of 750,
and so whether a second report of the same dollars was counted shows at once.
"""

from datetime import date
from decimal import Decimal

from tests.worlds.golden_cases.case import ADDS, AS_OF, GROWTH, Book, Case
from tests.worlds.writer import add_months, guid


def _rows(case: Case, *rows: tuple[str, dict]) -> None:
    """Put several rows into the newest month: an amount and what differs from the usual row."""
    for amount, more in rows:
        case.newest.azure(case.partner, case.tenant(), AS_OF, amount, **more)


def _attributions(book: Book) -> None:
    case = book.case("two_locations_one_usage")
    case.newest.location(case.partner, f"{case.partner}2")
    _rows(case, ("600", {}), ("600", {"location": f"{case.partner}2"}))
    case.expect(ADDS, "600 USD, once", single="2", enterprise="2", smb="4")
    case.expect(GROWTH, "600, not 1,200, of 750", smb="0")

    case = book.case("two_spellings_of_one_line")
    _rows(
        case,
        ("700", {}),
        (
            "700",
            {
                "CustomerTenantId": guid(case.tenant()).upper(),
                "ServiceLevel2": " SENTINEL ",
                "location": f"{case.partner}2",
            },
        ),
    )
    case.expect(GROWTH, "ids and names compare without case: 700 once", smb="0")

    for name, kept, other in (
        ("pal_beats_csp", {}, {"attribution": "CSP Tier 1"}),
        ("csp_tier_1_beats_tier_2", {"attribution": "CSP T1"}, {"attribution": "CSP Tier2"}),
        ("owner_beats_contributor", {"AdminType": "owner"}, {"AdminType": "Contributor"}),
        ("contributor_beats_others", {"AdminType": "Contributor"}, {"AdminType": "Agent"}),
        ("others_by_name", {"AdminType": "Agent"}, {"AdminType": "Reader"}),
        ("pal_reader_beats_csp", {"AdminType": "Reader"}, {"attribution": "CSP Tier 1"}),
    ):
        case = book.case(name)
        # The larger amount comes first and is the one not to keep.
        _rows(case, ("900", other), ("700", kept))
        case.expect(ADDS, "700 of the kept attribution", enterprise="2", smb="4")
        case.expect(GROWTH, "700 of 750: the other's 900 would be one", smb="0")

    case = book.case("smallest_location_as_text")
    nine, ten = f"9{case.partner}", f"10{case.partner}"
    case.newest.location(case.partner, nine)
    case.newest.location(case.partner, ten)
    _rows(case, ("900", {"location": nine}), ("700", {"location": ten}))
    case.expect(GROWTH, "as text 10... stands before 9...", smb="0")

    case = book.case("one_attribution_in_two_rows")
    _rows(case, ("300", {}), ("300", {}))
    case.expect(ADDS, "300 + 300 of the same attribution", single="2", enterprise="2", smb="4")

    case = book.case("two_lines_of_one_service")
    _rows(case, ("400", {"UsageUnits": "GB"}), ("400", {"UsageUnits": "Hours"}))
    case.expect(GROWTH, "another unit is another line: 800", smb="1")

    case = book.case("csp_counts_since_2025")
    _rows(case, ("600", {"attribution": "CSP Tier 2"}))
    case.expect(ADDS, "no association before 2025", single="0", enterprise="2", smb="4")

    case = book.case("csp_line_kept_where_pal_is_another_line")
    _rows(case, ("400", {}), ("400", {"attribution": "CSP T1", "UsageUnits": "GB"}))
    case.expect(ADDS, "400 by PAL, 800 with CSP", single="2", enterprise="2", smb="4")
    case.expect(GROWTH, "800 of 750", single="0", smb="1")

    for number, name in enumerate(
        ("Partner of record", "DPOR", "Transacting partner of record", "CPOR", "Fan of the partner")
    ):
        case = book.case(f"association_that_earns_nothing_{number + 1}")
        _rows(case, ("5000", {"attribution": name}))
        why = f"{name} is no association of Azure"
        case.expect_three(why, single=("0",) * 3, enterprise=("0",) * 3, smb=("0",) * 3)


def _services(book: Book) -> None:
    case = book.case("network_watcher_only")
    _rows(case, ("800", {"service": "Azure Network Watcher"}))
    case.expect(ADDS, "on the list until 2025", single="2", enterprise_2025_01="2", smb_2025_01="4")
    case.expect(ADDS, "off the list since July 2026", enterprise_2026_07="0", smb_2026_07="0")

    for service in (
        "Microsoft Purview",
        "Microsoft Entra ID",
        "Microsoft Entra Verified ID",
        "Copilot for Security",
    ):
        case = book.case(f"{service.lower().replace(' ', '_')}_only")
        _rows(case, ("800", {"service": service}))
        case.expect(ADDS, "not listed before July 2026", single="0", enterprise_2025_01="0")
        case.expect(ADDS, "listed since", enterprise_2026_07="2", smb_2026_07="4")

    case = book.case("renamed_service")
    case.newest.azure(case.partner, case.tenant(), add_months(AS_OF, -6), "300", "Security Center")
    case.newest.azure(case.partner, case.tenant(), AS_OF, "300", "microsoft  Defender for Cloud")
    case.expect(ADDS, "300 + 300 under two names", single="2", enterprise="2", smb="4")

    case = book.case("deepest_level_names_the_service")
    _rows(case, ("800", {"ServiceLevel4": "Network Watcher", "ServiceLevel3": "Key Vault"}))
    case.expect(ADDS, "Network Watcher, whatever stands above", enterprise_2025_01="2")
    case.expect(ADDS, "it is off the list, Key Vault does not help", enterprise_2026_07="0")

    case = book.case("a_deeper_level_without_a_service_is_passed_over")
    levels = {"ServiceLevel4": "Standard Operations", "ServiceLevel3": "Key Vault"}
    _rows(case, ("800", levels | {"service": "Network Watcher"}))
    case.expect(ADDS, "Key Vault", single="2", enterprise="2", smb="4")

    case = book.case("virtual_machines_only")
    _rows(case, ("90000", {"service": "Virtual Machines"}))
    why = "no security service"
    case.expect_three(why, single=("0",) * 3, enterprise=("0",) * 3, smb=("0",) * 3)

    case = book.case("tenant_without_an_id")
    _rows(case, ("800", {"CustomerTenantId": "UNKNOWN"}), ("800", {"CustomerTenantId": ""}))
    _rows(case, ("800", {"CustomerTenantId": "00000000-0000-0000-0000-000000000000"}))
    why = "nobody to count"
    case.expect_three(why, single=("0",) * 3, enterprise=("0",) * 3, smb=("0",) * 3)


def _offers(book: Book) -> None:
    for offer in ("Support", "internal use", "Benefit Programs", "Trial"):
        case = book.case(f"{offer.lower().split()[0]}_offer")
        _rows(case, ("5000", {"AI_OfferType": f" {offer} "}))
        why = f"{offer} does not count"
        case.expect_three(why, single=("0",) * 3, enterprise=("0",) * 3, smb=("0",) * 3)
    case = book.case("offer_that_only_sounds_like_a_trial")
    _rows(case, ("800", {"AI_OfferType": "Trial of Strength Plan"}), ("0.5", {"AI_OfferType": ""}))
    case.expect(ADDS, "offers are compared whole", single="2", enterprise="2", smb="4")


def _windows(book: Book) -> None:
    case = book.case("credit_month")
    case.newest.azure(case.partner, case.tenant(), add_months(AS_OF, -3), "650")
    case.newest.azure(case.partner, case.tenant(), AS_OF, "-50.01")
    case.expect(ADDS, "650 - 50.01 = 599.99", single="2", enterprise="0", smb="0")

    case = book.case("month_before_the_window")
    case.newest.azure(case.partner, case.tenant(), add_months(AS_OF, -12), "600")
    case.expect(ADDS, "November 2025 is the first month", single="0", enterprise="0", smb="0")
    parts = (AS_OF, "security_2026_07", "smb", ADDS, "azure")
    case.note(
        "metric_parts", parts, "baseline_value", Decimal(1), "October 2025 is the year before"
    )

    case = book.case("first_month_of_the_baseline")
    case.newest.azure(case.partner, case.tenant(), add_months(AS_OF, -23), "600")
    case.note("metric_parts", parts, "baseline_value", Decimal(1), "November 2024 belongs to it")

    case = book.case("still_running_month")
    case.newest.azure(case.partner, case.tenant(), date(2026, 11, 1), "5000")
    case.newest.azure(case.partner, case.tenant(), AS_OF, "600")
    case.expect(GROWTH, "November is not closed: 600 of 750", smb="0")

    case = book.case("ten_cents_of_a_thousand_rows")
    for number in range(1000):
        line = {"ServiceInfluencer": f"influencer {number}"}
        case.newest.azure(case.partner, case.tenant(), AS_OF, "0.6", **line)
    case.expect(ADDS, "1,000 x 0.6 is exactly 600", enterprise="2")

    for name, spelled in (
        ("six_hundred_in_scientific_writing", "6.00e+02"),
        ("six_hundred_with_a_blank", " 600.0000000000 "),
    ):
        case = book.case(name)
        case.newest.azure(case.partner, case.tenant(), AS_OF, "0", ACR_USD=spelled)
        case.expect(ADDS, f"{spelled} is 600", enterprise="2")

    case = book.case("brackets_and_thousands")
    _rows(case, ("0", {"ACR_USD": "1,200.00"}), ("0", {"ACR_USD": "(600.00)"}))
    case.expect(ADDS, "1,200 - 600", enterprise="2")
    case.expect(GROWTH, "600 of 750", smb="0")


def add(book: Book) -> None:
    """Add the cases of this file."""
    _attributions(book)
    _services(book)
    _offers(book)
    _windows(book)
