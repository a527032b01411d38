"""When two records are the same: the columns that are compared, and each value by what it means.

Belongs here: SQL of values to compare by. Does not belong here: finding records that are the same
(repetition.py), and how a value is read (values.sql).

Compared are all columns of the contract but the measures. Ids, months, dates and associations
compare by what they say, other texts trimmed and without case, and nothing is nothing, however it
is written. A column that `raw` does not keep has no declared kind, so it is read as whatever it can
be read as.
"""

from __future__ import annotations

from orchestration.landing.contract import Column, Contract, fold
from orchestration.raw.seed_names import association_names

#: What follows from the tenant, and costs much to look at: left out of the first look at all rows.
_OF_THE_TENANT = frozenset(
    ("CustomerName", "CustomerTenantName", "CustomerTpid", "CustomerSegment", "CustomerMarket")
)


def first_looked_at(contract: Contract, absent: set[str]) -> list[Column]:
    """Kept columns that tell most records apart; `absent` are those that a file does not have."""
    return [
        column
        for column in contract.stored
        if not column.is_measure and column.header not in _OF_THE_TENANT | absent
    ]


def compared_columns(contract: Contract, header: tuple[str, ...]) -> dict[str, int]:
    """Partner Center's spelling → position in the file, of all columns that are compared."""
    measures = {column.header for column in contract.stored if column.is_measure}
    measures.update(contract.other_measures.split())
    meanings = {n: contract.meanings.get(fold(name)) for n, name in enumerate(header)}
    return {
        meaning: position
        for position, meaning in meanings.items()
        if meaning is not None and meaning not in measures
    }


def comparable(column: Column | None, text: str) -> str:
    """SQL of the value `text` to compare by; without a column it is one that `raw` does not keep.

    Functions of one text each: DuckDB asks them once for a repeated one.
    """
    match column.kind if column is not None else None:
        case "id":
            return f"raw.as_id({text})"
        case "month":
            return f"raw.as_month({text})"
        case "number" | "count":
            return f"coalesce(raw.as_number({text})::varchar, lower(trim({text})), '')"
        case "date":
            return f"coalesce(raw.as_date({text})::varchar, lower(trim({text})), '')"
        case "association":
            return f"coalesce({association_names()}[raw.as_key({text})], lower(trim({text})), '')"
        case None:
            name = f"{association_names()}[raw.as_key({text})]"
            return f"coalesce(raw.as_date({text})::varchar, {name}, raw.as_id({text}), '')"
        case _:
            return f"coalesce(lower(trim({text})), '')"
