"""Faults of ids: one id in every spelling, and numbers of Parquet that are ids or are none."""

from __future__ import annotations

from orchestration.landing.contracts import CONTRACT_OF
from tests.zoo.case import Book, Case, parquet_of
from tests.zoo.sound_rows import DATASETS, FREE_TEXT, PARTNER_OF, TENANT_OF, Row

GUID = "abcdef00-0000-4000-8000-00000000abcd"
GUID_SPELLINGS = [
    *[GUID.upper(), f"{{{GUID}}}", f"{{{GUID.upper()}}}", GUID.replace("-", "")],
    *[GUID.replace("-", "").upper(), f" {{{GUID.replace('-', '')}}}\t", f"{GUID}\x1a"],
]
NO_GUIDS = ["0" * 32, "{00000000-0000-0000-0000-000000000000}"]
NUMBER_SPELLINGS = ["{}.0", "{}.0000", " {}.00 ", "\u00a0{}", "{}\x1a"]

#: Types that hold every sound id of digits exactly.
WHOLE = ("decimal(38, 4)", "decimal(18, 0)", "double", "float", "bigint", "uinteger", "hugeint")
#: Types, and a number in them that is no id: a fraction, or more digits than it holds exactly.
NO_IDS = {
    "decimal(38, 4)": "1000001.5",
    "double": "9007199254740993",
    "float": "16777217",
}


def _ids(dataset: str) -> list[str]:
    """The columns of ids, but those of a person's address."""
    stored = CONTRACT_OF[dataset].stored
    sound = {header.lower(): header for header in Case(1, dataset, "", "").row(1)}
    return [
        sound[column.header.lower()]
        for column in stored
        if column.kind == "id" and "Email" not in column.header
    ]


def _numbers(dataset: str, row: Row) -> list[str]:
    return [column for column in _ids(dataset) if row[column].isdigit()]


def add(book: Book) -> None:
    for dataset in DATASETS:
        _numbers_as_text(book, dataset)
        _numbers_of_parquet(book, dataset)
        _no_ids_of_parquet(book, dataset)
    for dataset in TENANT_OF:
        _guids(book, dataset)


def _numbers_as_text(book: Book, dataset: str) -> None:
    case = book.case(dataset, "ids of digits in every spelling")
    rows = case.rows(len(NUMBER_SPELLINGS))
    for row, spelling in zip(rows, NUMBER_SPELLINGS, strict=True):
        row |= {column: spelling.format(row[column]) for column in _numbers(dataset, row)}
    case.put_rows(rows).loads(rows)


def _numbers_of_parquet(book: Book, dataset: str) -> None:
    for kind in WHOLE:
        case = book.case(dataset, f"ids as {kind}", "parquet")
        rows = case.rows()
        case.put(parquet_of(rows, dict.fromkeys(_numbers(dataset, rows[0]), kind))).loads(rows)


def _no_ids_of_parquet(book: Book, dataset: str) -> None:
    """A sound record, and one for each column of ids that has such a number."""
    for kind, number in NO_IDS.items():
        case = book.case(dataset, f"a number that is no id as {kind}", "parquet")
        rows = case.rows(1)
        columns = {column: kind for column in _ids(dataset)}
        # All ids have to be numbers then.
        rows[0] |= {column: "7" for column in columns if not rows[0][column].isdigit()}
        case.loads(rows)
        for column in columns:
            rows.append(case.row(len(rows) + 1) | {c: rows[0][c] for c in columns})
            rows[-1][column] = number
            case.sets_aside(len(rows), "not_an_id", column, line=None)
        case.put(parquet_of(rows, columns))


def _guids(book: Book, dataset: str) -> None:
    case = book.case(dataset, "GUIDs in every spelling")
    columns = [column for column in _ids(dataset) if column not in (PARTNER_OF[dataset], "MPNId")]
    tenant = TENANT_OF[dataset]
    # A text of each row's own: in a dataset without locations they would be one row otherwise.
    free = FREE_TEXT[dataset]
    rows = [
        case.row(n, **dict.fromkeys(columns, text), **{free: f"Customer {n}"})
        for n, text in enumerate(GUID_SPELLINGS, 1)
    ]
    case.put_rows(rows).loads(rows, tenant_id=GUID)
    case = book.case(dataset, "GUIDs of nothing in every spelling")
    rows = [case.row(n, **{tenant: text}) for n, text in enumerate(NO_GUIDS, 1)]
    case.put_rows(rows)
    if dataset == "MonthlyConsumption":
        for record in range(1, len(rows) + 1):
            case.sets_aside(record, "required_value_empty", tenant)
    else:
        case.loads(rows, tenant_id=None)
    if dataset != "CustomersAndTenants":
        case = book.case(dataset, "GUIDs as such", "parquet")
        rows = case.rows()
        case.put(parquet_of(rows, {tenant: "uuid"})).loads(rows)
