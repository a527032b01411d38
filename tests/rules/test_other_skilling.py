"""The seeds say what the published rules of the five areas beside Security say of certified people.

The tables below were written from the sources and not from the seeds, so that a slip in either
shows.
"""

from fractions import Fraction

import pytest

from tests.rules.seed_rows import (
    AZURE,
    BUSINESS,
    MODERN_WORK,
    OTHERS,
    SCORES,
    by_key,
    of_score,
    read,
    table,
)

INTERMEDIATE, ADVANCED = "intermediate_certifications", "advanced_certifications"
IDS = [f"{area}_{month}_{path}" for area, month, path in SCORES]

# Certificates of the steps that are no list, and the lists, by the month of the version.
LISTS = {
    "D 2022_10": "DP-300 AI-102 DP-100 DP-203 PL-300 MB-260 DP-420",
    "D 2025_01": "DP-300 AI-102 DP-100 PL-300 DP-420 DP-600 DP-700 DP-203 MB-260",
    "D 2026_07": "DP-300 AI-102 DP-100 PL-300 DP-420 DP-600 DP-700 DP-800 AI-103 AI-300 DP-750",
    "AI 2022_10": "AZ-204 PL-400",
    "AI 2025_01": "AZ-204 PL-400",
    "AI 2026_07": "AZ-204 PL-400 AI-200 GH-600",
    "AA 2022_10": "AZ-220 AZ-400 PL-600",
    "AA 2025_01": "AZ-400 PL-600 GH-200 GH-100 GH-500 GH-300",
    "AA 2026_07": "AZ-400 PL-600 GH-200 GH-100 GH-500 GH-300",
    "II 2022_10": "AZ-700 AZ-600 AZ-801",
    "II 2025_01": "AZ-700 AZ-801",
    "II 2026_07": "AZ-700 AZ-801",
    "IA 2022_10": "AZ-140 AZ-120",
    "IA 2025_01": "AZ-140 AZ-120",
    "IA 2026_07": "AZ-140 AZ-120",
    "BI 2023_03": "MB-310 MB-340 MB-500 MB-330 MB-320 MB-230 MB-210 MB-240 MB-800 MB-220 PL-100"
    " PL-300 PL-200 PL-400 MB-260 DP-500 PL-500",
    "BI 2026_05": "MB-310 MB-500 MB-330 MB-230 MB-240 MB-800 PL-300 PL-200 PL-400 PL-500 MB-280",
    "BI 2026_07": "MB-310 MB-500 MB-330 MB-230 MB-240 MB-800 PL-300 PL-200 PL-400 PL-500 MB-280"
    " AB-210 AB-410 AB-250",
    "BA 2023_03": "MB-335 MB-700 PL-600 MB-600",
    "BA 2026_05": "MB-335 MB-700 PL-600 MB-820",
    "BA 2026_07": "MB-335 MB-700 PL-600 MB-820 AB-100",
    "MI 2023_06": "MS-900 MS-600 MS-700 MS-203 SC-300 MS-721 MD-102",
    "MI 2026_05": "MS-900 MS-700 SC-300 MS-721 MD-102 AB-900",
    "MI 2026_07": "MS-900 MS-700 SC-300 MS-721 MD-102 AB-900",
    **{f"MA {month}": "MS-102 TEAMS-ROOMS" for month in ("2023_06", "2026_05", "2026_07")},
}
# What was carried back to the first rules.
LISTS |= {f"{name} 2022_10": LISTS[f"{name} 2023_03"] for name in ("BI", "BA")}
LISTS |= {f"{name} 2022_10": LISTS[f"{name} 2023_06"] for name in ("MI", "MA")}
NAMES = {
    ("data_ai", INTERMEDIATE): "D",
    ("digital_app_innovation", INTERMEDIATE): "AI",
    ("digital_app_innovation", ADVANCED): "AA",
    ("infrastructure", INTERMEDIATE): "II",
    ("infrastructure", ADVANCED): "IA",
    (BUSINESS, INTERMEDIATE): "BI",
    (BUSINESS, ADVANCED): "BA",
    (MODERN_WORK, INTERMEDIATE): "MI",
    (MODERN_WORK, ADVANCED): "MA",
}
# Points at most by people, of the one step of a metric.
ONE_STEP = {
    (BUSINESS, INTERMEDIATE, "enterprise"): (20, 20),
    (BUSINESS, INTERMEDIATE, "smb"): (20, 5),
    (BUSINESS, ADVANCED, "enterprise"): (15, 7),
    (BUSINESS, ADVANCED, "smb"): (15, 2),
    (MODERN_WORK, INTERMEDIATE, "enterprise"): (10, 4),
    (MODERN_WORK, INTERMEDIATE, "smb"): (10, 2),
    (MODERN_WORK, ADVANCED, "enterprise"): (15, 2),
    (MODERN_WORK, ADVANCED, "smb"): (15, 1),
}


