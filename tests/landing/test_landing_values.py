"""The value macros read every spelling, and nothing that is not one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

import duckdb
import pytest

from orchestration.raw import store as raw_store

NULL_GUID = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def macros(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    build: Path = tmp_path_factory.mktemp("values") / "build.duckdb"
    with raw_store.open_store(build) as connection:
        yield connection


def read(connection: duckdb.DuckDBPyConnection, macro: str, value: str | None) -> object:
    row = connection.execute(f"select raw.{macro}(?::varchar)", [value]).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    "text",
    [
        "2023-04-01",
        "2023-04",
        "20230401",
        "APR-2023",
        "apr-2023",
        "2023-04-01T00:00:00Z",
        "2023-04-01 00:00:00",
        "2023-04-01 00:00:00.000",
        "4/1/2023",
        "04/01/2023",
        "4/1/2023 12:00:00 AM",
        " 2023-04 ",
        "April, 2023",
        "April 2023",
        "Apr 2023",
        "Apr-2023",
        "FY23-Apr",
    ],
)
def test_months(macros: duckdb.DuckDBPyConnection, text: str) -> None:
    assert str(read(macros, "as_month", text)) == "2023-04-01"
    assert str(read(macros, "as_date", text)) == "2023-04-01"


@pytest.mark.parametrize(
    ("text", "month"),
    [("FY24-Jul", "2023-07-01"), ("FY24-Dec", "2023-12-01"), ("FY24-Jan", "2024-01-01")],
)
def test_a_fiscal_year_begins_in_july(
    macros: duckdb.DuckDBPyConnection, text: str, month: str
) -> None:
    assert str(read(macros, "as_month", text)) == month


def test_a_month_keeps_its_day(macros: duckdb.DuckDBPyConnection) -> None:
    assert str(read(macros, "as_month", "2023-04-15")) == "2023-04-15"
    assert str(read(macros, "as_month", "4/15/2023")) == "2023-04-15"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("22 Aug 2021", "2021-08-22"),
        ("2 aug 2021", "2021-08-02"),
        ("20201111", "2020-11-11"),
        ("12/31/2024", "2024-12-31"),
        ("2024-02-29T23:59:59.123Z", "2024-02-29"),
    ],
)
def test_dates(macros: duckdb.DuckDBPyConnection, text: str, day: str) -> None:
    assert str(read(macros, "as_date", text)) == day


@pytest.mark.parametrize(
    "text",
    [
        *("", "NA", "2023-02-30", "13/1/2023", "2023-13", "2023-4-1", "XYZ-2023", "20231301"),
        *(
            "2023-04-01 25:00:00",
            "2023-04-01x",
            "1/2/23",
            "April  2023",
            "FY2023-Apr",
            "2023",
            "45017",
            "SEPT-2023",
        ),
    ],
)
def test_no_dates(macros: duckdb.DuckDBPyConnection, text: str) -> None:
    assert read(macros, "as_month", text) is None
    assert read(macros, "as_date", text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", "1234.5"),
        ("1,234.50", "1234.5"),
        ("1,234,567", "1234567"),
        ("(12.00)", "-12"),
        ("(1,200.5)", "-1200.5"),
        ("1e-06", "0.000001"),
        ("-6e-13", "0"),
        ("1.5E+3", "1500"),
        ("6.136769255281361e-05", "0.0000613677"),
        ("-0", "0"),
        (" 7 ", "7"),
        ("123456789012345678.0123456789", "123456789012345678.0123456789"),
        ("99999999.99999999999", "100000000"),
        ("0.00000000005", "0.0000000001"),
    ],
)
def test_numbers(macros: duckdb.DuckDBPyConnection, text: str, number: str) -> None:
    assert read(macros, "as_number", text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "1.234,50",
            "12,5",
            "1,23",
            "1,2345",
            "1_000",
            "- ",
            "4e ",
            "+",
            "(5",
            "5)",
            "--5",
        ),
        *(
            "(-5)",
            "$5",
            "5%",
            "1e",
            "e5",
            "0x1F",
            "nan",
            "inf",
            "NaN",
            "1 000",
            "1.2.3",
            "true",
            "NA",
        ),
        "9" * 30,
    ],
)
def test_no_numbers(macros: duckdb.DuckDBPyConnection, text: str) -> None:
    assert read(macros, "as_number", text) is None


def test_numbers_round_as_decimals_do(macros: duckdb.DuckDBPyConnection) -> None:
    """Random texts, most of them nearly numbers, against a reading with Python's decimals."""
    plain = re.compile(r"[+-]?(?:(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)", re.ASCII)
    exponent = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[eE](?:\+?\d{1,2}|-\d{1,3})", re.ASCII)
    brackets = re.compile(r"\((?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?\)", re.ASCII)

    def expected(text: str) -> Decimal | None:
        core = text.strip(" ")
        if brackets.fullmatch(core):
            core = "-" + core[1:-1]
        elif not plain.fullmatch(core) and not exponent.fullmatch(core):
            return None
        with localcontext() as context:
            context.prec = 400
            number = Decimal(core.replace(",", "")).quantize(Decimal("1e-10"), ROUND_HALF_UP)
            return number if abs(number) < Decimal("1e18") else None

    rng = random.Random(7)
    texts = [
        "".join(rng.choice("0123456789.,-+eE_() ") for _ in range(rng.randint(0, 8)))
        for _ in range(1500)
    ]
    texts += [
        f"{rng.choice(['', '-'])}{rng.random() * 10.0 ** rng.randint(-14, 17)!r}"
        for _ in range(1500)
    ]
    texts += [f"{rng.randint(-(10**9), 10**9) / 100:,}" for _ in range(500)]
    got = macros.execute(
        "select v, raw.as_number(v), typeof(raw.as_number(v)) from (select unnest(?) as v)", [texts]
    ).fetchall()
    assert [(text, number) for text, number, _ in got if number != expected(text)] == []
    assert {kind for *_, kind in got} == {"DECIMAL(28,10)"}


@pytest.mark.parametrize(
    ("macro", "text", "answer"),
    [
        ("as_text", " a  b\r\n", "a  b"),
        ("as_text", "\u00a0x\u00a0", "x"),
        ("as_text", "", None),
        ("as_text", " \t", None),
        ("as_text", None, None),
        ("as_key", "  Partner  Admin\tLink ", "partner admin link"),
        ("as_key", "CSP\u00a0Tier 1", "csp tier 1"),
        ("as_key", "PAL", "pal"),
        ("as_key", "   ", None),
        ("as_id", " ABC-1 ", "abc-1"),
        ("as_id", NULL_GUID, None),
        ("as_id", "Unknown", None),
        ("as_id", "null", None),
        ("as_id", "", None),
    ],
)
def test_texts(
    macros: duckdb.DuckDBPyConnection, macro: str, text: str | None, answer: str | None
) -> None:
    assert read(macros, macro, text) == answer
