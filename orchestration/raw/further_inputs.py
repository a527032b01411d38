"""Datasets that a solution area needs and a delivery does not: where the newest month lacks one.

Belongs here: saying so, where an earlier month had the dataset. Does not belong here: what is not
computed for the want of it (the models), and what every delivery needs (finish.py).
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
from rich.console import Console

from orchestration.landing.contract import Contract
from orchestration.landing.contracts import BUSINESS_APPLICATIONS_USAGE, CONTRACTS
from orchestration.landing.delivery_name import DeliveryName
from orchestration.raw.in_force import LoadedFile, in_force, known_coverage

#: Users attached to the partner: where a file has no such column, all active users stand in.
_ATTACHED = BUSINESS_APPLICATIONS_USAGE.by_name["pamau"]


def missing(connection: duckdb.DuckDBPyConnection, files: list[LoadedFile]) -> Iterator[str]:
    """In words, each such dataset that the newest month lacks, or whose usage ends before it."""
    files = [file for file in in_force(files) if file.is_held]
    if not files:
        return
    newest = max(file.delivery for file in files)
    for contract in CONTRACTS:
        ours = [file for file in files if file.dataset == contract.dataset]
        if contract.needed_for and ours:
            now = [file for file in ours if file.delivery.month == newest.month]
            if what := _what_is_missing(connection, contract, newest, now):
                yield (
                    f"{what}: what {contract.needed_for} reads of it is not computed for "
                    f"{newest.month}. Put it into a folder named {newest.next_revision} when it is "
                    "there, or deliver it with a later month."
                )


def standing_in(connection: duckdb.DuckDBPyConnection, files: list[LoadedFile]) -> Iterator[str]:
    """In words, each file in force whose users attached to the partner are not told apart."""
    column = _ATTACHED.header
    for file in in_force(files):
        if file.dataset == BUSINESS_APPLICATIONS_USAGE.dataset and file.records:
            absent = connection.execute(
                "select absent_columns from raw.files where file_id = ?", [file.file_id]
            ).fetchone()
            if absent is not None and column in absent[0].split(","):
                yield f"{file.place} has no column {column}: MAU, all active users, stands in."


def _what_is_missing(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    newest: DeliveryName,
    files: list[LoadedFile],
) -> str | None:
    if not files:
        return f"{newest.month} has no {contract.dataset}, which an earlier delivery had"
    ends = [file.last_month for file in files if file.last_month is not None]
    ends += [
        declared.last_month
        for declared in known_coverage(connection)
        if (declared.delivery.month, declared.dataset) == (newest.month, contract.dataset)
        and declared.delivery >= files[0].delivery
    ]
    # A header alone says that there was nothing.
    if ends and max(ends) < newest.as_of_month:
        return f"{contract.dataset} of {newest.month} ends at {max(ends):%Y-%m}"
    return None


def print_missing(
    connection: duckdb.DuckDBPyConnection, files: list[LoadedFile], console: Console
) -> None:
    """Say what is missing, and what stands in for it; nothing where nothing is."""
    for words in (*missing(connection, files), *standing_in(connection, files)):
        console.print(words, style="yellow", markup=False)
