"""A partner's solution areas in the terminal, a line each.

Belongs here: the line of an area, and a path's verdict in words. Does not belong here: the metrics
of an area (scorecard_table.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.padding import Padding
from rich.text import Text

from orchestration.explain.scorecard_data import AreaCard, PathScore
from orchestration.explain.scorecard_table import points_bar, points_text, total_text

_BAR_CELLS = 10
_INDENT = 4
#: Where the class comes from that decides the path.
_CLASSES = {
    "computed": "the class computed from the partner's customers decides the path",
    "declared": "the class declared in PartnerTrack decides the path",
    "unknown": "the partner's class is not known: either path may count",
}


def area_lines(areas: Sequence[AreaCard]) -> Iterator[Text | Padding]:
    """A line per area, and below it what keeps it from qualifying; grey where nothing is there."""
    widths = [
        max(len(text) for text in texts)
        for texts in zip(*(_cells(area) for area in areas), strict=True)
    ]
    for area in areas:
        name, path, total = (
            text.ljust(width) for text, width in zip(_cells(area), widths, strict=True)
        )
        if area.is_idle:
            yield Text(f"{name}  {_idle(area)}", "bright_black")
            continue
        best = area.best_path
        colour = "green" if best.qualifies else "yellow" if best.is_open else "red"
        bar = points_bar(best.total_points, best.max_points, colour, _BAR_CELLS)
        status = (area.designation_status, "dim" if area.is_in_progress else "green")
        yield Text.assemble((name, "bold"), f"  {path}  ", (total, colour), "  ", bar, "  ", status)
        if said := "; ".join(_said(area)):
            yield Padding(Text(said, "dim"), (0, 0, 0, _INDENT))


def _cells(area: AreaCard) -> tuple[str, str, str]:
    if area.is_idle:
        return area.label, "", ""
    return area.label, area.best_path.label, total_text(area.best_path)


def _idle(area: AreaCard) -> str:
    reasons = sorted({each.not_known for each in area.best_path.metrics if each.not_known})
    rest = f"; not known: {'; '.join(reasons)}" if reasons else ""
    return f"no points and no certificates{rest}"


def _said(area: AreaCard) -> Iterator[str]:
    best = area.best_path
    if not best.qualifies:
        yield " · ".join(_blocks(best, is_brief=True))
    if declared := [each.label for each in best.metrics if each.basis == "declared"]:
        yield f"declared: {', '.join(declared)}"
    if area.class_basis == "declared":
        yield "class declared"
    if area.class_basis == "unknown":
        others = [path for path in area.paths if not path.is_best_path]
        totals = ", ".join(f"{path.label} {total_text(path)}" for path in others)
        yield f"class not known ({totals})"


def class_in_words(area: AreaCard) -> str:
    """Where the class that decides the path comes from."""
    return _CLASSES[area.class_basis or "unknown"]


def verdict_on(path: PathScore) -> tuple[Text, Text]:
    """A mark, and whether the path qualifies and why not."""
    if path.qualifies:
        return Text("✓", "bold green"), Text("qualifies")
    blocks = " · ".join(_blocks(path))
    if path.is_open:
        return Text("?", "bold yellow"), Text(f"not known whether it qualifies: {blocks}")
    return Text("✗", "bold red"), Text(f"does not qualify: {blocks}")


def _blocks(path: PathScore, is_brief: bool = False) -> Iterator[str]:
    needed = points_text(path.qualifying_points)
    if path.possible_points < path.qualifying_points and path.is_partly_known:
        yield f"at most {points_text(path.possible_points)} of {needed} points"
    elif path.points_short > 0 and not path.is_partly_known:
        yield f"{points_text(path.points_short)} points short of {needed}"
    if path.is_rounded_up_to_pass:
        yield f"{path.total_points_shown} only by rounding"
    without = [metric.label for metric in path.metrics if metric.points == 0]
    if is_brief and without:
        without = [", ".join(without)]
    for name in without:
        yield f"no points in {name}"
    unknown = [metric for metric in path.metrics if metric.points is None]
    if unknown:
        reasons = "; ".join(sorted({f"{metric.not_known}" for metric in unknown}))
        names = ", ".join(metric.label for metric in unknown)
        yield f"{names} not known" + (f": {reasons}" if is_brief else "")
