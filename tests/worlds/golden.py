"""The golden world: every case in one landing folder, with what its scores must be.

`golden_book()` gives the cases and their expectations, `write_golden(folder)` the landing folder.
The folder is the same in every run. Its files come in several formats, since no case may depend on
one.
"""

from datetime import date
from pathlib import Path

from tests.worlds.golden_cases import (
    carry_over,
    customers,
    designations,
    nearness,
    netting,
    people,
    restatements,
    seat_cases,
    thresholds,
    usage_lines,
)
from tests.worlds.golden_cases.case import EARLY, LAST_MONTH, NEWEST, Book
from tests.worlds.spelling import Style
from tests.worlds.writer import Delivery, Row, add_months

CORRECTION = f"{NEWEST}.2"
OWN_FILE = "own_file"

STYLES = {
    "AzureUsage": Style(month="named", line_end="\r\n"),
    "EMSUsage": Style("tsv.gz", "\t", month="slashes_time", number="thousands"),
    "CPORM365Usage": Style("parquet", month="packed"),
    "TrainingCompletions": Style("csv", ";", has_mark=True, day="worded"),
    "Profile": Style("tsv", "\t", headers=(("MPNId", "PartnerID"), ("PGAMpnId", "PGA_MPNID"))),
}


def _anchor(delivery: Delivery) -> None:
    """Let one partner without any points stretch every usage extract over its months."""
    partner, last = "3999999", delivery.as_of
    delivery.location(partner, name="anchor")
    for month in (add_months(last, -23), last):
        delivery.azure(partner, "anchor", month, "1", AI_OfferType="Support")
    for month in (add_months(last, -12), last):
        delivery.ems(partner, "anchor", month, {}, FreeVsPaidSKU="Free")
        delivery.claim(partner, "anchor", month, 0, 0, workload="Microsoft Teams")
    delivery.has("TrainingCompletions")


def _correct_seats(book: Book) -> None:
    """Move the true seats of October into a correction; the first folder keeps wrong ones."""
    newest, correction = book.world.delivery(NEWEST), book.world.delivery(CORRECTION)
    correction.rows["EMSUsage"] = newest.rows.pop("EMSUsage")
    restatements.superseded_rows(book)


def golden_book() -> Book:
    """Make all cases."""
    book = Book()
    for chapter in (
        thresholds,
        netting,
        carry_over,
        usage_lines,
        seat_cases,
        people,
        customers,
        designations,
        restatements,
        nearness,
    ):
        chapter.add(book)
    for name in (EARLY, LAST_MONTH, NEWEST):
        _anchor(book.world.delivery(name))
    # Certificates have to be somewhere in every delivery after the first that had any.
    book.world.delivery(LAST_MONTH).certificate("3999999", "anchor", "SC-500", date(2026, 8, 1))
    _correct_seats(book)
    _dress(book)
    return book


def _dress(book: Book) -> None:
    alone = {case.partner: name for name, case in book.cases.items() if name.startswith(OWN_FILE)}

    def part_of(row: Row) -> str:
        return f"_{alone[row['PGAMpnId']]}" if row["PGAMpnId"] in alone else ""

    for delivery in book.world.deliveries.values():
        delivery.styles = dict(STYLES)
        delivery.parts["AzureUsage"] = part_of


def write_golden(landing: Path) -> Path:
    """Write the golden world's landing folder; gives it back."""
    return golden_book().world.write(landing)
