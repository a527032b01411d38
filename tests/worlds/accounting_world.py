"""A world with at least one row for each reason that a loaded row can have, and what each is.

Told by three deliveries: September, which October restates; October; and its correction, which
replaces two datasets. Amounts differ from row to row, so that a row under the wrong reason shows.
Does not belong here: points (tests/worlds/golden_cases).
"""

from datetime import date

from tests.worlds.writer import Row, World, month_of

PARTNER = "4000001"
STRANGER = "5999999"
#: An account of its own in September, part of PARTNER's from October on.
ABSORBED = "4000002"
EARLIER, NEWEST, CORRECTION = "2026-09", "2026-10", "2026-10.2"
AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = map(month_of, ("2026-08", "2026-09", "2026-10", "2026-11"))
#: A year before: from then on months are covered, so that a year later they are scored.
BEFORE = month_of("2025-08")

ENTRA, INTUNE = "Microsoft Entra ID P1", "Microsoft Intune"

#: Dataset, usage month, reason: rows, ACR in hundredths of a dollar, paid licences.
USAGE: dict[tuple[str, date, str], tuple[int, int, int]] = {
    ("AzureUsage", BEFORE, "unknown_offer"): (1, 100, 0),
    ("AzureUsage", AUGUST, "unknown_offer"): (1, 50_000, 0),
    ("AzureUsage", SEPTEMBER, "superseded"): (1, 100_000, 0),
    ("AzureUsage", SEPTEMBER, "unknown_offer"): (1, 110_000, 0),
    ("AzureUsage", OCTOBER, "unmapped_security_service"): (2, 303, 0),
    ("AzureUsage", OCTOBER, "no_security_service"): (1, 404, 0),
    ("AzureUsage", OCTOBER, "service_not_eligible"): (1, 808, 0),
    ("AzureUsage", OCTOBER, "excluded_offer"): (1, 1616, 0),
    ("AzureUsage", OCTOBER, "unknown_association"): (1, 3232, 0),
    ("AzureUsage", OCTOBER, "association_not_eligible"): (1, 6464, 0),
    ("AzureUsage", OCTOBER, "no_tenant"): (1, 12_828, 0),
    ("AzureUsage", OCTOBER, "offer_not_given"): (1, 25_656, 0),
    ("AzureUsage", OCTOBER, "unknown_offer"): (3, 51_212 + 102_424 - 55, 0),
    ("AzureUsage", OCTOBER, "second_attribution"): (1, 51_212, 0),
    ("AzureUsage", OCTOBER, "attribution_amounts_differ"): (1, 102_400, 0),
    ("AzureUsage", NOVEMBER, "month_not_closed"): (1, 777, 0),
    ("EMSUsage", SEPTEMBER, "counted"): (1, 0, 390),
    ("EMSUsage", OCTOBER, "superseded"): (1, 0, 7),
    ("EMSUsage", OCTOBER, "blind_workload"): (2, 0, 400 + 50),
    ("EMSUsage", OCTOBER, "second_attribution"): (1, 0, 410),
    ("EMSUsage", OCTOBER, "attribution_amounts_differ"): (1, 0, 45),
    ("EMSUsage", OCTOBER, "same_seats"): (1, 0, 10 + 20),
    ("EMSUsage", OCTOBER, "free_sku"): (1, 0, 11),
    ("EMSUsage", OCTOBER, "unknown_association"): (1, 0, 12),
    ("EMSUsage", OCTOBER, "association_not_eligible"): (1, 0, 13),
    ("EMSUsage", OCTOBER, "no_tenant"): (1, 0, 14),
    ("CPORM365Usage", SEPTEMBER, "superseded"): (1, 0, 3),
    ("CPORM365Usage", SEPTEMBER, "counted"): (2, 0, 4 + 100),
    ("CPORM365Usage", OCTOBER, "counted"): (3, 0, 30 + 60 + 101),
    ("CPORM365Usage", OCTOBER, "same_seats"): (2, 0, 29 + 399),
    ("CPORM365Usage", OCTOBER, "unknown_workload"): (1, 0, 15),
    ("CPORM365Usage", OCTOBER, "unknown_association"): (1, 0, 16),
    ("CPORM365Usage", OCTOBER, "association_not_eligible"): (1, 0, 17),
    ("CPORM365Usage", OCTOBER, "no_tenant"): (1, 0, 18),
    ("CPORM365Usage", OCTOBER, "unknown_partner_location"): (1, 0, 19),
}

#: As-of month of the snapshot, reason: rows.
CERTIFICATES: dict[tuple[date, str], int] = {
    (SEPTEMBER, "counted"): 1,
    (OCTOBER, "superseded"): 1,
    (OCTOBER, "counted"): 1,
    (OCTOBER, "reported_again"): 2,
    (OCTOBER, "exam_not_certification"): 1,
    (OCTOBER, "training_not_certification"): 1,
    (OCTOBER, "no_person"): 1,
    (OCTOBER, "unmapped_security_title"): 1,
    (OCTOBER, "unknown_title"): 1,
    (OCTOBER, "certification_not_asked"): 1,
    (OCTOBER, "completed_later"): 1,
    (OCTOBER, "expired"): 1,
    (OCTOBER, "retired"): 1,
}

#: Records of EMSUsage that cannot be read, by delivery.
QUARANTINED = {EARLIER: 1, CORRECTION: 2}

#: Reasons that no row can have today: the seeds know neither an offer nor a workload that every
#: version leaves in peace or leaves out.
IMPOSSIBLE = {"workload_not_eligible"}


def accounting_world() -> World:
    """The world whose rows the tables above account for."""
    world = World()
    _september(world)
    _azure(world)
    _seats(world)
    _claims(world)
    _certificates(world)
    _unreadable(world)
    return world


