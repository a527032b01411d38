"""What each dataset of the landing folder must look like: one declared contract per dataset.

Belongs here: datasets, their columns in the order of Partner Center's dataset list, which columns
and values must be there, and the kind of each value. Does not belong here: how headers are matched
and how columns may also be spelled (contract.py), reading files (extract_files.py) and reading
values (values.sql).
"""

from __future__ import annotations

from orchestration.landing.contract import Column, Contract, Kind


def _must(header: str, name: str, kind: Kind = "text", filled: bool = False) -> Column:
    return Column(header, name, kind, required=True, filled=filled)


_PGA = Column("PGAMpnId", "pga_mpn_id", "id", required=True, filled=True)
_MPN = Column("MPNId", "mpn_id", "id", required=True, filled=True)
_MONTH = Column("Month", "month", "month", required=True, filled=True)
_TENANT = Column("CustomerTenantId", "customer_tenant_id", "id", required=True)
_CUSTOMER = (
    Column("CustomerTpid", "customer_tpid", "id"),
    Column("CustomerSegment", "customer_segment"),
    Column("CustomerMarket", "customer_market"),
)

_M365_APPEARS = "Microsoft 365 usage for a month appears around the 15th of the next"

AZURE_USAGE = Contract(
    "AzureUsage",
    "azure_usage",
    about="Azure usage, 24 months",
    needed=True,
    is_usage=True,
    partner=("pga", "pga_mpn_id"),
    amount="acr_usd",
    appears="Azure usage for a month is complete a few days into the next",
    stored=(
        _PGA,
        _must("SubscriptionId", "subscription_id", "id"),
        _MONTH,
        Column("ServiceLevel1", "service_level1"),
        _must("ServiceLevel2", "service_level2"),
        _must("ServiceLevel3", "service_level3"),
        _must("ServiceLevel4", "service_level4"),
        Column("ServiceInfluencer", "service_influencer"),
        Column("ServiceGroup2", "service_group2"),
        Column("ServiceGroup3", "service_group3"),
        Column("ComputeOS", "compute_os"),
        Column("ComputeOSAttribute", "compute_os_attribute"),
        Column("ComputeCoreSoftware", "compute_core_software"),
        Column("UsageUnits", "usage_units"),
        Column("CustomerName", "customer_name"),
        _TENANT,
        Column("CustomerTenantName", "customer_tenant_name"),
        *_CUSTOMER,
        _MPN,
        _must("PartnerAttributionType", "partner_attribution_type", "association", filled=True),
        Column("AdminType", "admin_type"),
        Column("AI_OfferType", "ai_offer_type"),
        _must("ACR_USD", "acr_usd", "number"),
    ),
    not_stored="""
        SubscriptionStartDate SubscriptionEndDate FirstUseDate SubscriptionState UsageQuantity
        PartnerName PartnerLocation SalesChannel EnrollmentNumber IsACRDuplicateAtPGALevel
        ResellerID ResellerName IndustryName VerticalName MonthlySubscriptionLevelACR
        PartnerOneSubID PartnerOneSubCountry ParticipantPublicCustomerNumber PCNSubsidiaryName
        PCNPartnerName IsDuplicateAtMpnLevel IsDuplicateAtPgaAttributionTypeLevel EOU
        SubscriptionCount CustomerCount CustomerTenantCount
    """,
    other_measures="""
        UsageQuantity MonthlySubscriptionLevelACR SubscriptionCount CustomerCount
        CustomerTenantCount
    """,
)

#: The workloads of EMSUsage: prefix of their two columns, and whether every report has them (the
#: portal's older one lacks the later three).
_EMS_WORKLOADS = (
    ("AADP", True),
    ("Intune", True),
    ("Azip", True),
    ("AATP", False),
    ("MDO", False),
    ("MDE", False),
)

EMS_USAGE = Contract(
    "EMSUsage",
    "ems_usage",
    about="Microsoft 365 usage by subscription, 13 months",
    needed=True,
    is_usage=True,
    appears=_M365_APPEARS,
    partner=("pga", "pga_mpn_id"),
    stored=(
        _PGA,
        _must("SubscriptionId", "subscription_id", "id"),
        _MONTH,
        Column("SKU", "sku"),
        _must("FreeVsPaidSKU", "free_vs_paid_sku"),
        Column("CustomerName", "customer_name"),
        _TENANT,
        Column("CustomerTenantName", "customer_tenant_name"),
        *_CUSTOMER,
        _MPN,
        _must("PartnerAttachType", "partner_attach_type", "association", filled=True),
        *(
            Column(workload + header, f"{workload.lower()}_{name}", "count", required=required)
            for workload, required in _EMS_WORKLOADS
            for header, name in (
                ("PaidAvailableUnits", "paid_available_units"),
                ("MonthlyActiveUsers", "monthly_active_users"),
            )
        ),
    ),
    not_stored="""
        IsDuplicateRowForPGA SubscriptionStartDate SubscriptionEndDate SubscriptionStatus SKUId
        SalesModel DetailedSalesModel PartnerName PartnerLocation PartnerHierarchy
        PaidAvailableUnits MonthlyActiveUsers MCASPaidAvailableUnits MIGPaidAvailableUnits
        MCASMonthlyActiveUsers MIGMonthlyActiveUsers MDM MAM SSPR MFA SSO
    """,
    other_measures="""
        PaidAvailableUnits MonthlyActiveUsers MCASPaidAvailableUnits MIGPaidAvailableUnits
        MCASMonthlyActiveUsers MIGMonthlyActiveUsers MDM MAM SSPR MFA SSO
    """,
)

