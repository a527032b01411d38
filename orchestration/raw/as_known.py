"""What was known at a delivery: whether there is such a state to build (the setting AS_KNOWN).

Belongs here: asking the receipts about it. Does not belong here: which receipts are known then
(in_force.py; models/staging/stg_deliveries for the models) and publishing.

`2026-05` is the state in which folder 2026-05 itself was the last: everything of the months before,
with all their corrections, and of May that folder alone. `2026-05.2` is the state with its first
correction, and so on. Deliveries are in the order of their names; when they were loaded plays no
part, since a file's time says when it was copied and not when it was known. Nothing is loaded for
it: what is asked for lies in `raw` or is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from orchestration.landing.contracts import CONTRACTS
from orchestration.landing.delivery_name import DeliveryName
from orchestration.raw.in_force import in_force, known_coverage, known_deliveries, known_files
from orchestration.settings import AS_KNOWN


class AsKnownError(Exception):
    """That state cannot be built; the text says why and what to do."""


def check_known(connection: duckdb.DuckDBPyConnection, known: DeliveryName) -> None:
    """Raise `AsKnownError` unless the delivery is loaded and its month was complete with it."""
    loaded = known_deliveries(connection)
    if known not in loaded:
        names = ", ".join(map(str, loaded))
        raise AsKnownError(
            f"{AS_KNOWN} is {known}, but no such delivery is loaded. "
            f"{f'Loaded deliveries: {names}.' if names else 'Nothing is loaded yet.'} If it "
            f"is in the landing folder, load it first: run `make run` without {AS_KNOWN}."
        )
    for dataset in _incomplete(connection, known):
        raise AsKnownError(
            f"{AS_KNOWN} is {known}, but its month was not complete by then: {dataset} became "
            "complete only with a later correction, so nothing was published. Name that correction "
            f"instead, such as {known.next_revision}."
        )


def _incomplete(connection: duckdb.DuckDBPyConnection, known: DeliveryName) -> Iterator[str]:
    """Datasets of the month that were needed and not there, or did not reach the month yet."""
    files = [
        file
        for file in in_force(known_files(connection, known))
        if file.delivery.month == known.month
    ]
    for contract in CONTRACTS:
        if not contract.needed:
            continue
        ours = [file for file in files if file.dataset == contract.dataset]
        if not ours:
            yield contract.dataset
            continue
        ends = [file.last_month for file in ours if file.last_month is not None]
        ends += [
            declared.last_month
            for declared in known_coverage(connection, known)
            if declared.dataset == contract.dataset
            and declared.delivery.month == known.month
            and declared.delivery >= ours[0].delivery
        ]
        # Neither rows nor a declaration: there was nothing that could end, as in finish.py.
        if contract.is_usage and ends and max(ends) < known.as_of_month:
            yield contract.dataset
