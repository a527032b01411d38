"""How deliveries are called: `2026-10`, `2026-10.2`.

Belongs here: reading such a name, making one, and their order. Does not belong here: which
deliveries there are (folder.py, in_force.py). Imports nothing of the project, as the settings read
a name too.

`2026-10` is the folder of an as-of month, revision 1; `2026-10.2` is its first correction. They are
in the order of month and revision; when something was loaded plays no part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_NAME = re.compile(r"(?P<month>\d{4}-(?:0[1-9]|1[0-2]))(?:\.(?P<revision>[2-9]|[1-9]\d+))?", re.A)


@dataclass(frozen=True, order=True)
class DeliveryName:
    """One delivery. `month` is its as-of month (`2026-10`)."""

    month: str
    revision: int = 1

    @classmethod
    def parse(cls, text: str) -> DeliveryName | None:
        """The delivery of that name; None where it is none."""
        match = _NAME.fullmatch(text)
        return None if match is None else cls(match["month"], int(match["revision"] or 1))

    @classmethod
    def of(cls, delivery: str) -> DeliveryName:
        """The same of a delivery that there is; raises `ValueError` where it has no such name."""
        name = cls.parse(delivery)
        if name is None:
            raise ValueError(f"{delivery!r} is not the name of a delivery")
        return name

    def __str__(self) -> str:
        return self.month if self.revision == 1 else f"{self.month}.{self.revision}"

    @property
    def as_of_month(self) -> date:
        return first_day(self.month)

    @property
    def next_revision(self) -> DeliveryName:
        """The delivery that would correct this one: 2026-10 → 2026-10.2."""
        return DeliveryName(self.month, self.revision + 1)


def first_day(month: str) -> date:
    """The day that stands for a month: 2026-10 → 2026-10-01."""
    return date.fromisoformat(f"{month}-01")
