"""The table of a partner's scores in one area, in the terminal.

Belongs here: what a cell says of a metric and of a total, and how points are written. Does not
belong here: what stands around the table (scorecard.py), and where figures come from
(scorecard_data.py).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from rich import box
from rich.table import Table
from rich.text import Text

from orchestration.explain.labels import label
from orchestration.explain.scorecard_data import AreaCard, Metric, PathScore
from orchestration.explain.words import needed

_BAR_CELLS = 18
_METRIC_WIDTH = 17

_TENTHS = Decimal("0.1")


def score_table(card: AreaCard) -> Table:
    """Metrics by paths, with what is missing to the next point."""
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Metric", width=_METRIC_WIDTH)
    metrics = card.paths[0].metrics
    for path in card.paths:
        best = " [green]★[/]" if path.is_best_path and len(card.paths) > 1 else ""
        table.add_column(f"{path.label}{best}", ratio=1)
    for position, metric in enumerate(metrics):
        cells = [_metric_cell(path.metrics[position]) for path in card.paths]
        table.add_row(metric.label, *cells)
    table.add_section()
    table.add_row(Text("Total", style="bold"), *[_total_cell(path) for path in card.paths])
    return table


def _metric_cell(metric: Metric) -> Text:
    if metric.points is None:
        return Text(f"not known: {metric.not_known}", "yellow")
    colour = "red" if not metric.points else "green" if _is_full(metric) else "cyan"
    text = Text.assemble(
        (f"{_shown(metric.points):>7}", f"bold {colour}"),
        f" / {points_text(metric.max_points):<3} ",
        points_bar(metric.points, metric.max_points, colour, _BAR_CELLS),
    )
    text.append(f"\n{_gap(metric)}", style="dim")
    return text


def _is_full(metric: Metric) -> bool:
    return metric.points is not None and metric.points >= metric.max_points


def _gap(metric: Metric) -> str:
    """What is missing to the next point, in the words of the metric's unit."""
    if metric.basis == "declared":
        return f"declared (PartnerCenterScore): {metric.not_known}"
    if _is_full(metric):
        return "at the maximum"
    if metric.status in ("gate_not_met", "no_baseline"):
        return label("metric_status", metric.status).lower()
    missing = [part for part in metric.parts if part.units_to_next_point]
    amounts: dict[str, list[str]] = {}
    for part in missing:
        name = label("product_line", part.part)
        amount = needed(part.units_to_next_point or Decimal(0), part.unit)
        amounts.setdefault(amount, []).append(name)
    if metric.status == "prerequisites_missing":
        # Steps hang on each other: people of every step that is short are needed.
        needs = [
            f"{amount}{' each' if len(names) > 1 else ''} ({', '.join(names)})"
            for amount, names in amounts.items()
        ]
        return "needs " + " and ".join(needs)
    # Of two product lines either one is enough.
    needs = [f"{amount} ({' or '.join(names)})" for amount, names in amounts.items()]
    return "next point: " + " or ".join(needs) if needs else ""


def _total_cell(path: PathScore) -> Text:
    colour = "green" if path.qualifies else "yellow" if path.is_open else "red"
    bar = points_bar(path.total_points, path.max_points, colour, _BAR_CELLS)
    if path.is_partly_known:
        return Text.assemble((total_text(path), f"bold {colour}"), "\n", bar)
    text = Text.assemble(
        (f"{path.total_points_shown:>7}", f"bold {colour}"),
        f" / {points_text(path.max_points):<3} ",
        bar,
    )
    if path.total_points != path.total_points.to_integral_value():
        text.append(f"\nexactly {points_text(path.total_points)}", style="dim")
    return text


def total_text(path: PathScore) -> str:
    """The total as Partner Center prints it; what is known of it, and what it may be."""
    if path.is_partly_known:
        return f"{points_text(path.total_points)} known, up to {points_text(path.possible_points)}"
    return f"{path.total_points_shown} / {points_text(path.max_points)}"


def points_bar(points: Decimal, most: Decimal, colour: str, width: int) -> Text:
    """As much of the bar in colour as there are points of the most."""
    cells = int(width * points / most) if most else 0
    return Text.assemble(("━" * cells, colour), ("─" * (width - cells), "grey30"))


def _shown(points: Decimal) -> str:
    """Points of a metric as Partner Center prints them: one decimal, rounded half up (K23)."""
    return f"{points.quantize(_TENTHS, ROUND_HALF_UP):,}"


def points_text(value: Decimal) -> str:
    """Points as stored, without the zeros behind."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text or "0"
