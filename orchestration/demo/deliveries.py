"""What each delivery of the demo world holds: its folder, its day, its spellings, its files.

Seven folders show what a year of downloads really looks like: tools that write other formats,
services and associations that were renamed in between, a month that came wrong and was corrected,
and a skilling extract that came later than the usage.
"""

from dataclasses import dataclass, field
from datetime import date

from orchestration.demo.columns import AZURE_USAGE_SHORT


@dataclass(frozen=True)
class LandingFile:
    """One file of a delivery: its name says dataset and format."""

    name: str
    dataset: str
    where: str = "true"
    columns: list[str] | None = None
    delimiter: str | None = None


@dataclass(frozen=True)
class Delivery:
    """One landing folder.

    `snapshot_on` is the day its skilling extract was taken; `month_format` and `date_format` are
    DuckDB's strftime patterns; `is_faulty` halves one location's amounts in the newest month.
    """

    folder: str
    as_of_month: date
    snapshot_on: date
    month_format: str
    date_format: str
    is_older_spelling: bool
    files: list[LandingFile] = field(default_factory=list)
    is_faulty: bool = False
    is_newest: bool = False


def usual_files(usage: str, seats: str, claims: LandingFile) -> list[LandingFile]:
    """Return the five needed datasets of a delivery, usage and seats with the endings given."""
    return [
        LandingFile(f"AzureUsage.{usage}", "AzureUsage"),
        LandingFile(f"EMSUsage.{seats}", "EMSUsage"),
        claims,
        LandingFile("TrainingCompletions.csv", "TrainingCompletions"),
        LandingFile("Profile.csv", "Profile"),
    ]


PLAIN_CLAIMS = LandingFile("CPORM365Usage.csv", "CPORM365Usage")
CUSTOMERS = LandingFile("CustomersAndTenants.csv", "CustomersAndTenants")

DELIVERIES = [
    Delivery(
        "2025-10", date(2025, 10, 1), date(2025, 11, 10), "%b-%Y", "%Y%m%d", True,
        usual_files("csv.gz", "csv.gz", PLAIN_CLAIMS),
    ),
    Delivery(
        "2026-04", date(2026, 4, 1), date(2026, 5, 12), "%Y%m%d", "%Y-%m-%d", True,
        [
            *usual_files(
                "parquet", "csv.gz", LandingFile("CPORM365Usage.tsv", "CPORM365Usage")
            ),
            CUSTOMERS,
        ],
    ),
    Delivery(
        "2026-08", date(2026, 8, 1), date(2026, 9, 8), "%-m/%-d/%Y %-I:%M:%S %p", "%-d %b %Y",
        True,
        [
            *usual_files(
                "tsv.gz", "tsv.gz",
                LandingFile("CPORM365Usage.csv", "CPORM365Usage", delimiter=";"),
            )[1:],
            LandingFile("AzureUsage.tsv.gz", "AzureUsage", columns=AZURE_USAGE_SHORT),
        ],
    ),
    Delivery(
        "2026-09", date(2026, 9, 1), date(2026, 10, 9), "%Y-%m-%dT%H:%M:%SZ",
        "%Y-%m-%dT%H:%M:%SZ", False,
        [
            *usual_files("csv", "csv.gz", PLAIN_CLAIMS)[1:],
            LandingFile(
                "AzureUsage_part1.csv", "AzureUsage", "\"PGAMpnId\" != '9900200'",
                AZURE_USAGE_SHORT,
            ),
            LandingFile(
                "AzureUsage_part2.csv.gz", "AzureUsage", "\"PGAMpnId\" = '9900200'",
                AZURE_USAGE_SHORT,
            ),
            LandingFile("Coverage.csv", "Coverage"),
        ],
        is_faulty=True,
    ),
    Delivery(
        "2026-09.2", date(2026, 9, 1), date(2026, 10, 9), "%Y-%m-%d", "%Y-%m-%d", False,
        [LandingFile("AzureUsage.csv.gz", "AzureUsage")],
    ),
    Delivery(
        "2026-10", date(2026, 10, 1), date(2026, 10, 18), "%Y-%m-%d", "%Y-%m-%d", False,
        [
            *usual_files("csv", "csv", PLAIN_CLAIMS),
            CUSTOMERS,
            LandingFile("Enrollment.csv", "Enrollment"),
        ],
        is_newest=True,
    ),
    Delivery(
        "2026-10.2", date(2026, 10, 1), date(2026, 11, 12), "%Y-%m-%d", "%Y-%m-%d", False,
        [LandingFile("TrainingCompletions.csv", "TrainingCompletions")],
    ),
]
