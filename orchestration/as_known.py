"""What was known at a delivery: the setting AS_KNOWN, and whether there is such a state to build.

Belongs here: reading the setting, and asking the receipts about it. Does not belong here: what the
models make of it (macros/as_known.sql reads the same setting) and publishing.

`2026-05` is the state in which folder 2026-05 itself was the last: everything of the months before,
with all their corrections, and of May that folder alone. `2026-05.2` is the state with its first
correction, and so on. Deliveries are in the order of their names; when they were loaded plays no
part, since a file's time says when it was copied and not when it was known. Nothing is loaded for
it: what is asked for lies in `raw` or is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.contracts import CONTRACTS

#: Name of the environment variable, for Python and for dbt's macro.
VARIABLE = "AS_KNOWN"

_NAME = re.compile(r"(?P<month>\d{4}-(?:0[1-9]|1[0-2]))(?:\.(?P<revision>[2-9]|[1-9]\d+))?")

#: After every delivery: no limit.
_NO_LIMIT = (date.max, 2**31 - 1)


class AsKnownError(Exception):
    """That state cannot be built; the text says why and what to do."""


@dataclass(frozen=True)
class AsKnown:
    """A delivery by its folder's name: the last that is known."""

    delivery: str
    as_of_month: date
    revision: int

    @property
    def release_name(self) -> str:
        """The link beside `current`: `as-known-2026-05`."""
        return f"as-known-{self.delivery}"


def parse_as_known(text: str) -> AsKnown | None:
    """Read the setting; None where it is empty. Raises `AsKnownError` for no delivery's name."""
    if not text.strip():
        return None
    match = _NAME.fullmatch(text.strip())
    if match is None:
        raise AsKnownError(
            f"{VARIABLE} is {text.strip()!r}, which is no delivery. Name a folder of the landing "
            "folder: 2026-05, or 2026-05.2 for its first correction."
        )
    return AsKnown(
        delivery=match[0],
        as_of_month=date.fromisoformat(f"{match['month']}-01"),
        revision=int(match["revision"] or 1),
    )


def limit(as_known: AsKnown | None) -> tuple[date, int]:
    """As-of month and revision of the last known delivery, to compare receipts with."""
    return _NO_LIMIT if as_known is None else (as_known.as_of_month, as_known.revision)


def check_known(connection: duckdb.DuckDBPyConnection, as_known: AsKnown) -> None:
    """Raise `AsKnownError` unless the delivery is loaded and its month was complete with it."""
    loaded = [
        name
        for (name,) in connection.execute(
            "select delivery from raw.deliveries order by as_of_month, revision"
        ).fetchall()
    ]
    if as_known.delivery not in loaded:
        raise AsKnownError(
            f"{VARIABLE} is {as_known.delivery}, and no such delivery is loaded. "
            f"{_listed(loaded)} Where it lies in the landing folder, load it first: make run "
            f"without {VARIABLE}."
        )
    in_force = {
        dataset: reaches
        for dataset, reaches in connection.execute(_IN_FORCE, limit(as_known)).fetchall()
    }
    month = as_known.as_of_month
    for contract in CONTRACTS:
        later = f"{contract.dataset} of that month was complete only with a later correction"
        if contract.needed and contract.dataset not in in_force:
            raise AsKnownError(_too_early(as_known, later))
        reaches = in_force.get(contract.dataset)
        if contract.is_usage and reaches is not None and reaches < month:
            raise AsKnownError(_too_early(as_known, later))


#: Per dataset of the last known month the last closed month that its delivery in force covers, by
#: rows or by what was declared of it; null where neither says one.
_IN_FORCE = """
    with known as (
        select f.dataset, f.as_of_month, f.revision, f.last_month
        from raw.files as f
        where f.is_held and f.as_of_month = $1 and f.revision <= $2
    ),

    newest as (
        select dataset, as_of_month, revision, max(last_month) as last_month
        from known
        group by dataset, as_of_month, revision
        qualify revision = max(revision) over (partition by dataset)
    )

    select
        newest.dataset,
        greatest(newest.last_month, max(declared.last_month)) as last_month
    from newest
    left join raw.declared_coverage as declared
        on newest.dataset = declared.dataset
        and newest.as_of_month = declared.as_of_month
        and declared.revision between newest.revision and $2
    group by newest.dataset, newest.last_month
"""


def _too_early(as_known: AsKnown, why: str) -> str:
    return (
        f"{VARIABLE} is {as_known.delivery}, when its month was not complete yet: {why}. Nothing "
        f"was published then; name that correction, such as "
        f"{as_known.delivery.split('.')[0]}.{as_known.revision + 1}."
    )


def _listed(names: list[str]) -> str:
    return f"Loaded are {', '.join(names)}." if names else "Nothing is loaded yet."
