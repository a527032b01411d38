"""Enrolment in the other areas by the scorer: when it ends, and on which path."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.golden.area_landings import MONTH, PARTNER, scored
from tests.scorer.areas.names import DATA_AI
from tests.scorer.areas.result import AreaDesignation, PathKey
from tests.scorer.areas.status import AreaStatus, area_statuses, enrolments
from tests.worlds.writer import Delivery, add_months


def test_enrolments_end_together() -> None:
    """A further area ends when the first one that is running does."""
    bought = enrolments(
        [
            ("modern_work", date(2022, 11, 5)),
            ("business_applications", date(2023, 1, 9)),
            ("security", date(2023, 2, 1)),
            ("security", date(2023, 11, 20)),
        ]
    )
    assert [one.ends_on for one in bought] == [
        *[date(2023, 11, 5)] * 3,
        date(2024, 11, 19),
    ]


def test_the_path_of_an_enrolment(tmp_path: Path) -> None:
    """SMB when the class was, in any month of the window of the purchase."""

    def fill(told: Delivery) -> None:
        for back in range(24):
            month = add_months(MONTH, -back)
            segment = "SMB" if back == 4 else "Enterprise"
            told.azure(PARTNER, "tenant", month, "10", "Storage", CustomerSegment=segment)

    result = scored(tmp_path, fill)

    def found(day: date) -> str | None:
        statuses = area_statuses(result.designations, {PARTNER: [(DATA_AI, day)]})
        return statuses[PARTNER, DATA_AI, MONTH].enrollment_path

    assert [found(date(2026, month, 9)) for month in (5, 6, 7, 10)] == [
        *["enterprise", "smb", "smb", "smb"],
    ]


MET = AreaDesignation(
    is_rule_in_force=True,
    total_points=Decimal(70),
    total_points_shown=70,
    metrics_without_points=0,
    qualifies=True,
    is_best_path=False,
    history_status="complete",
    skilling_basis="snapshot",
    metrics_not_computable=0,
    points_open=Decimal(0),
    is_open=False,
    class_basis="computed",
    class_share_pct=None,
)
NOT_MET = replace(MET, qualifies=False)


def _status(
    enterprise: AreaDesignation, smb: AreaDesignation, paid: date | None = None
) -> AreaStatus:
    """Give the status of a month with these paths, of which SMB or the unknown one counts."""
    is_smb = smb.class_basis != "unknown"
    rows = {"enterprise": replace(enterprise, is_best_path=not is_smb), "smb": smb}
    rows["smb"] = replace(smb, is_best_path=is_smb)
    key = (PARTNER, MONTH, "data_ai_2026_07")
    payments = {PARTNER: [(DATA_AI, paid)]} if paid else {}
    designations: dict[PathKey, AreaDesignation] = {(*key, path): row for path, row in rows.items()}
    return area_statuses(designations, payments)[PARTNER, DATA_AI, MONTH]


@pytest.mark.parametrize(
    ("enterprise", "smb", "status"),
    [
        (NOT_MET, MET, "Qualified"),
        (MET, NOT_MET, "In progress"),
        (NOT_MET, replace(MET, history_status="short_history"), "In progress"),
        (
            replace(MET, class_basis="unknown"),
            replace(NOT_MET, class_basis="unknown"),
            "In progress",
        ),
        (replace(MET, class_basis="unknown"), replace(MET, class_basis="unknown"), "Qualified"),
    ],
)
def test_months_that_qualify(
    enterprise: AreaDesignation, smb: AreaDesignation, status: str
) -> None:
    """On the path of the class; on both where nobody knows the class."""
    assert _status(enterprise, smb).designation_status == status


@pytest.mark.parametrize(
    ("paid", "status"),
    [
        (date(2026, 10, 31), "Enrolled"),
        (date(2025, 11, 1), "Enrolled"),
        (date(2025, 10, 31), "Enrolled (Renewal due)"),
        (date(2025, 10, 2), "Enrolled (Renewal due)"),
        (date(2025, 10, 1), "In progress"),
        (date(2026, 11, 1), "In progress"),
    ],
)
def test_enrolled_for_a_year(paid: date, status: str) -> None:
    """Whatever the score does; then thirty days to renew."""
    assert _status(NOT_MET, NOT_MET, paid).designation_status == status
