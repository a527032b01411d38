"""Faults of single values: each spelling that must be read, and each near miss of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tests.zoo.case import Book
from tests.zoo.sound_rows import DATASETS, MONTH_OF, TENANT_OF, THOROUGH, USAGE

NULL_GUID = "00000000-0000-0000-0000-000000000000"
APRIL = date(2026, 4, 1)

GOOD_MONTHS = [
    *["APR-2026", "apr-2026", "Apr-2026", "20260401", "2026-04-01", "2026-04"],
    *["2026-04-01T00:00:00Z", "2026-04-01T00:00:00", "2026-04-01 00:00:00", "4/1/2026"],
    *["04/01/2026", "4/1/2026 12:00:00 AM", " 2026-04-01 ", "2026-04-01 00:00:00.000"],
    *["2026-04-01T00:00:00+00:00", "2026-04-01 00:00:00+00:00", "2026-04-01T00:00:00.000+0000"],
    *["4/1/2026 12:00:00 AM +00:00", "20260401 00:00:00", "2026-04-01T00:00:00-00:00"],
    *["April, 2026", "April 2026", "april 2026", "Apr 2026", "APR, 2026", "FY26-Apr", "fy26-APR"],
]
NO_MONTHS = [
    *["2026-13", "2026-13-01", "2026-00", "20261301", "13/13/2026", "2026-02-30", "20260230"],
    *["2/30/2026", "4/1/26", "32.4.2026", "01-04-2026", "2026/04/01", "April2026", "APRIL-2026"],
    *["Avril 2026", "Sept 2026", "April,2026", "April  2026", "FY26-April", "FY2026-Apr"],
    *["FY26 Apr", "FY26-Apx", "APX-2026", "APR2026", "APR-26", "2026", "202604", "46113"],
    *["2026-4", "2026-4-1", "#####"],
    *["2026-04-01T00:00:00+02:00", "2026-04-01 00:00:00-05:00", "2026-04-01T00:00:00 CET"],
    *["2026-04-01T25:00:00Z", "2026-04-01x", "yesterday", "-2026-04-01", "12026-04-01", "NaT"],
]
OTHER_DAYS = [
    "2026-04-02",
    "2026-04-30",
    "20260415",
    "4/15/2026",
    "1/4/2026",
    "2026-04-02 00:00:00",
]

GOOD_DATES = {
    "20201111": date(2020, 11, 11),
    "22 Aug 2021": date(2021, 8, 22),
    "2 aug 2021": date(2021, 8, 2),
    "2021-08-22": date(2021, 8, 22),
    "2021-08-22T23:59:59Z": date(2021, 8, 22),
    "2021-08-22T23:59:59+00:00": date(2021, 8, 22),
    "22 Aug 2021 23:59": date(2021, 8, 22),
    "8/22/2021": date(2021, 8, 22),
    "8/22/2021 11:59:59 PM": date(2021, 8, 22),
    "2024-02-29": date(2024, 2, 29),
    "AUG-2021": date(2021, 8, 1),
    "2021-08": date(2021, 8, 1),
}
NO_DATES = [
    *["2023-02-29", "31 Apr 2024", "20240231", "22/13/2021", "32.08.2021", "22-Aug-2021", "Aug 22"],
    *["22 August 2021", "22 Aug 21", "2021-8-22", "44430", "soon", "0", "2021-08-22 24:00:00"],
    *["2021-08-22T23:59:59+01:00", "2021-08-22 00:00:00 -0500"],
    *["never", "N/A", "2024-13-01", "1/2/24"],
]

GOOD_NUMBERS = {
    "1234.5": "1234.5",
    "1,234.50": "1234.5",
    "1,234,567.25": "1234567.25",
    "(12.00)": "-12",
    "(1,200.5)": "-1200.5",
    "-7": "-7",
    "+7": "7",
    "1.5E+3": "1500",
    " 7 ": "7",
    "0": "0",
    "-0": "0",
    "007": "7",
    ".5": "0.5",
    "5.": "5",
}
#: Beyond what a count may hold, but money may.
GOOD_MONEY = {
    "1e-06": "0.000001",
    "123456789012345678.0123456789": "123456789012345678.0123456789",
    "0.00000000005": "0.0000000001",
    "6.136769255281361e-05": "0.0000613677",
    "-999999999999.99": "-999999999999.99",
}
NO_NUMBERS = [
    *["1.234,50", "12,5", "1,23", "1,2345", "12,34,567", "1_000", "1 000", "1'000", "0x10", "NaN"],
    *["nan", "inf", "-inf", "Infinity", "--1", "- 1", "+-1", "(12", "12)", "(-12)", "((12))", "$5"],
    *["5 USD", "5%", "1e400", "1e", "e5", "1e5.5", "1.2.3", "true", "NA", "null", "N/A", "-", "+"],
    *[".", "one", "9" * 30, "1e30", "1\u00a0000", "١٢", "12-", "=1+1", "#REF!", "0b1", "1f", "½"],
]

#: What a spreadsheet makes of dates and numbers: one such value refuses the file.
DAY_FIRST = ["13/1/2026", "22/8/2021 0:00", "31/12/24", "22.08.2021", "01.04.2026", "1.4.26 10:00"]
DECIMAL_COMMAS = ["12,5", "1.234,50", "1,234"]

EMPTY = ["", " ", "\t", "\u00a0"]
NO_IDS = [
    *[*EMPTY, "NULL", "null", "UNKNOWN", "Unknown", " null ", NULL_GUID, "None", "nan", "NaN"],
    *["<NA>", "N/A", "#N/A", "NA", "n/a", " - ", "-"],
]

DATE_COLUMNS = {
    "TrainingCompletions": ["TrainingCompletionDate", "ExpirationDate"],
    "CPORM365Usage": ["DateAssociated"],
    "Enrollment": ["EnrolledOn"],
}
#: Amounts of money, and what staging calls them.
MONEY = {
    "ACR_USD": "acr_usd",
    "AdjustedRevenueAmtCD": "adjusted_revenue_usd",
    "MonthlyConsumptionValue": "mcv",
}
#: Numbers of the report of business applications, likewise; nothing is zero there.
UNITS = {"PAMAU": "attached_count", "MAC": "capacity_count", "MAU": "active_count"}
_WORKLOADS = ("AADP", "Intune", "Azip", "AATP", "MDO", "MDE")
NUMBER_COLUMNS = {
    "AzureUsage": ["ACR_USD"],
    "EMSUsage": [
        f"{workload}{measure}"
        for workload in _WORKLOADS
        for measure in ("PaidAvailableUnits", "MonthlyActiveUsers")
    ],
    "CPORM365Usage": ["MonthlyActiveUsers", "PaidAvailableUnits"],
    "OfficeUsage": ["PaidAvailableUnits", "MonthlyActiveUsers"],
    "BusinessApplicationsRevenue": ["AdjustedRevenueAmtCD"],
    "BusinessApplicationsUsage": ["PAMAU", "MAC", "MAU"],
    "MonthlyConsumption": ["MonthlyConsumptionValue"],
    "PartnerCenterScore": ["Points"],
}
REQUIRED_IDS = {
    "AzureUsage": ["PGAMpnId", "MPNId"],
    "EMSUsage": ["PGAMpnId", "MPNId"],
    "CPORM365Usage": ["MpnId"],
    "OfficeUsage": ["PGAMpnId", "MPNId"],
    "BusinessApplicationsRevenue": ["GlobalPartnerID"],
    "BusinessApplicationsUsage": ["GlobalPartnerID"],
    "TrainingCompletions": ["PGAMpnId"],
    "Profile": ["PGAMpnId", "MPNId"],
    "CustomersAndTenants": ["PGAMpnId"],
    "Enrollment": ["PGAMpnId"],
    "MonthlyConsumption": ["PGAMpnId", "CustomerTenantId"],
    "PartnerTrack": ["PGAMpnId"],
    "PartnerCenterScore": ["PGAMpnId"],
}
REQUIRED_TEXTS = {
    "AzureUsage": ["PartnerAttributionType", "Month"],
    "EMSUsage": ["PartnerAttachType", "Month"],
    "CPORM365Usage": ["PartnerAttributionType", "Date"],
    "OfficeUsage": ["PartnerAttributionType", "WorkloadName", "Month"],
    "BusinessApplicationsRevenue": ["PartnerAssociationType", "Workloads", "FiscalMonthName"],
    "BusinessApplicationsUsage": ["PartnerAssociationType", "Workload", "FiscalMonthName"],
    "TrainingCompletions": ["TrainingTitle", "TrainingCompletionDate"],
    "CustomersAndTenants": ["Month"],
    "MonthlyConsumption": ["PartnerAssociationType", "Workload", "Month"],
    "PartnerTrack": ["SolutionArea", "Month", "Path"],
    "PartnerCenterScore": ["Month", "Points"],
}
#: Numbers that cannot be below zero, and why such a record is set aside.
NOT_BELOW_ZERO = {
    **dict.fromkeys(["PaidAvailableUnits", "MonthlyActiveUsers"], "negative_units"),
    **dict.fromkeys(["PAMAU", "MAC", "MAU"], "negative_units"),
    "MonthlyConsumptionValue": "negative_value",
}
#: Datasets without a staging model in which the month of a record can be looked up.
NOT_STAGED = ("PartnerTrack", "PartnerCenterScore")


def add(book: Book) -> None:
    for text in ("Corporate", "single", "SMB and Enterprise", "smb'; drop schema raw cascade; --"):
        book.bad_cell("PartnerTrack", "Path", text, "unknown_path")
    for text in ("enterprise", " SMB ", "Enterprise Path"):
        book.good_cell("PartnerTrack", "Path", text)
    for dataset in DATASETS:
        _months(book, dataset)
        _dates(book, dataset)
        _numbers(book, dataset)
        _required(book, dataset)
    _ids(book)
    _several_faults(book)


def _below_zero(column: str) -> str | None:
    return next((why for end, why in NOT_BELOW_ZERO.items() if column.endswith(end)), None)


def _staged_number(dataset: str, column: str) -> str:
    """The column of staging that a measure becomes."""
    if column in UNITS:
        return UNITS[column]
    if column in MONEY:
        return MONEY[column]
    prefix = next((w for w in _WORKLOADS if column.startswith(w)), "")
    kind = "paid_count" if column.endswith("PaidAvailableUnits") else "active_count"
    return f"{prefix.lower()}_{kind}".lstrip("_")


def _sheet(
    book: Book,
    dataset: str,
    name: str,
    column: str,
    good: Mapping[str, Mapping[str, object]],
    bad: Mapping[str, str],
    delimiter: str = ",",
) -> None:
    """One file with a record for each text; sound records before, between and behind them."""
    case = book.case(dataset, name)
    rows = [case.row(1)]
    case.loads({1: rows[0]})
    for text, reads in good.items():
        rows.append(case.row(len(rows) + 1, **{column: text}))
        case.loads({len(rows): rows[-1]}, **reads)
    rows.append(case.row(len(rows) + 1))
    case.loads({len(rows): rows[-1]})
    for text, reason in bad.items():
        rows.append(case.row(len(rows) + 1, **{column: text}))
        case.sets_aside(len(rows), reason, column)
    rows.append(case.row(len(rows) + 1))
    case.loads({len(rows): rows[-1]})
    case.put_rows(rows, delimiter=delimiter)


def _months(book: Book, dataset: str) -> None:
    column = MONTH_OF.get(dataset)
    if column is None or dataset == "TrainingCompletions":
        return
    staged = {} if dataset in NOT_STAGED else {"usage_month": APRIL}
    bad = dict.fromkeys(NO_MONTHS, "not_a_month") | dict.fromkeys(OTHER_DAYS, "month_not_first_day")
    good = dict.fromkeys(GOOD_MONTHS, staged)
    _sheet(book, dataset, f"{column} in every spelling and in none", column, good, bad)
    if dataset == THOROUGH:
        for text in [*NO_MONTHS[::3], *OTHER_DAYS[:2]]:
            book.bad_cell(dataset, column, text, bad[text])
    _day_first(book, dataset, column)
    case = book.case(dataset, "first days of months, the day before the month")
    rows = [case.row(n, **{column: text}) for n, text in enumerate(("01/01/2026", "1/10/2026"), 1)]
    case.put_rows(rows).refuses(
        "the day before the month", "Download it again", record=2, column=column
    )
    if dataset in USAGE:
        book.good_cell(dataset, column, "2023-10", usage_month=date(2023, 10, 1))
        book.bad_cell(dataset, column, "2023-09", "month_too_old")
        book.bad_cell(dataset, column, "9/1/1999", "month_too_old")
        for text in ("2026-11", "DEC-2026"):
            case = book.with_cell(dataset, column, text)
            case.loads_unread(2, case.row(2, **{column: text}))
        case = book.case(dataset, "months after the as-of month only")
        case.put_rows(case.rows(**{column: "2026-11-01"})).refuses("wrong folder")
        case = book.case(dataset, "months too long ago only")
        case.put_rows(case.rows(**{column: "2021-01-01"}))
        for record in (1, 2, 3):
            case.sets_aside(record, "month_too_old", column)
    else:
        old = {} if dataset in NOT_STAGED else {"usage_month": date(2019, 1, 1)}
        book.good_cell(dataset, column, "2019-01", **old)


def _dates(book: Book, dataset: str) -> None:
    for column in DATE_COLUMNS.get(dataset, []):
        staged = {"TrainingCompletionDate": "completed_on", "ExpirationDate": "expires_on"}.get(
            column
        )
        good = {t: {staged: d} if staged else {} for t, d in GOOD_DATES.items()}
        _day_first(book, dataset, column)
        if column == "DateAssociated":
            # No rule asks for it: one that cannot be read is unknown.
            unread = {text: {} for text in [*good, *NO_DATES]}
            _sheet(book, dataset, f"{column} in every spelling and in none", column, unread, {})
            continue
        bad = dict.fromkeys(NO_DATES, "not_a_date")
        if column == "TrainingCompletionDate":
            bad |= dict.fromkeys(["NA", "na"], "required_value_empty")
        else:
            nothing = {staged: None} if staged else {}
            good |= dict.fromkeys(["", "NA", "na", " NA ", "  "], nothing)
        _sheet(book, dataset, f"{column} in every spelling and in none", column, good, bad)


def _day_first(book: Book, dataset: str, column: str) -> None:
    for text in DAY_FIRST:
        case = book.refused_cell(dataset, column, text)
        case.refuses("the day before the month", "Download it again", record=2, column=column)


def _numbers(book: Book, dataset: str) -> None:
    for place, column in enumerate(NUMBER_COLUMNS.get(dataset, [])):
        staged = None if column == "Points" else _staged_number(dataset, column)

        def as_read(texts: Mapping[str, str], staged: str | None = staged) -> dict:
            return {t: {staged: Decimal(n)} if staged else {} for t, n in texts.items()}

        nothing: object = Decimal(0) if column in {**MONEY, **UNITS} else None
        empty = {text: {staged: nothing} if staged else {} for text in ("", " ")}
        money = as_read(GOOD_MONEY) if column in MONEY else {}
        every = as_read(GOOD_NUMBERS) | money | empty
        bad = dict.fromkeys(NO_NUMBERS, "not_a_number")
        if reason := _below_zero(column):
            signed = {**GOOD_NUMBERS, **(GOOD_MONEY if money else {})}
            bad |= {text: reason for text, number in signed.items() if Decimal(number) < 0}
            every = {text: reads for text, reads in every.items() if text not in bad}
        if column == "Points":
            every = as_read({t: n for t, n in GOOD_NUMBERS.items() if Decimal(n) >= 0})
            below = [text for text, number in GOOD_NUMBERS.items() if Decimal(number) < 0]
            bad |= dict.fromkeys(below, "points_out_of_bounds")
            bad |= dict.fromkeys(("", " "), "required_value_empty")
        _sheet(book, dataset, f"{column} in every spelling and in none", column, every, bad)
        if place == 0:
            plain = {text: reads for text, reads in every.items() if "," not in text}
            name = f"{column} in a file with semicolons"
            _sheet(book, dataset, name, column, plain, {}, ";")
            for text in DECIMAL_COMMAS:
                case = book.refused_cell(dataset, column, text, delimiter=";")
                case.refuses("comma", "Download it again", record=2, column=column)
            if column not in (*MONEY, "Points"):
                # Beyond all people on earth: staging holds counts in a narrower type than money.
                case = book.bad_cell(dataset, column, "123456789012", "not_a_number")
                case.alone = True
    if dataset == THOROUGH:
        for text in NO_NUMBERS:
            book.bad_cell(dataset, "ACR_USD", text, "not_a_number")


def _required(book: Book, dataset: str) -> None:
    for column in REQUIRED_IDS[dataset]:
        bad = dict.fromkeys(NO_IDS, "required_value_empty")
        _sheet(book, dataset, f"{column} without a value", column, {}, bad)
        book.bad_cell(dataset, column, "", "required_value_empty")
    for column in REQUIRED_TEXTS.get(dataset, []):
        bad = dict.fromkeys(EMPTY, "required_value_empty")
        _sheet(book, dataset, f"{column} without a value", column, {}, bad)
        book.bad_cell(dataset, column, "", "required_value_empty")


def _ids(book: Book) -> None:
    tenant = "ABCDEF00-0000-4000-8000-00000000ABCD"
    for dataset, column in TENANT_OF.items():
        if dataset == "MonthlyConsumption":
            continue
        texts = {tenant: tenant.lower(), f" {tenant} ": tenant.lower(), "not-a-guid": "not-a-guid"}
        reads = texts | dict.fromkeys(NO_IDS)
        good = {text: {"tenant_id": tenant_id} for text, tenant_id in reads.items()}
        _sheet(book, dataset, f"{column} in every spelling", column, good, {})
    for dataset, columns in REQUIRED_IDS.items():
        for column in columns:
            # Padded with what cells of spreadsheets are padded with; the partner stays the same.
            case = book.case(dataset, f"{column} with blanks around it")
            rows = case.rows(4)
            for row, padded in zip(rows, (" {}", "{} ", "\t{}\t", "\u00a0{}\u00a0"), strict=True):
                row[column] = padded.format(row[column])
            case.put_rows(rows).loads(rows)
    for text, paid in {"Paid": True, "PAID ": True, "paid": True, "Free": False, "": False}.items():
        book.good_cell("EMSUsage", "FreeVsPaidSKU", text, is_paid_sku=paid)
    for person in ("MCPID", "CorpEmail", "Email"):
        case = book.with_cell("TrainingCompletions", person, "")
        case.loads({2: case.row(2, **{person: ""})})
    case = book.case("TrainingCompletions", "nobody")
    nobody = case.row(2, MCPID="", CorpEmail=" ", Email="NULL")
    rows = [case.row(1), nobody, case.row(3)]
    case.put_rows(rows).loads(rows)


def _several_faults(book: Book) -> None:
    case = book.case("AzureUsage", "several wrong values in one record")
    rows = [case.row(1), case.row(2, ACR_USD="x", Month="y", MPNId=""), case.row(3)]
    case.put_rows(rows).loads({1: rows[0], 3: rows[2]}).sets_aside(2, "not_a_month", "Month")
    case = book.case("AzureUsage", "every record wrong")
    case.put_rows(case.rows(ACR_USD="x"))
    for record in (1, 2, 3):
        case.sets_aside(record, "not_a_number", "ACR_USD")
    case = book.case("AzureUsage", "quarantined months extend no coverage")
    rows = [
        case.row(1, Month="2026-05"),
        case.row(2, Month="2026-01", ACR_USD="x"),
        case.row(3, Month="2026-06"),
        case.row(4, Month="2026-09", MPNId="NULL"),
    ]
    case.put_rows(rows).loads({1: rows[0], 3: rows[2]})
    case.sets_aside(2, "not_a_number", "ACR_USD").sets_aside(4, "required_value_empty", "MPNId")