def _prerequisites(area: str, month: str, metric: str) -> list[str]:
    if area not in AZURE:
        return []
    if area == "data_ai":
        return ["AZ-305", "AZ-104"] if month == "2022_10" else ["AZ-104", "AZ-305"]
    return ["AZ-104"] if metric == INTERMEDIATE else ["AZ-305"]


def _metrics(area: str) -> list[str]:
    return [metric for named, metric in NAMES if named == area]


@pytest.mark.parametrize(("area", "month", "path"), SCORES, ids=IDS)
def test_steps(area: str, month: str, path: str) -> None:
    expected = []
    for metric in _metrics(area):
        before = _prerequisites(area, month, metric)
        number = 0
        for number in range(1, len(before) + 1):
            people, once = ("1", "4") if path == "smb" else ("2", "0")
            expected.append((metric, str(number), people, once, "0", "", "", "false"))
        if area in AZURE:
            most, people = (40, 10) if area == "data_ai" else (20, 5)
            if path == "smb":
                most, people = most - 4 * len(before), people - len(before)
        else:
            most, people = ONE_STEP[area, metric, path]
        needs = "|".join(str(needed) for needed in range(1, number + 1))
        step = (metric, str(number + 1), "1", "0", str(most), str(people), needs, "false")
        expected.append(step)
    names = ("metric", "step", "min_people", "points_once", "points_at_max", "max_people")
    names += ("needs_steps", "same_person")
    found = of_score("rules/skilling_steps", area, month, path)
    assert [tuple(row[name] for name in names) for row in found] == expected


@pytest.mark.parametrize(("area", "month", "path"), SCORES, ids=IDS)
def test_lists(area: str, month: str, path: str) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for row in of_score("rules/step_certifications", area, month, path):
        found.setdefault((row["metric"], row["step"]), []).append(row["certification"])
    expected = {}
    for metric in _metrics(area):
        before = _prerequisites(area, month, metric)
        for number, code in enumerate(before, start=1):
            expected[metric, str(number)] = [code]
        codes = LISTS[f"{NAMES[area, metric]} {month}"].split()
        expected[metric, str(len(before) + 1)] = codes
    assert found == expected


@pytest.mark.parametrize(("area", "month", "path"), SCORES, ids=IDS)
def test_steps_can_pay_what_the_metric_can_earn(area: str, month: str, path: str) -> None:
    paid: dict[str, int] = {}
    for row in of_score("rules/skilling_steps", area, month, path):
        points = int(row["points_once"]) + int(row["points_at_max"])
        paid[row["metric"]] = paid.get(row["metric"], 0) + points
    assert paid == {
        row["metric"]: int(row["max_points"])
        for row in of_score("rules/metrics", area, month, path)
        if row["category"] == "skilling"
    }


def test_what_is_carried_back_is_marked() -> None:
    """The first rules of Business Applications and Modern Work, the SMB steps of January 2025, and
    the lists of then."""
    first = {f"{BUSINESS}_2022_10", f"{MODERN_WORK}_2022_10"}
    then = {f"{area}_2025_01" for area in AZURE}
    for row in read("rules/skilling_steps", *OTHERS):
        back = row["rule_version"] in then and row["path"] == "smb"
        assert row["is_assumed"] == str(row["rule_version"] in first or back).lower(), row
    scoring = {
        (row["rule_version"], row["path"], row["metric"], row["step"])
        for row in read("rules/skilling_steps", *OTHERS)
        if row["max_people"]
    }
    for row in read("rules/step_certifications", *OTHERS):
        key = (row["rule_version"], row["path"], row["metric"], row["step"])
        back = row["rule_version"] in then and (row["path"] == "smb" or key in scoring)
        assert row["is_assumed"] == str(row["rule_version"] in first or back).lower(), row


