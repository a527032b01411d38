"""Faults of single records: fields, quotes, line ends, blank lines, headers in the middle."""

from __future__ import annotations

from collections.abc import Callable

from tests.zoo.case import Book, Case, line_of, text_of
from tests.zoo.sound_rows import DATASETS, FREE_TEXT, THOROUGH

#: What a header read as a record is set aside for, where its first id is not its first fault.
HEADER_AS_RECORD = {
    "CPORM365Usage": ("not_a_number", "MonthlyActiveUsers"),
    "Profile": ("header_repeated", "MPNId"),
    # The month comes before any id.
    **{
        dataset: ("not_a_month", "FiscalMonthName")
        for dataset in ("BusinessApplicationsRevenue", "BusinessApplicationsUsage")
    },
}


def add(book: Book) -> None:
    for dataset in DATASETS:
        _fields(book, dataset)
        _quotes(book, dataset)
        _lines(book, dataset)


#: A record made wrong: what is done to its line, and why it is set aside. Without a reason it is
#: passed over, as there is no value in it.
WRONG_LINES: dict[str, tuple[Callable[[str], str], str | None]] = {
    "a field too many": (lambda line: f"{line},9", "too_many_fields"),
    "a comma at the end": (lambda line: f"{line},", "too_many_fields"),
    "ten fields too many": (lambda line: line + ",9" * 10, "too_many_fields"),
    "one field only": (lambda line: "1", "too_few_fields"),
    "a field too few": (lambda line: line.rpartition(",")[0], "too_few_fields"),
    "blanks only": (lambda line: "   ", None),
    "separators only": (lambda line: "," * line.count(","), None),
    "separators and blanks": (lambda line: ", " * line.count(","), None),
    "a separator only": (lambda line: ",", None),
    "more separators than columns": (lambda line: "," * 100, None),
    "empty quoted fields only": (lambda line: ",".join(['""'] * (line.count(",") + 1)), None),
    "semicolons": (lambda line: line.replace(",", ";"), "too_few_fields"),
    "dashes": (lambda line: "-----", "too_few_fields"),
    "a total": (lambda line: "Total: 2 rows", "too_few_fields"),
    "an empty quoted field": (lambda line: '""', None),
}


#: The first column of a contract that must have a value, where it is not the account.
FIRST_REQUIRED = {
    "CPORM365Usage": "MpnId",
    "Profile": "MPNId",
    "BusinessApplicationsRevenue": "FiscalMonthName",
    "BusinessApplicationsUsage": "FiscalMonthName",
}


def _left_out(case: Case, record: int, reason: str | None) -> None:
    if reason is None:
        case.passes_over(record)
    else:
        case.sets_aside(record, reason)


def _fields(book: Book, dataset: str) -> None:
    case = book.case(dataset, "records of every wrong length")
    header, *lines = text_of(case.rows(2 * len(WRONG_LINES) + 1)).splitlines()
    for place, (change, reason) in enumerate(WRONG_LINES.values()):
        lines[2 * place + 1] = change(lines[2 * place + 1])
        _left_out(case, 2 * place + 2, reason)
    case.put("\n".join([header, *lines, ""]))
    case.loads({record: case.row(record) for record in range(1, len(lines) + 1, 2)})
    if dataset == THOROUGH:
        for name, (change, reason) in WRONG_LINES.items():
            case = book.case(dataset, f"a record with {name}")
            header, *lines = text_of(case.rows()).splitlines()
            case.put("\n".join([header, lines[0], change(lines[1]), lines[2], ""]))
            _left_out(case.loads({1: case.row(1), 3: case.row(3)}), 2, reason)
    case = book.case(dataset, "rows of separators below the last one")
    separators = "," * header_of(case).count(",")
    case.put(text_of(case.rows()) + f"{separators}\n" * 20)
    case.loads(case.rows()).passes_over(*range(4, 24))
    case = book.case(dataset, "a 0x1A on the last line")
    case.put(text_of(case.rows()) + "\x1a").loads(case.rows()).passes_over(4)
    case = book.case(dataset, "a record without a value but in a column that no contract knows")
    header, *lines = text_of(case.rows()).splitlines()
    lines = [f"{line},x" for line in lines]
    lines[1] = "," * lines[0].count(",") + "x"
    case.put("\n".join([f"{header},Odd", *lines, ""]))
    case.unknown = ("Odd",)
    case.loads({1: case.row(1), 3: case.row(3)})
    case.sets_aside(2, "required_value_empty", FIRST_REQUIRED.get(dataset, "PGAMpnId"))
    case = book.case(dataset, "a comma at the end of every record")
    header, *lines = text_of(case.rows()).splitlines()
    case.put("\n".join([header, *(f"{line}," for line in lines), ""]))
    for record in (1, 2, 3):
        case.sets_aside(record, "too_many_fields")
    case = book.case(dataset, "a comma at the end of every line, the header too")
    case.put("".join(f"{line},\n" for line in text_of(case.rows()).splitlines()))
    case.loads(case.rows())
    case.unknown = ("(no name)",)
    case = book.case(dataset, "a comma without quotes in a text")
    row = case.row(2, **{FREE_TEXT[dataset]: "Contoso, Ltd"})
    lines = text_of([case.row(1), row, case.row(3)]).replace('"Contoso, Ltd"', "Contoso, Ltd")
    case.put(lines).loads({1: case.row(1), 3: case.row(3)}).sets_aside(2, "too_many_fields")
    case = book.case(dataset, "cut off in the middle of the last record")
    content = text_of(case.rows())
    last = content.rindex("\n", 0, -1)
    case.put(content[: content.index(",", last) + 2]).refuses("cut off", record=3)


