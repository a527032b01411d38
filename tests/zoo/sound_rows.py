"""One sound record of every dataset with every column that is kept, and what staging makes of it.

Belongs here: texts of sound records, and their values read by tests/scorer, which knows no code of
the pipeline. Does not belong here: faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.scorer.values import month_start, name_key, read_day, read_id, read_month, read_number

Row = dict[str, str]

MONTH = "2026-10"

#: {n}: number of the case, four digits; {k}: number of the record in its file, two digits.
_TEXTS: dict[str, Row] = {
    "AzureUsage": {
        "PGAMpnId": "100{n}",
        "SubscriptionId": "azure-{n}-{k}",
        "Month": "2026-10-01",
        "ServiceLevel1": "Azure",
        "ServiceLevel2": "Security",
        "ServiceLevel3": "Azure Sentinel",
        "ServiceLevel4": "Sentinel",
        "ServiceInfluencer": "none",
        "ServiceGroup2": "group two",
        "ServiceGroup3": "group three",
        "ComputeOS": "Linux",
        "ComputeOSAttribute": "Red Hat",
        "ComputeCoreSoftware": "core",
        "UsageUnits": "GB",
        "CustomerName": "Contoso",
        "CustomerTenantId": "11111111-0000-4000-8000-00000000{n}",
        "CustomerTenantName": "contoso.example",
        "CustomerTpid": "900{n}",
        "CustomerSegment": "SMB",
        "CustomerMarket": "Norway",
        "MPNId": "2{n}{k}",
        "PartnerAttributionType": "Partner Admin Link",
        "AdminType": "Owner",
        "AI_OfferType": "Azure Plan",
        "ACR_USD": "12.5{k}",
    },
    "EMSUsage": {
        "PGAMpnId": "100{n}",
        "SubscriptionId": "seats-{n}-{k}",
        "Month": "2026-10-01",
        "SKU": "E5",
        "FreeVsPaidSKU": "Paid",
        "CustomerName": "Contoso",
        "CustomerTenantId": "22222222-0000-4000-8000-00000000{n}",
        "CustomerTenantName": "contoso.example",
        "CustomerTpid": "900{n}",
        "CustomerSegment": "SMB",
        "CustomerMarket": "Norway",
        "MPNId": "2{n}{k}",
        "PartnerAttachType": "CPOR",
        "AADPPaidAvailableUnits": "1{k}1",
        "AADPMonthlyActiveUsers": "102",
        "IntunePaidAvailableUnits": "103",
        "IntuneMonthlyActiveUsers": "104",
        "AzipPaidAvailableUnits": "105",
        "AzipMonthlyActiveUsers": "106",
        "AATPPaidAvailableUnits": "107",
        "AATPMonthlyActiveUsers": "108",
        "MDOPaidAvailableUnits": "109",
        "MDOMonthlyActiveUsers": "110",
        "MDEPaidAvailableUnits": "111",
        "MDEMonthlyActiveUsers": "112",
    },
    "CPORM365Usage": {
        "CustomerTenantId": "33333333-0000-4000-8000-00000000{n}",
        "CustomerName": "Contoso",
        "WorkloadName": "Microsoft Intune",
        "MonthlyActiveUsers": "7{k}",
        "PaidAvailableUnits": "10{k}",
        "ClaimId": "claim-{n}-{k}",
        "MpnId": "2{n}{k}",
        "DateAssociated": "22 Aug 2021",
        "PartnerAttributionType": "CPOR",
        "Date": "2026-10-01",
    },
    "OfficeUsage": {
        "PGAMpnId": "100{n}",
        "CustomerTenantId": "55555555-0000-4000-8000-00000000{n}",
        "CustomerTpid": "900{n}",
        "WorkloadName": "Exchange",
        "Month": "2026-10-01",
        "PaidAvailableUnits": "11{k}",
        "MonthlyActiveUsers": "8{k}",
        "CustomerName": "Contoso",
        "CustomerMarket": "Norway",
        "CustomerSegment": "SMB",
        "MPNId": "2{n}{k}",
        "PartnerAttributionType": "CSP Tier 1",
    },
    "BusinessApplicationsRevenue": {
        "FiscalMonthName": "October 2026",
        "GlobalPartnerID": "100{n}",
        "PartnerAssociationType": "CSP Tier 1",
        "CustomerID": "customer-{n}",
        "CustomerName": "Contoso",
        "CustomerTenantID": "66666666-0000-4000-8000-00000000{n}",
        "CustomerTenantName": "contoso.example",
        "SubscriptionId": "revenue-{n}-{k}",
        "Workloads": "Business Central",
        "AdjustedRevenueAmtCD": "250.5{k}",
    },
    "BusinessApplicationsUsage": {
        "FiscalMonthName": "FY27-Oct",
        "GlobalPartnerID": "100{n}",
        "PartnerAssociationType": "PAL",
        "CustomerID": "customer-{n}",
        "CustomerName": "Contoso",
        "CustomerTenantID": "77777777-0000-4000-8000-00000000{n}",
        "CustomerTenantName": "contoso.example",
        "SubscriptionID": "usage-{n}-{k}",
        "MetricType": "Paid",
        "Workload": "Power Apps",
        "SkuGroup": "Premium",
        "PAMAU": "2{k}",
        "MAC": "30{k}",
        "MAU": "4{k}",
    },
    "TrainingCompletions": {
        "PGAMpnId": "100{n}",
        "TrainingTitle": "Azure Security Engineer",
        "TrainingType": "Certification",
        "TrainingCompletionDate": "2024-05-17",
        "ExpirationDate": "NA",
        "MPNId": "2{n}{k}",
        "MCPID": "person-{n}-{k}",
        "CorpEmail": "person-{n}-{k}@partner.example",
        "Email": "person-{n}-{k}@home.example",
    },
    "Profile": {
        "MPNId": "2{n}{k}",
        "PartnerName": "Location {k}",
        "PGAMpnId": "100{n}",
        "PGA_PartnerName": "Account {n}",
        "City": "Oslo",
        "Country": "Norway",
        "HierarchyLevel": "Location",
    },
    "CustomersAndTenants": {
        "PGAMpnId": "100{n}",
        "CustomerName": "Contoso",
        "CustomerTpid": "900{n}",
        "CustomerSegment": "SMB",
        "TopSegment": "SMC",
        "CustomerMarket": "Norway",
        "CustomerTenantId": "44444444-0000-4000-8000-00000000{n}",
        "CustomerTenantName": "contoso-{k}.example",
        "CustomerTenantCountry": "NO",
        "Month": "2026-10",
        "SubSegment": "SMC-SMB",
    },
    "Enrollment": {"PGAMpnId": "100{n}", "SolutionArea": "Security", "EnrolledOn": "20{k}-03-01"},
    "MonthlyConsumption": {
        "PGAMpnId": "100{n}",
        "Month": "2026-10",
        "CustomerTenantId": "88888888-0000-4000-8000-000000{n}{k}",
        "Workload": "Power Apps",
        "PartnerAssociationType": "PAL",
        "MonthlyConsumptionValue": "1000.5{k}",
    },
    "PartnerTrack": {
        "PGAMpnId": "100{n}",
        "SolutionArea": "Infrastructure {k}",
        "Month": "2026-10",
        "Path": "SMB",
    },
    "PartnerCenterScore": {
        "PGAMpnId": "100{n}",
        "Month": "2026-10",
        "SolutionArea": "Area {k}",
        "Path": "smb",
        "Metric": "deployments",
        "Points": "4.{k}",
    },
}
DATASETS = tuple(_TEXTS)

#: Every dataset has a file for each kind of fault; this one for each single fault.
THOROUGH = "AzureUsage"

#: The column whose text names the partner of a case.
PARTNER_OF = dict.fromkeys(DATASETS, "PGAMpnId") | {
    "CPORM365Usage": "MpnId",
    "BusinessApplicationsRevenue": "GlobalPartnerID",
    "BusinessApplicationsUsage": "GlobalPartnerID",
}
#: The columns of some datasets that hold a tenant of a customer, and of all that belong to a month.
TENANT_OF = {
    dataset: header
    for dataset, texts in _TEXTS.items()
    for header in texts
    if header.lower() == "customertenantid"
}
MONTH_OF = {
    dataset: header
    for dataset, texts in _TEXTS.items()
    for header in ("Month", "Date", "FiscalMonthName")
    if header in texts
}
#: Datasets whose rows are usage of a month.
USAGE = (
    *("AzureUsage", "EMSUsage", "CPORM365Usage", "OfficeUsage"),
    *("BusinessApplicationsRevenue", "BusinessApplicationsUsage", "MonthlyConsumption"),
)
#: A column of each dataset that may hold any text.
FREE_TEXT = {
    "AzureUsage": "CustomerName",
    "EMSUsage": "CustomerName",
    "CPORM365Usage": "CustomerName",
    "OfficeUsage": "CustomerName",
    "BusinessApplicationsRevenue": "CustomerName",
    "BusinessApplicationsUsage": "CustomerName",
    "TrainingCompletions": "TrainingTitle",
    "Profile": "PartnerName",
    "CustomersAndTenants": "CustomerName",
    "Enrollment": "SolutionArea",
    "MonthlyConsumption": "Workload",
    "PartnerTrack": "SolutionArea",
    "PartnerCenterScore": "Metric",
}


def sound_row(dataset: str, case: int, record: int) -> Row:
    """The texts of a sound record; no two of a zoo are the same."""
    return {
        column: text.replace("{n}", f"{case:04}").replace("{k}", f"{record:02}")
        for column, text in _TEXTS[dataset].items()
    }


def account(case: int) -> str:
    """The global account of all records of a case."""
    return f"100{case:04}"


def read(dataset: str, row: Mapping[str, str | None], case: int) -> dict[str, object]:
    """What staging must read from a sound record, by column of the dataset's staging model."""
    return _READERS[dataset](row, case)


