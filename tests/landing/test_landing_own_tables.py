"""The tables that partners keep themselves: figures that cannot be, and rows that contradict."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.landing.faults import DeliveryError
from tests.landing.extracts import Landing, Row, load_one, query, row

MONTH = "2026-10"
ASIDE = (
    "select file_name, record, physical_line, column_name, reason from raw.quarantine "
    "inner join raw.files using (file_id) order by all"
)
COUNTS = "select file_name, loaded_count, quarantined_count from raw.files order by all"
CONTRADICTS = "contradicts_another"


def score(**changes: str | None) -> Row:
    return row("PartnerCenterScore", MONTH, **changes)


def track(**changes: str | None) -> Row:
    return row("PartnerTrack", MONTH, **changes)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"Points": "20.01"}, "Points"),
        ({"Points": "-0.5"}, "Points"),
        ({"Points": "40.5", "Metric": "Intermediate certifications"}, "Points"),
        ({"Points": "20.5", "Path": "SMB path", "SolutionArea": " SECURITY "}, "Points"),
        # Of an area without rules nothing but this can be judged.
        ({"Points": "-1", "SolutionArea": "elsewhere"}, "Points"),
    ],
)
def test_points_that_no_metric_can_earn(
    landing: Landing, build: Path, changes: dict[str, str], column: str
) -> None:
    landing.add(MONTH, "PartnerCenterScore", [score(Metric="usage_growth"), score(**changes)])
    [file] = load_one(landing.root, build, "PartnerCenterScore", MONTH)
    assert (file.records_count, file.quarantined_count) == (2, 1)
    assert query(build, ASIDE) == [("PartnerCenterScore.csv", 2, 3, column, "points_out_of_bounds")]


@pytest.mark.parametrize(
    "changes",
    [
        {"Points": "20"},
        {"Points": "20.0000"},
        {"Points": "0"},
        {"Points": "40", "Metric": "intermediate_certifications"},
        {"Points": "99", "SolutionArea": "elsewhere"},
        {"Points": "99", "Metric": "a metric of no version"},
        {"Points": "99", "Month": "2022-09"},
    ],
)
def test_points_that_can_be(landing: Landing, build: Path, changes: dict[str, str]) -> None:
    landing.add(MONTH, "PartnerCenterScore", [score(**changes)])
    load_one(landing.root, build, "PartnerCenterScore", MONTH)
    assert query(build, COUNTS) == [("PartnerCenterScore.csv", 1, 0)]


@pytest.mark.parametrize(
    ("month", "aside"),
    [
        ("2023-01", []),
        # A version is in force for a month by its last day.
        ("2024-12", []),
        (
            "2025-01",
            [("PartnerCenterScore.csv", 1, 2, "Path", "required_value_empty")],
        ),
    ],
)
def test_a_path_may_be_empty_where_the_area_has_one(
    landing: Landing, build: Path, month: str, aside: list[tuple]
) -> None:
    landing.add(MONTH, "PartnerCenterScore", [score(Month=month, Path=" ")])
    load_one(landing.root, build, "PartnerCenterScore", MONTH)
    assert query(build, ASIDE) == aside


@pytest.mark.parametrize("path", ["single", "Single path", "Corporate", "enterprise smb"])
def test_a_track_that_is_none(landing: Landing, build: Path, path: str) -> None:
    landing.add(MONTH, "PartnerTrack", [track(SolutionArea="data_ai"), track(Path=path)])
    load_one(landing.root, build, "PartnerTrack", MONTH)
    assert query(build, ASIDE) == [("PartnerTrack.csv", 2, 3, "Path", "unknown_path")]


@pytest.mark.parametrize("path", ["smb", " SMB ", "Enterprise", "ENTERPRISE PATH"])
def test_a_track_in_every_spelling(landing: Landing, build: Path, path: str) -> None:
    landing.add(MONTH, "PartnerTrack", [track(Path=path)])
    load_one(landing.root, build, "PartnerTrack", MONTH)
    assert query(build, COUNTS) == [("PartnerTrack.csv", 1, 0)]


def test_two_tracks_of_one_key(landing: Landing, build: Path) -> None:
    """`Azure` is three keys; what contradicts one of them is set aside with all of it."""
    rows = [
        track(SolutionArea="Azure", Path="SMB"),
        track(SolutionArea="Data & AI (Azure)", Path="smb"),
        track(SolutionArea="infrastructure", Path="Enterprise"),
        track(SolutionArea="modern_work", Path="Enterprise"),
        track(SolutionArea="infrastructure", Path="Enterprise", Month="2026-09"),
        track(SolutionArea="infrastructure", Path="Enterprise", PGAMpnId="1000001"),
    ]
    landing.add(MONTH, "PartnerTrack", rows)
    [file] = load_one(landing.root, build, "PartnerTrack", MONTH)
    assert (file.records_count, file.quarantined_count) == (6, 2)
    assert query(build, ASIDE) == [
        ("PartnerTrack.csv", 1, 2, "Path", CONTRADICTS),
        ("PartnerTrack.csv", 3, 4, "Path", CONTRADICTS),
    ]
    assert query(build, "select record from raw.partner_track order by 1") == [
        (2,),
        (4,),
        (5,),
        (6,),
    ]
    assert query(build, COUNTS) == [("PartnerTrack.csv", 4, 2)]


def test_two_scores_of_one_key_in_two_files(landing: Landing, build: Path) -> None:
    """Whatever they call it; a record that is set aside for another reason contradicts none."""
    landing.add(
        MONTH,
        "PartnerCenterScore",
        [score(Points="4"), score(Metric="usage_growth", Points="8"), score(Points="-4")],
        "PartnerCenterScore_a.csv",
    )
    again = score(Path="SMB path", Metric="Deployments", Month=f"{MONTH}-01", Points="5")
    same = score(Metric="Usage growth", Points="8.00", Month="2026-09")
    landing.add(MONTH, "PartnerCenterScore", [same, again], "PartnerCenterScore_b.tsv.gz", "\t")
    first, second = load_one(landing.root, build, "PartnerCenterScore", MONTH)
    assert (first.quarantined_count, second.quarantined_count) == (2, 1)
    assert query(build, ASIDE) == [
        ("PartnerCenterScore_a.csv", 1, 2, "Points", CONTRADICTS),
        ("PartnerCenterScore_a.csv", 3, 4, "Points", "points_out_of_bounds"),
        ("PartnerCenterScore_b.tsv.gz", 2, 3, "Points", CONTRADICTS),
    ]
    assert query(build, COUNTS) == [
        ("PartnerCenterScore_a.csv", 1, 2),
        ("PartnerCenterScore_b.tsv.gz", 1, 1),
    ]
    assert query(build, "select sum(records_count)::int from raw.file_partners") == [(2,)]


def test_the_same_score_twice_in_one_file_is_one(landing: Landing, build: Path) -> None:
    landing.add(MONTH, "PartnerCenterScore", [score(), score(Points="4.00", Metric="Deployments")])
    load_one(landing.root, build, "PartnerCenterScore", MONTH)
    assert query(build, COUNTS) == [("PartnerCenterScore.csv", 2, 0)]


@pytest.mark.parametrize("dataset", ["PartnerCenterScore", "PartnerTrack"])
def test_the_same_row_in_two_files_is_refused(landing: Landing, build: Path, dataset: str) -> None:
    landing.add(MONTH, dataset, [row(dataset, MONTH)], f"{dataset}_a.csv")
    landing.add(MONTH, dataset, [row(dataset, MONTH)], f"{dataset}_b.tsv", "\t")
    with pytest.raises(DeliveryError, match="that are also in"):
        load_one(landing.root, build, dataset, MONTH)
