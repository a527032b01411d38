"""What each delivery of the demo world holds: its folder, its day, its spellings, its files.

Seven folders show what a year of downloads really looks like: tools that write other formats,
services and associations that were renamed in between, a month that came wrong and was corrected,
and a skilling extract that came later than the usage.
"""

from dataclasses import dataclass
from datetime import date

ISO_DAY = "%Y-%m-%d"
ISO_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class LandingFile:
    """One file of a delivery: its name says dataset and format."""

    name: str
    where: str = "true"
    is_short: bool = False
    delimiter: str | None = None

    @property
    def dataset(self) -> str:
        """The name up to the format or the part."""
        return self.name.partition(".")[0].partition("_")[0]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One landing folder.

    `snapshot_on` is the day its skilling extract was taken; `month_format` and `date_format` are
    DuckDB's strftime patterns; `is_faulty` halves one location's amounts in the newest month;
    `is_newest` marks the delivery whose usage is the plan itself, neither late nor restated.
    """

    folder: str
    as_of_month: date
    snapshot_on: date
    files: tuple[LandingFile, ...]
    month_format: str = ISO_DAY
    date_format: str = ISO_DAY
    is_older_spelling: bool = False
    is_faulty: bool = False
    is_newest: bool = False


CERTIFICATES = LandingFile("TrainingCompletions.csv")
PROFILE = LandingFile("Profile.csv")
CUSTOMERS = LandingFile("CustomersAndTenants.csv")

DELIVERIES = [
    Delivery(
        folder="2025-10",
        as_of_month=date(2025, 10, 1),
        snapshot_on=date(2025, 11, 10),
        month_format="%b-%Y",
        date_format="%Y%m%d",
        is_older_spelling=True,
        files=(
            LandingFile("AzureUsage.csv.gz"),
            LandingFile("EMSUsage.csv.gz"),
            LandingFile("CPORM365Usage.csv"),
            CERTIFICATES,
            PROFILE,
        ),
    ),
    Delivery(
        folder="2026-04",
        as_of_month=date(2026, 4, 1),
        snapshot_on=date(2026, 5, 12),
        month_format="%Y%m%d",
        is_older_spelling=True,
        files=(
            LandingFile("AzureUsage.parquet"),
            LandingFile("EMSUsage.csv.gz"),
            LandingFile("CPORM365Usage.tsv"),
            CERTIFICATES,
            PROFILE,
            CUSTOMERS,
        ),
    ),
    Delivery(
        folder="2026-08",
        as_of_month=date(2026, 8, 1),
        snapshot_on=date(2026, 9, 8),
        month_format="%-m/%-d/%Y %-I:%M:%S %p",
        date_format="%-d %b %Y",
        is_older_spelling=True,
        files=(
            LandingFile("AzureUsage.tsv.gz", is_short=True),
            LandingFile("EMSUsage.tsv.gz"),
            LandingFile("CPORM365Usage.csv", delimiter=";"),
            CERTIFICATES,
            PROFILE,
        ),
    ),
    Delivery(
        folder="2026-09",
        as_of_month=date(2026, 9, 1),
        snapshot_on=date(2026, 10, 9),
        month_format=ISO_MOMENT,
        date_format=ISO_MOMENT,
        is_faulty=True,
        files=(
            LandingFile("AzureUsage_part1.csv", "\"PGAMpnId\" != '9900200'", is_short=True),
            LandingFile("AzureUsage_part2.csv.gz", "\"PGAMpnId\" = '9900200'", is_short=True),
            LandingFile("EMSUsage.csv.gz"),
            LandingFile("CPORM365Usage.csv"),
            CERTIFICATES,
            PROFILE,
            LandingFile("Coverage.csv"),
        ),
    ),
    Delivery(
        folder="2026-09.2",
        as_of_month=date(2026, 9, 1),
        snapshot_on=date(2026, 10, 9),
        files=(LandingFile("AzureUsage.csv.gz"),),
    ),
    Delivery(
        folder="2026-10",
        as_of_month=date(2026, 10, 1),
        snapshot_on=date(2026, 10, 18),
        is_newest=True,
        files=(
            LandingFile("AzureUsage.csv"),
            LandingFile("EMSUsage.csv"),
            LandingFile("CPORM365Usage.csv"),
            CERTIFICATES,
            PROFILE,
            CUSTOMERS,
            LandingFile("Enrollment.csv"),
            LandingFile("PartnerCenterScore.csv"),
        ),
    ),
    Delivery(
        folder="2026-10.2",
        as_of_month=date(2026, 10, 1),
        snapshot_on=date(2026, 11, 12),
        files=(CERTIFICATES,),
    ),
]
