"""What is wrong with a delivery, in words that help a person fix it.

Belongs here: the one shape of a fault and the errors that carry faults. Does not belong here:
finding faults (folder.py, extract_files.py, delivery_check.py, value_checks.py, load.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Faults shown for one column of one file; the rest is counted.
MAX_SHOWN = 10


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it must be.

    `place` is a path inside the landing folder (`2026-10/AzureUsage.csv`), or a delivery;
    `record` the record number in the file (the header is 0), where there is one.
    """

    place: str
    expected: str
    found: str
    what_to_do: str
    record: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        where = [self.place]
        if self.record is not None:
            where.append(f"record {self.record}")
        if self.column is not None:
            where.append(f"column {self.column}")
        return (
            f"{', '.join(where)}: expected {self.expected}, found {self.found}. {self.what_to_do}"
        )


class Refused(Exception):
    """One file cannot be used, for these reasons; collected into a `LandingError`."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class LandingError(Exception):
    """The landing folder, or something in it, cannot be used. `faults` lists every reason."""

    def __init__(self, headline: str, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join([headline, *(f"- {fault}" for fault in self.faults)]))


class DeliveryError(LandingError):
    """The deliveries of one as-of month are refused: nothing of them is used."""

    def __init__(self, month: str, faults: Iterable[Fault]) -> None:
        self.month = month
        super().__init__(f"Delivery {month} was refused; none of it is used.", faults)


class IncompleteError(DeliveryError):
    """The deliveries of one as-of month are sound so far, but something is still to come."""

    def __init__(self, month: str, faults: Iterable[Fault]) -> None:
        self.month = month
        LandingError.__init__(
            self, f"Delivery {month} is not complete yet; none of it is used.", faults
        )


def printable(text: str) -> str:
    """A text with values of extracts in it as a terminal may have it: nothing is a command."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def quoted(text: object) -> str:
    """A value for a message: printable, in quotes, at most 60 characters."""
    shown = repr("" if text is None else str(text))
    return shown if len(shown) <= 62 else shown[:58] + "…'"
