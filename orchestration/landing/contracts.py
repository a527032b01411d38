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


def _units(header: str, name: str, required: bool = True) -> Column:
    """Licences or users: fewer than none cannot be."""
    return Column(header, name, "count", required=required, below_zero="negative_units")


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
            _units(workload + header, f"{workload.lower()}_{name}", required)
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
        _units("MonthlyActiveUsers", "monthly_active_users"),
        _units("PaidAvailableUnits", "paid_available_units"),
        _must("ClaimId", "claim_id", "id"),
        _MPN,
        # No rule asks for it, and the portal writes it as it likes.
        Column("DateAssociated", "date_associated", "date", required=True, may_be_unknown=True),
        _must("PartnerAttributionType", "partner_attribution_type", "association", filled=True),
        _must("Date", "month", "month", filled=True),
    ),
)

_MODERN_WORK = "Modern Work"
_BUSINESS = "Business Applications"

OFFICE_USAGE = Contract(
    "OfficeUsage",
    "office_usage",
    about="Microsoft 365 usage by tenant and workload, 13 months",
    needed_for=_MODERN_WORK,
    is_usage=True,
    appears=_M365_APPEARS,
    partner=("pga", "pga_mpn_id"),
    stored=(
        _PGA,
        _TENANT,
        Column("CustomerTpid", "customer_tpid", "id"),
        _must("WorkloadName", "workload_name", filled=True),
        _MONTH,
        _units("PaidAvailableUnits", "paid_available_units"),
        _units("MonthlyActiveUsers", "monthly_active_users"),
        Column("CustomerName", "customer_name"),
        Column("CustomerMarket", "customer_market"),
        Column("CustomerSegment", "customer_segment"),
        _MPN,
        _must("PartnerAttributionType", "partner_attribution_type", "association", filled=True),
    ),
    not_stored="""
        PartnerName PartnerLocation IsDuplicateRowForPGA IndustryName VerticalName EOU
        CustomerCount CustomerTenantCount TotalPaidAvailableUnits TotalMonthlyActiveUsers
    """,
    other_measures="""
        CustomerCount CustomerTenantCount TotalPaidAvailableUnits TotalMonthlyActiveUsers
    """,
)

#: The first columns of the two portal reports about business applications, as these spell them.
_REPORT_MONTH = Column("FiscalMonthName", "month", "month", required=True, filled=True)
_REPORT_PGA = Column("GlobalPartnerID", "pga_mpn_id", "id", required=True, filled=True)
_REPORT_ASSOCIATION = Column(
    "PartnerAssociationType", "partner_association_type", "association", required=True, filled=True
)

BUSINESS_APPLICATIONS_REVENUE = Contract(
    "BusinessApplicationsRevenue",
    "business_applications_revenue",
    is_of_one_partner=True,
    about="revenue of Dynamics 365 and Power Platform, every month the portal offers",
    needed_for=_BUSINESS,
    is_usage=True,
    partner=("pga", "pga_mpn_id"),
    stored=(
        _REPORT_MONTH,
        _REPORT_PGA,
        _REPORT_ASSOCIATION,
        Column("CustomerID", "customer_id", "id"),
        Column("CustomerName", "customer_name"),
        _must("CustomerTenantID", "customer_tenant_id", "id"),
        Column("CustomerTenantName", "customer_tenant_name"),
        _must("SubscriptionId", "subscription_id", "id"),
        _must("Workloads", "workload_name", filled=True),
        _must("AdjustedRevenueAmtCD", "adjusted_revenue_usd", "number"),
    ),
    not_stored="PartnerName SubscriptionStartDate Country WorkloadCategory",
)