CPOR_M365_USAGE = Contract(
    "CPORM365Usage",
    "cpor_m365_usage",
    about="Microsoft 365 usage by claim, 13 months; only the header if you have no claims",
    needed=True,
    is_usage=True,
    is_by_claim=True,
    appears=_M365_APPEARS,
    partner=("mpn", "mpn_id"),
    stored=(
        _TENANT,
        Column("CustomerName", "customer_name"),
        _must("WorkloadName", "workload_name"),
        _must("MonthlyActiveUsers", "monthly_active_users", "count"),
        _must("PaidAvailableUnits", "paid_available_units", "count"),
        _must("ClaimId", "claim_id", "id"),
        _MPN,
        # No rule asks for it, and the portal writes it as it likes.
        Column("DateAssociated", "date_associated", "date", required=True, may_be_unknown=True),
        _must("PartnerAttributionType", "partner_attribution_type", "association", filled=True),
        _must("Date", "month", "month", filled=True),
    ),
)

TRAINING_COMPLETIONS = Contract(
    "TrainingCompletions",
    "training_completions",
    about="the certifications of all your people",
    needed=True,
    partner=("pga", "pga_mpn_id"),
    has_people=True,
    one_counts="a person",
    stored=(
        _PGA,
        _must("TrainingTitle", "training_title", filled=True),
        _must("TrainingType", "training_type"),
        _must("TrainingCompletionDate", "training_completion_date", "date", filled=True),
        _must("ExpirationDate", "expiration_date", "date"),
        # Not a required column, so its value is none either: the person counts for the account.
        Column("MPNId", "mpn_id", "id"),
        _must("MCPID", "mcp_id", "id"),
        Column("CorpEmail", "corp_email", "id"),
        Column("Email", "email", "id"),
    ),
    not_stored="""
        TrainingActivityId IndividualFirstName IndividualLastName ActivationStatus Month IcMCP
        PartnerName PartnerCityLocation PartnerCountryLocation AADUserId
    """,
)

PROFILE = Contract(
    "Profile",
    "profile",
    about="your locations and their accounts",
    needed=True,
    may_be_empty=False,
    partner=("pga", "pga_mpn_id"),
    one_counts="a location",
    stored=(
        _MPN,
        Column("PartnerName", "partner_name"),
        _PGA,
        Column("PGA_PartnerName", "pga_partner_name"),
        Column("City", "city"),
        Column("Country", "country"),
        Column("HierarchyLevel", "hierarchy_level"),
    ),
)

CUSTOMERS_AND_TENANTS = Contract(
    "CustomersAndTenants",
    "customers_and_tenants",
    about="names, segments and countries of customers",
    partner=("pga", "pga_mpn_id"),
    stored=(
        Column("PGAMpnId", "pga_mpn_id", "id", filled=True),
        Column("CustomerName", "customer_name"),
        *_CUSTOMER,
        _TENANT,
        Column("CustomerTenantName", "customer_tenant_name"),
        Column("CustomerTenantCountry", "customer_tenant_country"),
        Column("Month", "month", "month", filled=True),
    ),
    not_stored="""
        MPNId PartnerName DUNSNumber TopSegment CustomerStatus TenantDomainName Product
        RawProductName SKU PartnerLocation PartnerAttributionType SalesChannel IsDuplicateRowForPGA
    """,
)

ENROLLMENT = Contract(
    "Enrollment",
    "enrollment",
    about="what you bought or renewed, and when",
    is_ours=True,
    partner=("pga", "pga_mpn_id"),
    stored=(
        _PGA,
        _must("SolutionArea", "solution_area"),
        _must("EnrolledOn", "enrolled_on", "date"),
    ),
)

PARTNER_CENTER_SCORE = Contract(
    "PartnerCenterScore",
    "partner_center_score",
    about="the points that Partner Center showed",
    is_ours=True,
    partner=("pga", "pga_mpn_id"),
    stored=(
        _PGA,
        _MONTH,
        _must("SolutionArea", "solution_area"),
        _must("Path", "path"),
        _must("Metric", "metric"),
        _must("Points", "points", "number"),
    ),
)

CONTRACTS = (
    AZURE_USAGE,
    EMS_USAGE,
    CPOR_M365_USAGE,
    TRAINING_COMPLETIONS,
    PROFILE,
    CUSTOMERS_AND_TENANTS,
    ENROLLMENT,
    PARTNER_CENTER_SCORE,
)
CONTRACT_OF = {contract.dataset: contract for contract in CONTRACTS}

#: Not a dataset: which months a delivery's usage datasets were asked for, beyond their rows. The
#: file keeps a contract all the same.
COVERAGE = Contract(
    "Coverage",
    "declared_coverage",
    about="the months you asked for, if the rows do not show them",
    is_ours=True,
    stored=(
        _must("Dataset", "dataset", filled=True),
        _must("FirstMonth", "first_month", "date", filled=True),
        _must("LastMonth", "last_month", "date", filled=True),
    ),
)
