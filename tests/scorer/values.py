"""What one value of an extract means: days, months, numbers, ids and names.

A text that cannot be read raises ValueError; an empty one is None. Months are counted as whole
numbers, twelve for each year, so that "a year earlier" is a subtraction.
"""

import re
from calendar import month_name, monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

STORED_PLACES = Decimal("0.0000000001")  # amounts are kept with ten decimals
BLANKS = " \t\r\n\f\v\u00a0\x1a"
NULL_GUID = "00000000-0000-0000-0000-000000000000"
NULL_IDS = {"", "null", "unknown", "none", "nan", "<na>", "na", "n/a", "#n/a", "-", NULL_GUID}
GUID_MARKS = str.maketrans("", "", "{}-")
GUID_DIGITS = re.compile(r"[0-9a-f]{32}")
WHOLE_NUMBER = re.compile(r"(\d+)\.0+")

# Of moments with an offset those of UTC alone: any other could be of another day.
TIME = r"([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?)?( ?(Z|[+-]00:?00))?"
ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})" + TIME, re.IGNORECASE)
SLASH_DAY = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})" + TIME, re.IGNORECASE)
PACKED_DAY = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})" + TIME, re.IGNORECASE)
WORDED_DAY = re.compile(
    r"(?P<day>\d{1,2}) (?P<name>[A-Za-z]{3}) (?P<year>\d{4})" + TIME, re.IGNORECASE
)
ISO_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})")
NAMED_MONTH = re.compile(r"(?P<name>[A-Za-z]{3})-(?P<year>\d{4})")
LONG_NAMED_MONTH = re.compile(r"(?P<name>[A-Za-z]{3,9}),? (?P<year>\d{4})")
FISCAL_MONTH = re.compile(r"FY(?P<fiscal_year>\d{2})-(?P<name>[A-Za-z]{3})", re.IGNORECASE)
MONTHS_OF_FISCAL_YEAR = [*range(7, 13), *range(1, 7)]
DAY_FORMS = [ISO_DAY, SLASH_DAY, PACKED_DAY, WORDED_DAY, ISO_MONTH, NAMED_MONTH]
DAY_FORMS += [LONG_NAMED_MONTH, FISCAL_MONTH]

NUMBER = re.compile(r"((\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


def month_index(day: date) -> int:
    """Count the month of a day: two months a year apart differ by twelve."""
    return day.year * 12 + day.month - 1


def month_start(month: int) -> date:
    """Give the first day of a counted month."""
    return date(month // 12, month % 12 + 1, 1)


def month_end(month: int) -> date:
    """Give the last day of a counted month."""
    year, number = month // 12, month % 12 + 1
    return date(year, number, monthrange(year, number)[1])


def _month_number(name: str) -> int:
    """The month of a name, in full or its first three letters."""
    for number, full in enumerate(month_name):
        if number and name.lower() in (full.lower(), full[:3].lower()):
            return number
    raise ValueError(f"not a month: {name!r}")


@lru_cache(maxsize=100_000)
def read_day(text: str | None) -> date | None:
    """Read a day in any spelling; 'NA' and nothing are None; slashes put the month first."""
    text = (text or "").strip()
    if text.upper() in ("", "NA"):
        return None
    for form in DAY_FORMS:
        match = form.fullmatch(text)
        if match:
            parts = match.groupdict()
            month = _month_number(parts["name"]) if "name" in parts else int(parts["month"])
            if "fiscal_year" in parts:
                # A fiscal year has the number of the calendar year in which it ends.
                year = 2000 + int(parts["fiscal_year"]) - (month in MONTHS_OF_FISCAL_YEAR[:6])
            else:
                year = int(parts["year"])
            return date(year, month, int(parts.get("day") or 1))
    raise ValueError(f"not a day: {text!r}")


@lru_cache(maxsize=100_000)
def read_month(text: str | None) -> int | None:
    """Read a usage month and count it; another day than the first is a ValueError."""
    day = read_day(text)
    if day is None:
        return None
    if day.day != 1:
        raise ValueError(f"not the first day of a month: {text!r}")
    return month_index(day)


@lru_cache(maxsize=500_000)
def read_number(text: str | None, decimal_comma_possible: bool = False) -> Decimal:
    """Read a measure; nothing is zero, brackets mean less than zero.

    A comma may only part thousands, and in a semicolon file (`decimal_comma_possible`) it may not
    appear, because nobody could say what it means there. Raises ValueError.
    """
    text = (text or "").strip()
    if not text:
        return Decimal(0)
    bracketed = text.startswith("(") and text.endswith(")")
    bare = text[1:-1] if bracketed else text
    sign = -1 if bracketed else 1
    if bare[:1] in ("-", "+"):
        sign *= -1 if bare[0] == "-" else 1
        bare = bare[1:]
    if not NUMBER.fullmatch(bare) or (decimal_comma_possible and "," in bare):
        raise ValueError(f"not a number: {text!r}")
    number = sign * Decimal(bare.replace(",", ""))
    if number.as_tuple().exponent < -10:
        number = number.quantize(STORED_PLACES, ROUND_HALF_UP)
    return number


def read_id(text: str | None) -> str | None:
    """Bring an id to the form that compares; the words for nothing and the null GUID are None.

    Trimmed, lower-case. A GUID counts by its digits, with or without dashes and braces; a number
    that was written with a fraction of nothing is the whole number.
    """
    key = (text or "").strip(BLANKS).lower()
    digits = key.translate(GUID_MARKS)
    if GUID_DIGITS.fullmatch(digits):
        parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
        key = "-".join(parts)
    elif whole := WHOLE_NUMBER.fullmatch(key):
        key = whole[1]
    return None if key in NULL_IDS else key


@lru_cache(maxsize=100_000)
def name_key(text: str | None) -> str:
    """Bring a name to the form that compares: trimmed, single blanks, lower-case; nothing is ''."""
    return " ".join((text or "").split()).lower()