# People who hold each step, and the points they make, as the sources and screens work them out.
WORKED = """
area                    month    path        metric                      people  points
data_ai                 2022_10  single      intermediate_certifications  2+2+3   12
data_ai                 2022_10  single      intermediate_certifications  2+2+2   8
data_ai                 2022_10  single      intermediate_certifications  2+0+2   0
data_ai                 2022_10  single      intermediate_certifications  1+2+2   0
digital_app_innovation  2022_10  single      intermediate_certifications  2+2     8
digital_app_innovation  2022_10  single      advanced_certifications      2+2     8
digital_app_innovation  2022_10  single      advanced_certifications      1+2     0
infrastructure          2022_10  single      intermediate_certifications  2+2     8
infrastructure          2022_10  single      advanced_certifications      1+2     0
data_ai                 2026_07  enterprise  intermediate_certifications  2+2+3   12
data_ai                 2026_07  enterprise  intermediate_certifications  2+2+2   8
data_ai                 2026_07  enterprise  intermediate_certifications  2+0+2   0
data_ai                 2026_07  enterprise  intermediate_certifications  1+2+2   0
data_ai                 2026_07  smb         intermediate_certifications  2+2+3   20
data_ai                 2026_07  smb         intermediate_certifications  2+2+2   16
data_ai                 2026_07  smb         intermediate_certifications  2+0+2   4
data_ai                 2026_07  smb         intermediate_certifications  0+0+2   0
data_ai                 2026_07  smb         intermediate_certifications  1+1+8   40
infrastructure          2026_07  enterprise  intermediate_certifications  2+2     8
infrastructure          2026_07  enterprise  intermediate_certifications  1+2     0
infrastructure          2026_07  enterprise  advanced_certifications      2+5     20
infrastructure          2026_07  smb         intermediate_certifications  2+2     12
infrastructure          2026_07  smb         advanced_certifications      1+2     12
infrastructure          2026_07  smb         advanced_certifications      0+2     0
digital_app_innovation  2026_07  smb         advanced_certifications      1+4     20
digital_app_innovation  2026_07  smb         intermediate_certifications  1+6     20
business_applications   2023_03  enterprise  advanced_certifications      7       15
business_applications   2023_03  enterprise  advanced_certifications      3       45/7
business_applications   2023_03  enterprise  intermediate_certifications  20      20
business_applications   2023_03  smb         intermediate_certifications  1       4
business_applications   2023_03  smb         advanced_certifications      1       7.5
modern_work             2023_06  smb         intermediate_certifications  1       5
modern_work             2023_06  enterprise  intermediate_certifications  1       2.5
modern_work             2023_06  smb         advanced_certifications      1       15
modern_work             2023_06  enterprise  advanced_certifications      1       7.5
"""


@pytest.mark.parametrize("row", table(WORKED), ids=lambda row: " ".join(row.values()))
def test_worked_examples(row: dict[str, str]) -> None:
    people = dict(enumerate((int(number) for number in row["people"].split("+")), start=1))
    steps = [
        step
        for step in of_score("rules/skilling_steps", row["area"], row["month"], row["path"])
        if step["metric"] == row["metric"]
    ]
    assert len(steps) == len(people)
    met = {step["step"] for step in steps if people[int(step["step"])] >= int(step["min_people"])}
    points = Fraction(0)
    for step in steps:
        points += Fraction(step["points_once"]) if step["step"] in met else 0
        if step["max_people"] and met.issuperset(
            step["needs_steps"].split("|") * bool(step["needs_steps"])
        ):
            most = int(step["max_people"])
            points += Fraction(step["points_at_max"]) * min(people[int(step["step"])], most) / most
    assert points == Fraction(row["points"])


# Certificates that ended, and the last day on which each counts; all others go on.
ENDED = """
certification  retired     counts_until
AI-102         2026-06-30  2027-06-30
DP-100         2026-06-01  2027-06-01
DP-203         2025-03-31  2026-03-31
AZ-204         2026-07-31  2027-07-31
AZ-220         2023-07-31  2024-07-31
PL-600         2026-06-30  2027-06-30
AZ-600         2023-07-31  2024-07-31
MB-320         2023-06-30  2024-06-30
MB-240         2026-06-30  2027-06-30
PL-100         -           2023-11-30
PL-200         2026-08-31  2027-08-31
PL-500         2026-06-30  2027-06-30
MB-280         2026-07-31  2027-07-31
MB-335         2026-06-30  2027-06-30
MB-700         2026-06-30  2027-06-30
MB-600         2021-06-30  2023-06-30
MS-900         2026-03-31  2027-03-31
MS-102         2026-11-30  2027-11-30
TEAMS-ROOMS    2026-06-15  2027-06-15
"""


def test_certificates_and_their_last_days() -> None:
    asked = {row["certification"] for row in read("rules/step_certifications", *OTHERS)}
    rows = by_key("rules/certifications", "certification")
    expected = {row["certification"]: row for row in table(ENDED)}
    assert set(expected) <= asked
    for code in asked:
        ended = expected.get(code, {"retired": "-", "counts_until": "-"})
        found = rows[code,]
        days = (found["retired_on"] or "-", found["counts_until"] or "-")
        assert days == (ended["retired"], ended["counts_until"]), code
    assumed = {code for (code,), row in rows.items() if row["is_assumed"] == "true"}
    assert assumed == {"DP-203", "MB-320"}
