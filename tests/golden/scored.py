"""A world beside its scores."""

from dataclasses import dataclass
from pathlib import Path

from tests.scorer import Result


@dataclass(frozen=True)
class Scored:
    """One world: its landing folder and what the scorer makes of it."""

    landing: Path
    result: Result
    #: Records in it that cannot be read.
    spoiled: int = 0