BUSINESS_APPLICATIONS_USAGE = Contract(
    "BusinessApplicationsUsage",
    "business_applications_usage",
    is_of_one_partner=True,
    about="usage of Dynamics 365 and Power Platform, every month the portal offers",
    needed_for=_BUSINESS,
    is_usage=True,
    partner=("pga", "pga_mpn_id"),
    stored=(
        _REPORT_MONTH,
        _REPORT_PGA,
        _REPORT_ASSOCIATION,
        _must("CustomerID", "customer_id", "id"),
        Column("CustomerName", "customer_name"),
        _must("CustomerTenantID", "customer_tenant_id", "id"),
        Column("CustomerTenantName", "customer_tenant_name"),
        _must("SubscriptionID", "subscription_id", "id"),
        _must("MetricType", "metric_type"),
        _must("Workload", "workload_name", filled=True),
        Column("SkuGroup", "sku_group"),
        _units("PAMAU", "pamau", required=False),
        _units("MAC", "mac"),
        _units("MAU", "mau"),
    ),
    not_stored="PartnerName SubscriptionStartDate WorkloadCategory",
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
        Column("CustomerTpid", "customer_tpid", "id"),
        Column("CustomerSegment", "customer_segment"),
        Column("TopSegment", "top_segment"),
        Column("CustomerMarket", "customer_market"),
        _TENANT,
        Column("CustomerTenantName", "customer_tenant_name"),
        Column("CustomerTenantCountry", "customer_tenant_country"),
        Column("Month", "month", "month", filled=True),
        Column("SubSegment", "sub_segment"),
    ),
    not_stored="""
        MPNId PartnerName DUNSNumber CustomerStatus TenantDomainName Product RawProductName SKU
        PartnerLocation PartnerAttributionType SalesChannel IsDuplicateRowForPGA PartnerOneSubID
        PartnerOneSubCountry IndustryName VerticalName EOU CustomerCount CustomerTenantCount
        AvailableSeats BilledRevenueUSD AzureConsumedRevenueUSD CPORRevenue CPORPaidSeats
        CPORActiveUsers AssignedSeats
    """,
    other_measures="""
        CustomerCount CustomerTenantCount AvailableSeats BilledRevenueUSD AzureConsumedRevenueUSD
        CPORRevenue CPORPaidSeats CPORActiveUsers AssignedSeats
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
        # Two figures of one metric are no repetition, but a contradiction.
        Column("Points", "points", "number", required=True, filled=True, tells_apart=True),
    ),
)

PARTNER_TRACK = Contract(
    "PartnerTrack",
    "partner_track",
    about="the track (Enterprise or SMB) that Partner Center shows for a solution area",
    is_ours=True,
    partner=("pga", "pga_mpn_id"),
    stored=(
        _PGA,
        _must("SolutionArea", "solution_area", filled=True),
        _MONTH,
        _must("Path", "path", filled=True),
    ),
)

MONTHLY_CONSUMPTION = Contract(
    "MonthlyConsumption",
    "monthly_consumption",
    about="monthly consumption values of business applications that Partner Center shows",
    is_ours=True,
    is_usage=True,
    partner=("pga", "pga_mpn_id"),
    stored=(
        _PGA,
        _MONTH,
        _must("CustomerTenantId", "customer_tenant_id", "id", filled=True),
        _must("Workload", "workload_name", filled=True),
        _must("PartnerAssociationType", "partner_association_type", "association", filled=True),
        Column(
            "MonthlyConsumptionValue",
            "monthly_consumption_value",
            "number",
            required=True,
            below_zero="negative_value",
        ),
    ),
)

CONTRACTS = (
    AZURE_USAGE,
    EMS_USAGE,
    CPOR_M365_USAGE,
    OFFICE_USAGE,
    BUSINESS_APPLICATIONS_REVENUE,
    BUSINESS_APPLICATIONS_USAGE,
    TRAINING_COMPLETIONS,
    PROFILE,
    CUSTOMERS_AND_TENANTS,
    ENROLLMENT,
    MONTHLY_CONSUMPTION,
    PARTNER_TRACK,
    PARTNER_CENTER_SCORE,
)
CONTRACT_OF = {contract.dataset: contract for contract in CONTRACTS}

#: Datasets that Partner Center offers and no metric reads: what their file names begin with. They
#: are left in a delivery folder, and named.
NOT_LOADED = (
    *("DynamicsUsage", "PowerBIUsage", "SeatsSubscriptionsAndRevenue", "TeamsUsage"),
    *("CSPRevenueDetails", "ResellerPerformance", "MSLearn", "CLAS"),
)

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
        Column("PGAMpnId", "pga_mpn_id", "id"),
    ),
)
