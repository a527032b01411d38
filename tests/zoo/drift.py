"""The drift matrix: what becomes of a dataset when its columns change, column by column.

Columns and their other names are written down here from the description of the extracts, not taken
from the contracts that are under test.
"""

from __future__ import annotations

from tests.zoo.case import Book, Case, parquet_of
from tests.zoo.sound_rows import DATASETS, MONTH_OF, PARTNER_OF, THOROUGH, Row, sound_row

_SEATS = [
    f"{workload}{measure}"
    for workload in ("AADP", "Intune", "Azip")
    for measure in ("PaidAvailableUnits", "MonthlyActiveUsers")
]
REQUIRED = {
    "AzureUsage": "PGAMpnId SubscriptionId Month ServiceLevel2 ServiceLevel3 ServiceLevel4 "
    "CustomerTenantId MPNId PartnerAttributionType ACR_USD",
    "EMSUsage": "PGAMpnId SubscriptionId Month FreeVsPaidSKU CustomerTenantId MPNId "
    f"PartnerAttachType {' '.join(_SEATS)}",
    "CPORM365Usage": "CustomerTenantId WorkloadName MonthlyActiveUsers PaidAvailableUnits ClaimId "
    "MpnId DateAssociated PartnerAttributionType Date",
    "OfficeUsage": "PGAMpnId CustomerTenantId WorkloadName Month PaidAvailableUnits "
    "MonthlyActiveUsers MPNId PartnerAttributionType",
    "BusinessApplicationsRevenue": "FiscalMonthName GlobalPartnerID PartnerAssociationType "
    "CustomerTenantID SubscriptionId Workloads AdjustedRevenueAmtCD",
    "BusinessApplicationsUsage": "FiscalMonthName GlobalPartnerID PartnerAssociationType "
    "CustomerID CustomerTenantID SubscriptionID MetricType Workload MAC MAU",
    "TrainingCompletions": "PGAMpnId TrainingTitle TrainingType TrainingCompletionDate "
    "ExpirationDate MCPID",
    "Profile": "MPNId PGAMpnId",
    "CustomersAndTenants": "CustomerTenantId",
    "Enrollment": "PGAMpnId SolutionArea EnrolledOn",
    "MonthlyConsumption": "PGAMpnId Month CustomerTenantId Workload PartnerAssociationType "
    "MonthlyConsumptionValue",
    "PartnerTrack": "PGAMpnId SolutionArea Month Path",
    "PartnerCenterScore": "PGAMpnId Month SolutionArea Path Metric Points",
}
ALIASES = {
    "PGAMpnId": ["PGAMpnID", "GlobalPartnerID", "PGAPartnerID", "PGA_MPNID"],
    "GlobalPartnerID": ["PGAMpnId", "PGAMpnID", "PGAPartnerID", "PGA_MPNID"],
    "MPNId": ["MpnId", "MPNID", "PartnerID"],
    "MpnId": ["MPNId", "MPNID", "PartnerID"],
    "ACR_USD": ["TotalACR"],
    "PartnerAttributionType": ["PartnerAssociationType", "PartnerAttachType"],
    "PartnerAttachType": ["PartnerAssociationType", "PartnerAttributionType"],
    "PartnerAssociationType": ["PartnerAttributionType", "PartnerAttachType"],
    "CustomerTenantId": ["CustomerTenantID"],
    "CustomerTenantID": ["CustomerTenantId"],
    "SubscriptionId": ["SubscriptionID"],
    "SubscriptionID": ["SubscriptionId"],
    "WorkloadName": ["Workload", "Workloads"],
    "Workload": ["WorkloadName", "Workloads"],
    "Workloads": ["WorkloadName", "Workload"],
    "HierarchyLevel": ["AccountType"],
    "Month": ["FiscalMonthName", "Month/Datekey"],
    "FiscalMonthName": ["Month", "Month/Datekey"],
}
#: Known to the dataset list, but of no use: neither kept nor told as unknown.
NOT_KEPT = {
    "AzureUsage": "SalesChannel",
    "EMSUsage": "SKUId",
    "OfficeUsage": "EOU",
    "BusinessApplicationsRevenue": "WorkloadCategory",
    "BusinessApplicationsUsage": "SubscriptionStartDate",
    "TrainingCompletions": "ActivationStatus",
    "CustomersAndTenants": "IndustryName",
}
#: Parquet types that a column may have, by what it holds, and some that no column may have.
MONTH_TYPES = ("date", "timestamp", "timestamp_ns", "timestamp with time zone")
NUMBER_TYPES = ("double", "decimal(18, 4)", "decimal(28, 10)")
NUMBERS = ("ACR_USD", "AdjustedRevenueAmtCD", "MonthlyConsumptionValue", "Points")
COUNT_TYPES = ("bigint", "integer", "double", "float", "uinteger", "hugeint")
ID_TYPES = ("bigint", "double", "uinteger", "blob")
NESTED = {
    "a list": "['x', 'y']",
    "a structure": "{'a': 'x'}",
    "a map": "map(['x'], ['y'])",
    "a list of structures": "[{'a': 'x'}]",
}