def _september(world: World) -> None:
    delivery = world.delivery(EARLIER)
    delivery.location(PARTNER)
    delivery.location(ABSORBED)
    delivery.claim(ABSORBED, "merged", SEPTEMBER, 100, 100)
    delivery.azure(PARTNER, "one", BEFORE, "1.00")
    delivery.azure(PARTNER, "one", AUGUST, "500.00")
    delivery.azure(PARTNER, "one", SEPTEMBER, "1000.00")
    delivery.ems(PARTNER, "one", SEPTEMBER, {ENTRA: (390, 300)})
    delivery.claim(PARTNER, "one", SEPTEMBER, 3, 1, workload=INTUNE)
    delivery.certificate(PARTNER, "ann", "SC-200")


def _azure(world: World) -> None:
    delivery = world.delivery(NEWEST)
    delivery.location(PARTNER)

    def row(acr: str, month: date = OCTOBER, **more: object) -> Row:
        return delivery.azure(PARTNER, "one", month, acr, **more)

    row("1100.00", SEPTEMBER)
    row("7.77", NOVEMBER)
    row("1.01", service="Microsoft Defender EASM")
    row("2.02", service="Other", ServiceLevel4="Entra  Whatever")
    row("4.04", service="Virtual Machines", attribution="DPOR")
    row("8.08", service="Network Watcher", AI_OfferType="Free Trial")
    row("16.16", AI_OfferType=" free  trial ", CustomerTenantId="")
    row("32.32", attribution="Friend of the house")
    row("64.64", attribution="DPOR")
    row("128.28", CustomerTenantId="00000000-0000-0000-0000-000000000000", AI_OfferType="")
    row("256.56", AI_OfferType="")
    # One line twice with the same amount, one with another, and a credit that is a line of its own.
    row("512.12", SubscriptionId="S1")
    row("512.12", SubscriptionId="s1 ", attribution="CSP Tier 1", AI_OfferType="azure plan")
    row("1024.24", service="Key Vault")
    row("1024.00", service="Key Vault", attribution="CSP T2")
    row("-0.55", service="Key Vault", UsageUnits="1 Hour")


def _seats(world: World) -> None:
    world.delivery(NEWEST).ems(PARTNER, "one", OCTOBER, {ENTRA: (7, 7)})
    delivery = world.delivery(CORRECTION)

    def row(entra: int, intune: int = 0, tenant: str = "one", **more: object) -> None:
        _without_mdo(
            delivery.ems(PARTNER, tenant, OCTOBER, {ENTRA: (entra, 1), INTUNE: (intune, 1)}, **more)
        )

    row(400, 10)
    row(400, 10, attach="CSP Tier 1")
    row(50, subscription="two")
    row(45, subscription="two", attach="CSP Tier 2")
    row(0, 20, tenant="claimed")
    row(11, FreeVsPaidSKU="Free", attach="DPOR")
    row(12, subscription="three", attach="Friend of the house")
    row(13, subscription="four", attach="Deal registration")
    row(14, subscription="five", CustomerTenantId="UNKNOWN")


def _without_mdo(row: Row) -> None:
    """The correction's file lacks these columns."""
    for name in [name for name in row if name.startswith("MDO")]:
        del row[name]


def _unreadable(world: World) -> None:
    for name, rows in QUARANTINED.items():
        delivery = world.delivery(name)
        for _ in range(rows):
            _without_mdo(
                delivery.ems(PARTNER, "one", delivery.as_of, {}, AADPPaidAvailableUnits="many")
            )


def _claims(world: World) -> None:
    delivery = world.delivery(NEWEST)
    delivery.location(PARTNER, f"{ABSORBED}1")
    delivery.claim(ABSORBED, "merged", OCTOBER, 101, 100)

    def row(paid: int, workload: str = INTUNE, month: date = OCTOBER, **more: object) -> None:
        tenant = str(more.pop("tenant", "one"))
        delivery.claim(PARTNER, tenant, month, paid, 1, workload=workload, **more)

    row(4, month=SEPTEMBER)
    # More than EMSUsage has (10), and another claim on the same seats.
    row(30)
    row(29, claim="2")
    row(60, tenant="claimed")
    # Fewer than EMSUsage has (450).
    row(399, ENTRA)
    row(15, "Windows")
    row(16, claim="3", PartnerAttributionType="Friend of the house")
    row(17, claim="4", PartnerAttributionType="DPOR")
    row(18, claim="5", CustomerTenantId="")
    row(19, claim="6", location=STRANGER)


def _certificates(world: World) -> None:
    world.delivery(NEWEST).certificate(PARTNER, "bob", "SC-200")
    delivery = world.delivery(CORRECTION)
    delivery.certificate(PARTNER, "ann", "SC-200")
    delivery.certificate(PARTNER, "ann", "SC-200", MPNId=f"{PARTNER}2")
    delivery.certificate(PARTNER, "ann", "SC-200", completed=date(2024, 1, 1))
    delivery.certificate(PARTNER, "ann", "SC-100", TrainingType="Exam")
    delivery.certificate(PARTNER, "ann", "SC-100", TrainingType="Course")
    delivery.certificate(PARTNER, "nobody", "SC-100", MCPID="", CorpEmail="")
    delivery.certificate(PARTNER, "cyd", "SC-100", TrainingTitle="Security Wizard")
    delivery.certificate(PARTNER, "cyd", "SC-100", TrainingTitle="Azure Fundamentals")
    delivery.certificate(PARTNER, "cyd", "MS-500")
    delivery.certificate(PARTNER, "dan", "SC-100", completed=date(2026, 11, 2))
    delivery.certificate(PARTNER, "dan", "SC-300", expires=date(2026, 10, 30))
    delivery.certificate(PARTNER, "dan", "SC-400")
