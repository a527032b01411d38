"""What is in quarantine, file by file, and whether that is little enough to publish.

Belongs here: reading `raw.quarantine`, checking it against the tolerances, and showing both in
the terminal, in a run's metadata and in an error. Does not belong here: putting records there
(quarantine.py), the mart (models/marts/fct_quarantine.sql).

A file has too much in quarantine when more of its records are there than the share **and** the
number that the settings allow, or when their ACR may be above the share of the file's ACR that is
allowed. Where each record is a person or a location (`one_counts` of the contract), a number of
its own takes the place of the first two: a score can fall by a whole step for one. Amounts count
without their sign, as a credit that is missing is as wrong as a charge. An amount that cannot be
read is taken to be as large as the largest of the file: what is published then lacks no more than
was allowed, however the record reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.landing.contracts import CONTRACT_OF
from orchestration.raw.in_force import LoadedFile, in_force
from orchestration.raw.reasons import REASONS
from orchestration.settings import Settings

#: Lines of the table in the terminal; the mart has all.
_MAX_LINES = 35

_WHAT_TO_DO = (
    "See raw.quarantine in {build_file} for the records and their lines. Correct the file and "
    "deliver it, with the dataset's other files, in a folder named {correction}; or, if you can do "
    "without these records, raise {settings} and refresh again."
)


@dataclass(frozen=True)
class ReasonCount:
    """Records of one file with the same wrong column and reason. `acr_usd`: what can be read."""

    column: str
    reason: str
    rows: int
    acr_usd: Decimal | None

    def __str__(self) -> str:
        records = "record" if self.rows == 1 else "records"
        return f"{self.rows:,} {records}, {self.column}: {REASONS[self.reason]}"


@dataclass(frozen=True)
class Excess:
    """What of a file is beyond a tolerance, in words, and the settings that would allow it."""

    words: str
    settings: tuple[str, ...]


@dataclass(frozen=True)
class FileQuarantine:
    """One file with records in quarantine. Amounts are without their sign, in US dollars."""

    file: LoadedFile
    reasons: tuple[ReasonCount, ...]
    #: None for a dataset without amounts.
    quarantined_acr: Decimal | None = None
    unreadable_amounts: int = 0
    loaded_acr: Decimal = Decimal(0)
    largest_amount: Decimal = Decimal(0)

    @property
    def place(self) -> str:
        return self.file.place

    @property
    def records(self) -> int:
        return self.file.records

    @property
    def quarantined(self) -> int:
        return sum(each.rows for each in self.reasons)

    def too_much(self, settings: Settings) -> Iterator[Excess]:
        """What is beyond the tolerances; nothing where they hold."""
        one_counts = CONTRACT_OF[self.file.dataset].one_counts
        if one_counts is None:
            yield from self._too_many_rows(settings)
        elif self.quarantined > settings.quarantine_max_people:
            yield Excess(
                f"{self.quarantined:,} of {self.records:,} records ("
                f"{settings.quarantine_max_people:,} allowed: each is {one_counts}, and a single "
                "one can cost a score)",
                ("QUARANTINE_MAX_PEOPLE",),
            )
        if self.quarantined_acr is not None:
            yield from self._too_much_acr(self.quarantined_acr, settings.quarantine_max_acr_pct)

    def _too_many_rows(self, settings: Settings) -> Iterator[Excess]:
        share = _per_cent(Decimal(self.quarantined)) / self.records
        allowed, allowed_share = settings.quarantine_max_rows, settings.quarantine_max_rows_pct
        if self.quarantined > allowed and share > allowed_share:
            yield Excess(
                f"{self.quarantined:,} of {self.records:,} records ({share:.3f} %; allowed: "
                f"{allowed:,} records or {allowed_share} %)",
                ("QUARANTINE_MAX_ROWS", "QUARANTINE_MAX_ROWS_PCT"),
            )

    def _too_much_acr(self, readable: Decimal, allowed_share: Decimal) -> Iterator[Excess]:
        total = self.loaded_acr + readable
        missing = readable + self.unreadable_amounts * self.largest_amount
        if _per_cent(missing) <= total * allowed_share and (total or not self.unreadable_amounts):
            return
        unreadable = (
            f"; unreadable amounts ({self.unreadable_amounts:,}) count as the largest in the file, "
            f"{self.largest_amount:,.2f}"
            if self.unreadable_amounts
            else ""
        )
        yield Excess(
            f"Azure Consumed Revenue (ACR) of up to {missing:,.2f} USD, compared with {total:,.2f} "
            f"USD in the file (allowed: {allowed_share} %{unreadable})",
            ("QUARANTINE_MAX_ACR_PCT",),
        )


def _per_cent(share: Decimal) -> Decimal:
    return share.scaleb(2)


def read_quarantine(
    connection: duckdb.DuckDBPyConnection, files: Iterable[LoadedFile]
) -> list[FileQuarantine]:
    """Those of the files that are in force and have records in quarantine, in the same order."""
    return [_read_file(connection, file) for file in in_force(files) if file.quarantined]


def _read_file(connection: duckdb.DuckDBPyConnection, file: LoadedFile) -> FileQuarantine:
    rows = connection.execute(
        """
        select column_name, reason, count(*), sum(acr_usd)
        from raw.quarantine
        where file_id = ?
        group by column_name, reason
        order by count(*) desc, column_name, reason
        """,
        [file.file_id],
    ).fetchall()
    reasons = tuple(ReasonCount(*row) for row in rows)
    contract = CONTRACT_OF[file.dataset]
    if contract.amount is None:
        return FileQuarantine(file, reasons)
    amount = f"abs(raw.as_number({contract.amount}))"
    amounts = connection.execute(
        f"""
        with set_aside as (
            select
                coalesce(sum(abs(acr_usd)), 0) as readable,
                count(*) - count(acr_usd) as unreadable_count,
                coalesce(max(abs(acr_usd)), 0) as largest,
            from raw.quarantine
            where file_id = $file_id
        ),

        loaded as (
            select coalesce(sum({amount}), 0) as total, coalesce(max({amount}), 0) as largest
            from raw.{contract.table}
            where file_id = $file_id
        )

        select readable, unreadable_count, total, greatest(set_aside.largest, loaded.largest)
        from set_aside, loaded
        """,
        {"file_id": file.file_id},
    ).fetchone()
    assert amounts is not None
    return FileQuarantine(file, reasons, *amounts)


def refusal(files: list[FileQuarantine], settings: Settings) -> str | None:
    """Why a build with these files must not be published; None when it may be."""
    faults = [(file, found) for file in files if (found := list(file.too_much(settings)))]
    if not faults:
        return None
    lines = ["Too much is in quarantine to publish a release."]
    for file, found in faults:
        lines.append(f"- {file.place}: {'; '.join(excess.words for excess in found)}.")
        lines += [f"    {reason}" for reason in file.reasons]
    # The next free number of a correction is not known here, so only its form is given.
    months = dict.fromkeys(each.file.delivery.month for each, _ in faults)
    corrections = " or ".join(f"{month}.<n>" for month in months)
    names = dict.fromkeys(
        name for _, found in faults for excess in found for name in excess.settings
    )
    lines.append(
        _WHAT_TO_DO.format(
            build_file=settings.build_file,
            correction=corrections,
            settings=" and ".join(names),
        )
    )
    return "\n".join(lines)


def print_quarantine(files: list[FileQuarantine], console: Console) -> None:
    """A table of files, columns and reasons; nothing where nothing is in quarantine."""
    lines = [(file, reason) for file in files for reason in file.reasons]
    if not lines:
        return
    rows = sum(reason.rows for _, reason in lines)
    table = Table(
        title=f"In quarantine and not used: {rows:,} {'row' if rows == 1 else 'rows'}",
        title_style="bold yellow",
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    for heading, side in (
        ("rows", "right"),
        ("of", "right"),
        ("file", "left"),
        ("column", "left"),
        ("why", "left"),
        ("ACR (USD)", "right"),
    ):
        table.add_column(heading, justify=side, overflow="fold")  # type: ignore[arg-type]
    for file, reason in lines[:_MAX_LINES]:
        # As texts: names from files are no markup.
        table.add_row(
            f"{reason.rows:,}",
            f"{file.records:,}",
            Text(file.place),
            Text(reason.column),
            REASONS[reason.reason],
            "" if reason.acr_usd is None else f"{reason.acr_usd:,.2f}",
        )
    console.print()
    console.print(table)
    more = len(lines) - _MAX_LINES
    if more > 0:
        console.print(f"… and {more} more lines: see marts.fct_quarantine.")


def as_markdown(files: list[FileQuarantine]) -> str:
    """The same as a table in Markdown, for a run's metadata."""
    lines = ["| file | column | reason | rows | of |", "|---|---|---|---|---|"]
    for file in files:
        # A bar in a file's name would begin a cell.
        place = file.place.replace("|", "\\|")
        lines += [
            f"| {place} | {each.column} | {each.reason} | {each.rows} | {file.records} |"
            for each in file.reasons
        ]
    return "\n".join(lines) if files else "nothing"