AWKWARD = {
    "a line feed": "two\nlines",
    "a CRLF": "two\r\nlines",
    "a carriage return": "two\rlines",
    "blank lines": "a\n\n\nb",
    "commas and quotes": 'a, "b", c',
    "a quote alone": '"',
    "what looks like a record": "1,2,3\n4,5,6",
    "a backslash": 'a\\"b\\',
    "a formula": '=HYPERLINK("x")',
    "SQL": "'; drop schema raw cascade; --",
    "a shell word": "$(touch x) `id` ${HOME}",
    "braces": "{{ config() }} {% raw %}",
    "a zero-width and a no-break space": "a\u200bb\u00a0c",
    "control characters": "a\x01b\x1bc\x7f",
}


def _quotes(book: Book, dataset: str) -> None:
    free = FREE_TEXT[dataset]
    case = book.case(dataset, "every awkward text inside quotes")
    rows = [case.row(record, **{free: inside}) for record, inside in enumerate(AWKWARD.values(), 1)]
    case.put_rows(rows).loads(rows)
    if dataset == THOROUGH:
        for name, inside in AWKWARD.items():
            case = book.case(dataset, f"{name} inside quotes")
            rows = [case.row(1), case.row(2, **{free: inside}), case.row(3)]
            case.put_rows(rows).loads(rows)
    case = book.case(dataset, "quotes around every field")
    lines = [list(case.row(1)), *(row.values() for row in case.rows())]
    case.put("".join(",".join(f'"{cell}"' for cell in cells) + "\n" for cells in lines))
    case.loads(case.rows())
    case = book.case(dataset, "a wrong record behind quoted line ends")
    rows = [case.row(1, **{free: "three\nlong\nlines"}), case.row(2), case.row(3)]
    content = text_of(rows).splitlines(keepends=True)
    content.insert(4, "short\n")
    case.put("".join(content)).loads({1: rows[0], 3: rows[1], 4: rows[2]})
    case.sets_aside(2, "too_few_fields", line=5)
    case = book.case(dataset, "a wrong record with a line end in quotes")
    rows = [case.row(1), case.row(2, **{free: "two\nlines"}), case.row(3)]
    case.put(text_of(rows).replace(line_of(rows[1].values()), line_of(rows[1].values()) + ",9"))
    case.loads({1: rows[0], 3: rows[2]}).sets_aside(2, "too_many_fields")
    for name, change in (
        ("a quote that is never closed", lambda line: f'"{line}'),
        ("text behind a closing quote", lambda line: f'"1"x,{line}'),
        ("a blank behind a closing quote", lambda line: f'"1" ,{line}'),
        ("a quote behind the last record's", lambda line: f'{line},"x""'),
    ):
        case = book.case(dataset, name)
        header, *lines = text_of(case.rows()).splitlines()
        lines[2] = change(lines[2])
        case.put("\n".join([header, *lines, ""])).refuses("quote", record=3)
    case = book.case(dataset, "a quote within a field without quotes")
    row = case.row(2, **{free: "19 inch"})
    rows = [case.row(1), case.row(2, **{free: '19" rack'}), case.row(3)]
    case.put(text_of([rows[0], row, rows[2]]).replace("19 inch", '19" rack')).loads(rows)


def _lines(book: Book, dataset: str) -> None:
    case = book.case(dataset, "no line end behind the last record")
    case.put(text_of(case.rows()).rstrip("\n")).loads(case.rows())
    case = book.case(dataset, "no line end behind the last record, CRLF before")
    case.put(text_of(case.rows(), newline="\r\n").rstrip("\r\n")).loads(case.rows())
    case = book.case(dataset, "empty lines between records and at the end")
    header, *lines = text_of(case.rows()).splitlines()
    case.put("\n".join([header, "", lines[0], "", "", lines[1], lines[2], "", "", ""]))
    case.loads(case.rows())
    case = book.case(dataset, "a wrong record behind empty lines")
    case.put("\n".join([header_of(case), "", *lines_of(case)[:1], "", "short", "", ""]))
    case.loads({1: case.row(1)}).sets_aside(2, "too_few_fields", line=5)
    case = book.case(dataset, "CRLF in some lines and LF in others")
    header, *lines = text_of(case.rows()).splitlines()
    case.put(f"{header}\r\n{lines[0]}\n{lines[1]}\r\n{lines[2]}\n").refuses("line end")
    case = book.case(dataset, "a carriage return without quotes")
    row = case.row(2, **{FREE_TEXT[dataset]: "two lines"})
    content = text_of([case.row(1), row, case.row(3)]).replace("two lines", "two\rlines")
    case.put(content).refuses("line end")
    case = book.case(dataset, "the header again in the middle")
    header, *lines = text_of(case.rows()).splitlines()
    case.put("\n".join([header, lines[0], header, lines[1], lines[2], ""]))
    case.loads({1: case.row(1), 3: case.row(2), 4: case.row(3)})
    reason, column = HEADER_AS_RECORD.get(dataset, ("header_repeated", "PGAMpnId"))
    case.sets_aside(2, reason, column)
    case = book.case(dataset, "carriage returns alone end the lines")
    case.put(text_of(case.rows(), newline="\r")).refuses("header line")


def header_of(case: Case) -> str:
    return text_of(case.rows()).splitlines()[0]


def lines_of(case: Case) -> list[str]:
    return text_of(case.rows()).splitlines()[1:]
