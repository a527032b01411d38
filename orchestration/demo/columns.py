"""Column names of each dataset, in the order Partner Center's Insights API lists them."""

AZURE_USAGE = (
    "PGAMpnId SubscriptionId SubscriptionStartDate SubscriptionEndDate FirstUseDate "
    "SubscriptionState Month ServiceLevel1 ServiceLevel2 ServiceLevel3 ServiceLevel4 "
    "ServiceInfluencer ServiceGroup2 ServiceGroup3 ComputeOS ComputeOSAttribute "
    "ComputeCoreSoftware UsageUnits UsageQuantity CustomerName CustomerTenantId "
    "CustomerTenantName CustomerTpid CustomerSegment CustomerMarket MPNId PartnerName "
    "PartnerLocation PartnerAttributionType SalesChannel EnrollmentNumber "
    "IsACRDuplicateAtPGALevel ResellerID ResellerName IndustryName VerticalName AdminType "
    "MonthlySubscriptionLevelACR PartnerOneSubID PartnerOneSubCountry "
    "ParticipantPublicCustomerNumber PCNSubsidiaryName PCNPartnerName IsDuplicateAtMpnLevel "
    "IsDuplicateAtPgaAttributionTypeLevel AI_OfferType EOU SubscriptionCount ACR_USD "
    "CustomerCount CustomerTenantCount"
).split()

EMS_USAGE = (
    "PGAMpnId IsDuplicateRowForPGA SubscriptionId SubscriptionStartDate SubscriptionEndDate "
    "SubscriptionStatus Month SKU SKUId FreeVsPaidSKU SalesModel DetailedSalesModel CustomerName "
    "CustomerTenantId CustomerTpid CustomerSegment CustomerMarket MPNId PartnerName "
    "PartnerLocation PartnerAttachType PartnerHierarchy PaidAvailableUnits MonthlyActiveUsers "
    "AADPPaidAvailableUnits IntunePaidAvailableUnits AzipPaidAvailableUnits "
    "AATPPaidAvailableUnits MCASPaidAvailableUnits MIGPaidAvailableUnits MDOPaidAvailableUnits "
    "MDEPaidAvailableUnits AADPMonthlyActiveUsers IntuneMonthlyActiveUsers "
    "AzipMonthlyActiveUsers AATPMonthlyActiveUsers MCASMonthlyActiveUsers MIGMonthlyActiveUsers "
    "MDOMonthlyActiveUsers MDEMonthlyActiveUsers MDM MAM SSPR MFA SSO CustomerTenantName"
).split()

CPOR_M365_USAGE = (
    "CustomerTenantId CustomerName WorkloadName MonthlyActiveUsers PaidAvailableUnits ClaimId "
    "MpnId DateAssociated PartnerAttributionType Date"
).split()

TRAINING_COMPLETIONS = (
    "PGAMpnId TrainingActivityId TrainingTitle TrainingType IndividualFirstName "
    "IndividualLastName Email CorpEmail TrainingCompletionDate ExpirationDate ActivationStatus "
    "Month IcMCP MCPID MPNId PartnerName PartnerCityLocation PartnerCountryLocation AADUserId"
).split()

PROFILE = "MPNId PartnerName PGAMpnId PGA_PartnerName City Country HierarchyLevel".split()

CUSTOMERS_AND_TENANTS = (
    "PGAMpnId MpnId PartnerName CustomerName CustomerTpid DUNSNumber CustomerSegment TopSegment "
    "CustomerMarket CustomerStatus CustomerTenantId CustomerTenantName CustomerTenantCountry "
    "TenantDomainName Product RawProductName SKU Month PartnerLocation PartnerAttributionType "
    "SalesChannel IsDuplicateRowForPGA"
).split()

ENROLLMENT = "PGAMpnId SolutionArea EnrolledOn".split()

COVERAGE = "Dataset FirstMonth LastMonth".split()

DATASETS = {
    "AzureUsage": AZURE_USAGE,
    "EMSUsage": EMS_USAGE,
    "CPORM365Usage": CPOR_M365_USAGE,
    "TrainingCompletions": TRAINING_COMPLETIONS,
    "Profile": PROFILE,
    "CustomersAndTenants": CUSTOMERS_AND_TENANTS,
    "Enrollment": ENROLLMENT,
    "Coverage": COVERAGE,
}

# A portal export grouped by fewer columns: what the score reads and little else.
AZURE_USAGE_SHORT = [
    name
    for name in AZURE_USAGE
    if name
    in set(
        "PGAMpnId SubscriptionId Month ServiceLevel1 ServiceLevel2 ServiceLevel3 ServiceLevel4 "
        "ServiceInfluencer UsageUnits CustomerName CustomerTenantId CustomerTpid CustomerSegment "
        "CustomerMarket MPNId PartnerAttributionType AdminType AI_OfferType ACR_USD".split()
    )
]