def _text(text: str | None) -> str | None:
    return (text or "").strip(" \t\r\n\u00a0") or None


def _key(text: str | None) -> str | None:
    return name_key(text) or None


def _count(text: str | None) -> object:
    return read_number(text) if _text(text) else None


def _month(text: str | None) -> date | None:
    month = read_month(text)
    return None if month is None else month_start(month)


def _azure(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    as_delivered = {
        "ServiceLevel1": "service_level1",
        "ServiceLevel2": "service_level2",
        "ServiceLevel3": "service_level3",
        "ServiceLevel4": "service_level4",
        "UsageUnits": "usage_units",
        "AI_OfferType": "ai_offer_type",
        "PartnerAttributionType": "partner_attribution_type",
        "AdminType": "admin_type",
    }
    return {
        "partner_id": account(case),
        "usage_month": _month(row["Month"]),
        "tenant_id": read_id(row["CustomerTenantId"]),
        "subscription_id": read_id(row["SubscriptionId"]),
        "location_id": read_id(row["MPNId"]),
        "acr_usd": read_number(row["ACR_USD"]),
    } | {name: row.get(header) for header, name in as_delivered.items()}


def _ems(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    return {
        "partner_id": account(case),
        "usage_month": _month(row["Month"]),
        "tenant_id": read_id(row["CustomerTenantId"]),
        "subscription_id": read_id(row["SubscriptionId"]),
        "is_paid_sku": _key(row["FreeVsPaidSKU"]) == "paid",
        "association_key": _key(row["PartnerAttachType"]),
        "location_id": read_id(row["MPNId"]),
    } | {
        f"{prefix.lower()}_{name}": _count(row.get(f"{prefix}{measure}"))
        for prefix in ("AADP", "Intune", "Azip", "AATP", "MDO", "MDE")
        for measure, name in (
            ("PaidAvailableUnits", "paid_count"),
            ("MonthlyActiveUsers", "active_count"),
        )
    }


def _claim(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    return {
        "partner_id": account(case),
        "usage_month": _month(row["Date"]),
        "tenant_id": read_id(row["CustomerTenantId"]),
        "workload_key": _key(row["WorkloadName"]),
        "association_key": _key(row["PartnerAttributionType"]),
        "location_id": read_id(row["MpnId"]),
        "paid_count": _count(row["PaidAvailableUnits"]),
        "active_count": _count(row["MonthlyActiveUsers"]),
    }


def _certificate(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    return {
        "partner_id": account(case),
        "completed_on": read_day(row["TrainingCompletionDate"]),
        "expires_on": read_day(row["ExpirationDate"]),
    }


def _location(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    return {
        "partner_id": account(case),
        "location_id": read_id(row["MPNId"]),
        "location_name": _text(row.get("PartnerName")),
        "city": _text(row.get("City")),
    }


def _customer(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    return {
        "partner_id": account(case) if row.get("PGAMpnId") else None,
        "tenant_id": read_id(row["CustomerTenantId"]),
        "usage_month": _month(row.get("Month")),
        "customer_name": _text(row.get("CustomerName")),
        "tenant_name": _text(row.get("CustomerTenantName")),
    }


def _nothing(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    return {}


def _seats(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    return {
        "partner_id": account(case),
        "usage_month": _month(row["Month"]),
        "tenant_id": read_id(row["CustomerTenantId"]),
        "customer_tpid": read_id(row.get("CustomerTpid")),
        "workload_key": _key(row["WorkloadName"]),
        "association_key": _key(row["PartnerAttributionType"]),
        "location_id": read_id(row["MPNId"]),
        "customer_name": _text(row.get("CustomerName")),
        "customer_segment": _text(row.get("CustomerSegment")),
        "paid_count": _count(row["PaidAvailableUnits"]),
        "active_count": _count(row["MonthlyActiveUsers"]),
    }


def _revenue(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    return {
        "partner_id": account(case),
        "usage_month": _month(row["FiscalMonthName"]),
        "tenant_id": read_id(row["CustomerTenantID"]),
        "subscription_id": read_id(row["SubscriptionId"]),
        "customer_id": read_id(row.get("CustomerID")),
        "workload_key": _key(row["Workloads"]),
        "association_key": _key(row["PartnerAssociationType"]),
        "adjusted_revenue_usd": read_number(row["AdjustedRevenueAmtCD"]),
    }


def _business(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    return {
        "partner_id": account(case),
        "usage_month": _month(row["FiscalMonthName"]),
        "tenant_id": read_id(row["CustomerTenantID"]),
        "subscription_id": read_id(row["SubscriptionID"]),
        "customer_id": read_id(row["CustomerID"]),
        "metric_type_key": _key(row["MetricType"]),
        "workload_key": _key(row["Workload"]),
        "sku_group_key": _key(row.get("SkuGroup")),
        "association_key": _key(row["PartnerAssociationType"]),
        "attached_count": read_number(row["PAMAU"]) if "PAMAU" in row else None,
        "capacity_count": read_number(row["MAC"]),
        "active_count": read_number(row["MAU"]),
    }


def _consumption(row: Mapping[str, str | None], case: int) -> dict[str, object]:
    return {
        "partner_id": account(case),
        "usage_month": _month(row["Month"]),
        "tenant_id": read_id(row["CustomerTenantId"]),
        "workload_key": _key(row["Workload"]),
        "association_key": _key(row["PartnerAssociationType"]),
        "mcv": read_number(row["MonthlyConsumptionValue"]),
    }


_READERS = {
    "AzureUsage": _azure,
    "EMSUsage": _ems,
    "CPORM365Usage": _claim,
    "OfficeUsage": _seats,
    "BusinessApplicationsRevenue": _revenue,
    "BusinessApplicationsUsage": _business,
    "TrainingCompletions": _certificate,
    "Profile": _location,
    "CustomersAndTenants": _customer,
    "Enrollment": _nothing,
    "MonthlyConsumption": _consumption,
    "PartnerTrack": _nothing,
    "PartnerCenterScore": _nothing,
}
STAGING_MODEL = {
    "AzureUsage": "stg_azure_usage",
    "EMSUsage": "stg_ems_usage",
    "CPORM365Usage": "stg_cpor_m365_usage",
    "TrainingCompletions": "stg_training_completions",
    "Profile": "stg_partner_locations",
    "CustomersAndTenants": "stg_customers_and_tenants",
    "OfficeUsage": "stg_office_usage",
    "BusinessApplicationsRevenue": "stg_business_applications_revenue",
    "BusinessApplicationsUsage": "stg_business_applications_usage",
    "MonthlyConsumption": "stg_monthly_consumption",
}
