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
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial

#: Of what is compressed: a higher level takes several times as long and saves a few per cent.
_LEVEL = 6

_TEXT_OF: dict[type, Callable[..., str]] = {
    Decimal: "{:f}".format,
    datetime: partial(datetime.isoformat, timespec="seconds"),
    date: date.isoformat,
}


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
            name: _column(_plain(column)) for name, column in zip(names, columns, strict=True)
        },
    }


def encoded(columns: Mapping[str, Sequence[object]]) -> dict[str, object]:
    """Columns that are at hand, as `table` has them; lists stay lists."""
    return {
        name: column if column and isinstance(column[0], list) else _column(column)
        for name, column in columns.items()
    }


def _plain(column: Sequence[object]) -> Sequence[object]:
    """The values of a column of DuckDB as JSON has them: exact numbers and days as texts."""
    # A column is of one type, or null.
    text_of = next((_TEXT_OF[kind] for kind in set(map(type, column)) if kind in _TEXT_OF), None)
    return [None if value is None else text_of(value) for value in column] if text_of else column


def _column(values: Sequence[object]) -> object:
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    if len(places) * 2 > len(values):
        return values
    return {"values": list(places), "places": [places[value] for value in values]}
