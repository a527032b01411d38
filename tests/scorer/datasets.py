"""Every dataset of a folder: which columns are read, and by what."""

from collections.abc import Callable
from typing import NamedTuple

from tests.scorer import reading
from tests.scorer.areas import reading as area_reading
from tests.scorer.areas import usage_reading
from tests.scorer.tables import Table

READERS: dict[str, tuple[list[str], Callable[[tuple, Table, int], NamedTuple]]] = {
    "AzureUsage": (reading.AZURE_COLUMNS, reading.read_azure),
    "EMSUsage": (reading.EMS_COLUMNS, reading.read_ems),
    "CPORM365Usage": (reading.CLAIM_COLUMNS, reading.read_claim),
    "TrainingCompletions": (reading.CERTIFICATE_COLUMNS, reading.read_certificate),
    "Profile": (["pgampnid", "mpnid"], reading.read_location),
    "Enrollment": (["pgampnid"], reading.read_named),
    "CustomersAndTenants": (area_reading.CUSTOMER_COLUMNS, area_reading.read_customer),
    "OfficeUsage": (usage_reading.OFFICE_COLUMNS, usage_reading.read_office),
    "BusinessApplicationsRevenue": (usage_reading.REVENUE_COLUMNS, usage_reading.read_revenue),
    "BusinessApplicationsUsage": (usage_reading.USAGE_COLUMNS, usage_reading.read_usage),
    "MonthlyConsumption": (usage_reading.CONSUMPTION_COLUMNS, usage_reading.read_consumption),
    "PartnerTrack": (area_reading.TRACK_COLUMNS, area_reading.read_track),
    "PartnerCenterScore": (area_reading.DECLARED_COLUMNS, area_reading.read_declared),
}


def read_rows(table: Table, dataset: str, as_of: int) -> tuple[list[NamedTuple], int]:
    """Read all usable rows of a file in its order, and count the ones left aside."""
    columns, read = READERS[dataset]
    rows, left_aside = [], 0
    for row in table.picked(columns):
        try:
            rows.append(read(row, table, as_of))
        except ValueError:
            left_aside += 1
    return rows, left_aside