def add(book: Book) -> None:
    for dataset in DATASETS:
        _added(book, dataset)
        _removed(book, dataset)
        _renamed(book, dataset)
        _respelled(book, dataset)
        _reordered(book, dataset)
        _duplicated(book, dataset)
        _retyped(book, dataset)


def _loads_as(case: Case, header: list[str]) -> Case:
    """The sound records under another header; `header` is in the order of the sound one."""
    rows = [dict(zip(header, row.values(), strict=True)) for row in case.rows()]
    return case.put_rows(rows).loads(case.rows())


def _added(book: Book, dataset: str) -> None:
    for place, name in enumerate(("first", "in the middle", "last")):
        case = book.case(dataset, f"unknown column {name}")
        rows: list[Row] = []
        for row in case.rows():
            cells = list(row.items())
            cells.insert(place * len(cells) // 2, ('New, since "May"', "1,5"))
            rows.append(dict(cells))
        case.put_rows(rows).loads(case.rows())
        case.unknown = ("New", ' since "May"')
    case = book.case(dataset, "two unknown columns of one name")
    header = [*case.row(1), "Tag", "Tag"]
    lines = [header, *([*row.values(), "a", "b"] for row in case.rows())]
    case.put("".join(",".join(cells) + "\n" for cells in lines)).loads(case.rows())
    case.unknown = ("Tag", "Tag")
    if dataset in NOT_KEPT:
        case = book.case(dataset, "a column that is known and not kept")
        case.put_rows([row | {NOT_KEPT[dataset]: "x"} for row in case.rows()]).loads(case.rows())
    hostile = "x'); drop schema raw cascade; --"
    case = book.case(dataset, "a column named like a statement")
    case.put_rows([{hostile: "1"} | row for row in case.rows()]).loads(case.rows())
    case.unknown = (hostile,)


def _removed(book: Book, dataset: str) -> None:
    required = REQUIRED[dataset].split()
    for column in required:
        case = book.case(dataset, f"without {column}")
        case.put_rows(case.rows(**{column: None}))
        case.refuses("no such column", "Download the extract again", column=column)
    optional = [column for column in sound_row(dataset, 0, 0) if column not in required]
    together = [optional] if optional else []
    single = [[column] for column in optional] if dataset == THOROUGH else []
    for columns in [*together, *single]:
        case = book.case(dataset, f"without {', '.join(columns)}")
        rows = case.rows(**dict.fromkeys(columns))
        case.put_rows(rows).loads(rows)


def _renamed(book: Book, dataset: str) -> None:
    for column, aliases in ALIASES.items():
        if column in sound_row(dataset, 0, 0):
            for alias in aliases:
                case = book.case(dataset, f"{column} called {alias}")
                _loads_as(case, [alias if c == column else c for c in case.row(1)])
    required = REQUIRED[dataset].split()[0]
    case = book.case(dataset, f"{required} called by a name of no contract")
    rows = [{f"The{c}" if c == required else c: t for c, t in r.items()} for r in case.rows()]
    case.put_rows(rows).refuses("no such column", column=required)


def _respelled(book: Book, dataset: str) -> None:
    for name, spell in (
        ("in lower case", str.lower),
        ("in upper case", str.upper),
        ("with blanks and underscores", lambda c: f" {c[:2]}_{c[2:5]} {c[5:]}\t"),
    ):
        case = book.case(dataset, f"columns {name}")
        _loads_as(case, [spell(column) for column in case.row(1)])


def _reordered(book: Book, dataset: str) -> None:
    case = book.case(dataset, "columns in reverse order")
    case.put_rows([dict(reversed(row.items())) for row in case.rows()]).loads(case.rows())
    case = book.case(dataset, "columns in the order of the alphabet")
    case.put_rows([dict(sorted(row.items())) for row in case.rows()]).loads(case.rows())


def _duplicated(book: Book, dataset: str) -> None:
    for column in sound_row(dataset, 0, 0):
        case = book.case(dataset, f"{column} twice")
        header, *records = ([*r] for r in (case.row(1), *(r.values() for r in case.rows())))
        place = header.index(column)
        # The same values, so that only the header can tell.
        lines = [[*header, column.lower()], *([*r, r[place]] for r in records)]
        case.put("".join(",".join(cells) + "\n" for cells in lines))
        _say_twice(case, column)
        for alias in ALIASES.get(column, [])[-1:]:
            case = book.case(dataset, f"{column} and {alias}")
            case.put_rows([row | {alias: row[column]} for row in case.rows()])
            _say_twice(case, column)
    case = book.case(dataset, "a column twice in Parquet")
    column = REQUIRED[dataset].split()[0]
    tail = f', "{column}" as "{column[0]} {column[1:]}"'
    case.put(parquet_of(case.rows(), tail=tail), "parquet")
    _say_twice(case, column)


def _say_twice(case: Case, column: str) -> None:
    case.refuses("only one column with this meaning", "Remove all but one", column=column)


def _retyped(book: Book, dataset: str) -> None:
    row = sound_row(dataset, 0, 0)
    month = MONTH_OF.get(dataset)
    months = [c for c in (month, "TrainingCompletionDate", "EnrolledOn") if c in row]
    numbers = [c for c in NUMBERS if c in row]
    counts = [c for c in row if c.endswith(("AvailableUnits", "ActiveUsers", "MAU", "MAC"))]
    ids = [c for c in (PARTNER_OF[dataset], "MPNId") if c in row]
    for columns, kinds in (
        (months, MONTH_TYPES),
        (numbers, NUMBER_TYPES),
        (counts, COUNT_TYPES),
        (ids, ID_TYPES),
    ):
        for kind in kinds if columns else ():
            case = book.case(dataset, f"{', '.join(columns[:2])} as {kind}")
            whole = {month: "2026-10-01"} if month else {}
            rows = case.rows(**whole)
            case.put(parquet_of(rows, dict.fromkeys(columns, kind)), "parquet").loads(rows)
            case.compares_raw = False
    column = REQUIRED[dataset].split()[0]
    for name, value in NESTED.items():
        case = book.case(dataset, f"{column} as {name}")
        rows = case.rows(**{column: None})
        tail = f', {value} as "{column}"'
        case.put(parquet_of(rows, tail=tail), "parquet").refuses("type", "one plain value per row")
    case = book.case(dataset, "an unknown column with lists")
    case.put(parquet_of(case.rows(), tail=", [1, 2] as more"), "parquet").loads(case.rows())
    case.unknown = ("more",)
