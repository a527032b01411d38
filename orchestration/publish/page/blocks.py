"""How data lies in the page: rows as columns, as JSON, compressed, as text.

Belongs here: packing. Does not belong here: what is packed. `script/data.js` unpacks; the tests
have a reader of their own.

DECIMAL and dates are texts, so that a figure of the page is the figure of the mart to the last
digit. Base64 has no character that means anything to HTML: no value of an extract can end an
element.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

#: Of what is compressed: a higher level takes several times as long and saves a few per cent.
_LEVEL = 6


def packed(content: object) -> str:
    """A value as base64 of compressed JSON."""
    return packed_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False))


def packed_text(text: str) -> str:
    """JSON as base64 of its compressed bytes; the same text always gives the same."""
    return base64.b64encode(gzip.compress(text.encode(), _LEVEL, mtime=0)).decode("ascii")


def table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[str, object]:
    """Rows column by column. A column of few values is a list of these and one of places in it."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return {
        "count": len(rows),
        "columns": {
            name: _column([plain(value) for value in column])
            for name, column in zip(names, columns, strict=True)
        },
    }


def encoded(columns: Mapping[str, Sequence[object]]) -> dict[str, object]:
    """Columns that are at hand, as `table` has them; lists stay lists."""
    return {
        name: list(column) if column and isinstance(column[0], list) else _column(list(column))
        for name, column in columns.items()
    }


def plain(value: object) -> object:
    """A value of DuckDB as JSON has it: exact numbers and days as texts."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _column(values: list[object]) -> object:
    places: dict[tuple[type, object], int] = {}
    # By type as well: true and 1 are one key to Python.
    keys = [places.setdefault((type(value), value), len(places)) for value in values]
    if len(places) * 2 > len(values):
        return values
    return {"values": [value for _, value in places], "places": keys}
