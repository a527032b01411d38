"""The seeds say what the published rules of Security say of certified people.

The table below was written from the sources and not from the seeds, so that a slip in either shows.
"""

from collections import defaultdict
from decimal import Decimal

import pytest

from tests.rules.seed_rows import PATHS, SECURITY, Row, by_key, read, table

# People a step needs, points it pays once, points at most for people, and its certificates.
STEPS = """
version           path        step  people  once  most  certificates
security_2022_10  single      1     1       0     -     MS-500
security_2022_10  single      2     1       0     -     AZ-500
security_2022_10  single      3     1       0     40/6  SC-200,SC-300,SC-400
security_2023_06  single      1     1       0     -     AZ-500
security_2023_06  single      2     1       0     -     MS-500,SC-200
security_2023_06  single      3     1       0     40/6  SC-100,SC-200,SC-300,SC-400
security_2023_12  single      1     2       0     -     AZ-500
security_2023_12  single      2     2       0     -     MS-500,SC-200
security_2023_12  single      3     1       0     40/6  SC-100,SC-300,SC-400
security_2025_01  enterprise  1     2       0     -     AZ-500
security_2025_01  enterprise  2     2       0     -     SC-200
security_2025_01  enterprise  3     1       0     40/6  SC-100,SC-300,SC-400,SC-401
security_2025_01  smb         1     1       4     -     AZ-500
security_2025_01  smb         2     1       4     -     SC-200
security_2025_01  smb         3     1       0     32/4  SC-100,SC-300,SC-400,SC-401
security_2026_07  enterprise  1     2       0     -     AZ-500,SC-500
security_2026_07  enterprise  2     2       0     -     SC-200
security_2026_07  enterprise  3     1       0     40/6  SC-100,SC-300,SC-400,SC-401
security_2026_07  smb         1     1       4     -     AZ-500,SC-500
security_2026_07  smb         2     1       4     -     SC-200
security_2026_07  smb         3     1       0     32/4  SC-100,SC-300,SC-400,SC-401
"""


def test_certification_steps():
    accepted: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in read("rules/step_certifications", SECURITY):
        assert row["metric"] == "intermediate_certifications"
        accepted[row["rule_version"], row["path"], row["step"]].append(row["certification"])
    steps = by_key("rules/skilling_steps", "rule_version", "path", "step", area=SECURITY)
    assert {row["metric"] for row in steps.values()} == {"intermediate_certifications"}
    assert [
        [
            *key,
            row["min_people"],
            row["points_once"],
            f"{row['points_at_max']}/{row['max_people']}" if row["max_people"] else "-",
            ",".join(sorted(accepted[key])),
        ]
        for key, row in steps.items()
    ] == [list(row.values()) for row in table(STEPS)]
    assert set(accepted) == set(steps)


def test_only_the_third_step_waits_for_others_and_only_in_2022_on_one_person():
    for row in read("rules/skilling_steps", SECURITY):
        assert row["needs_steps"] == ("1|2" if row["step"] == "3" else "")
        alone = (row["rule_version"], row["step"]) == ("security_2022_10", "3")
        assert row["same_person"] == ("true" if alone else "false")


@pytest.mark.parametrize("version", PATHS)
def test_the_points_of_a_skilling_metric_are_what_its_steps_can_pay(version: str):
    for path in PATHS[version]:
        paid = sum(
            Decimal(row["points_once"]) + Decimal(row["points_at_max"])
            for row in read("rules/skilling_steps", SECURITY)
            if (row["rule_version"], row["path"]) == (version, path)
        )
        assert paid == 40


def _days(row: Row) -> tuple[str, str]:
    return row["retired_on"], row["counts_until"]


def test_certificates_and_their_last_days():
    certificates = by_key("rules/certifications", "certification")
    asked = {row["certification"] for row in read("rules/step_certifications", SECURITY)}
    assert {code: _days(certificates[code,]) for code in asked} == {
        "MS-500": ("2023-06-30", "2024-06-30"),
        "AZ-500": ("2026-08-31", "2027-08-31"),
        "SC-100": ("", ""),
        "SC-200": ("", ""),
        "SC-300": ("", ""),
        "SC-400": ("2025-05-31", "2026-05-31"),
        "SC-401": ("", ""),
        "SC-500": ("", ""),
    }
