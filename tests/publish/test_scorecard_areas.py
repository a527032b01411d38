"""What the terminal says of several solution areas, and of what is not known.

Acts: whoever changes scorecard_areas.py or scorecard_table.py.
"""

from __future__ import annotations

from tests.publish.scorecard_release import MORE_AREAS


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_one_area_names_the_panel(show) -> None:
    assert "Solutions Partner for Area one" in show()


def test_a_line_for_each_of_several_areas(show) -> None:
    """Path, total, bar and status; below it what keeps it from qualifying, and what is special."""
    text = show(more=MORE_AREAS)
    assert "Solutions Partner for 4 solution areas" in text
    lines = text.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("Area one"))
    told = _flat(" ".join(lines[first : first + 8]))
    assert "Area one SMB path 50 / 90" in told
    assert "0.4 points short of 50 · 50 only by rounding" in told
    assert "Area two Enterprise path 32 known, up to 62" in told
    assert "Growth not known: no Revenue of this month; declared: Adds; class not known" in told
    assert "(SMB path 7 / 90)" in told
    assert "Area three no points and no certificates; not known: AzureUsage was exported" in told
    assert "Area four Enterprise path 0 / 30" in told
    assert "Qualified" in told
    assert "Metric" not in text


def test_areas_asked_for_by_name_are_told_in_full(show) -> None:
    """What is not known is no zero, and what was declared says so; no table of an idle area."""
    text = show(more=MORE_AREAS, asked=("two", "three", "four"))
    flat = _flat(text)
    assert "Rules of two" in flat and "Rules of four" in flat
    assert "Rules of three" not in flat and "New rules" not in flat
    assert "not known: no Revenue of this month" in flat
    assert "declared (PartnerCenterScore): Revenue" in flat and "ends in 2026-08" in flat
    assert "32 known, up to 62" in flat
    assert "Enterprise path: not known whether it qualifies: Growth not known" in flat
    assert "SMB path: does not qualify: 43 points short of 50 · no points in Certif" in flat
    assert "the partner's class is not known: either path may count" in flat
    assert "no usage a year ago" in flat and "too little usage to be scored" in flat
