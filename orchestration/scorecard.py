"""The scorecard in the terminal.

Belongs here: how a release looks to the person who made it. Does not belong here: what it says
(scorecard_data.py).

`python -m orchestration.scorecard` prints the current release's again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from pathlib import Path

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from orchestration.faults import printable
from orchestration.release import DATABASE_FILE, PAGE_FILE, PARQUET_FOLDER, Release
from orchestration.scorecard_data import (
    Metric,
    Part,
    PartnerCard,
    PathScore,
    Scorecard,
    UnusedName,
    read_scorecard,
)
from orchestration.settings import Settings, SettingsError

WIDTH = 100
_MAX_PARTNERS = 10
_MAX_WARNINGS = 6
_BAR_CELLS = 18
_METRIC_WIDTH = 17

_TENTHS, _WHOLE = Decimal("0.1"), Decimal(1)

_PARTS = {"azure": "Azure", "m365": "Microsoft 365"}
_UNITS = {"tenants": "tenant", "users": "user", "people": "person"}


def print_scorecard(release: Release, publish_dir: Path, console: Console) -> None:
    """Print the newest month of a release, partner by partner, and where its files lie."""
    card = read_scorecard(release, limit=_MAX_PARTNERS)
    width = min(WIDTH, console.width)
    console.print()
    console.print(_head(card), width=width)
    for partner in card.partners:
        console.print(Padding(_partner(partner), (1, 0, 0, 0)), width=width)
    if (more := card.partners_total - len(card.partners)) > 0:
        console.print(f"\n… and {more} more partners: see marts.fct_designation_scores.")
    if warnings := list(_general_warnings(card)):
        console.print()
        console.print(_notes(*warnings), width=width)
    console.print()
    console.print(_where(release, publish_dir), width=width, soft_wrap=True)


def _head(card: Scorecard) -> Panel:
    label = card.release.label
    lines = [
        Text.assemble(
            (f"As of {label.as_of_month[:7]}", "bold"),
            f" · release {label.version} · {card.partners_total} partners",
        ),
        Text(
            f"{label.tests_passed} of {label.tests_run} tests passed"
            f" · {label.quarantined_rows:,} rows in quarantine · code {label.code_version}",
            style="dim",
        ),
    ]
    if label.as_known:
        known = f"AS KNOWN at delivery {label.as_known}: later deliveries are left out."
        lines += [Text(known, "bold cyan"), Text(_restated(card), style="dim")]
    title = "Solutions Partner for Security"
    if not label.is_demo:
        return Panel(Group(*lines), title=f"[bold]{title}", title_align="left", box=box.ROUNDED)
    lines.append(Text("DEMO: every partner, tenant and person here is made up.", "bold yellow"))
    return Panel(
        Group(*lines),
        title=f"[bold]{title} · [yellow]DEMO[/]",
        title_align="left",
        border_style="yellow",
        box=box.ROUNDED,
    )


def _restated(card: Scorecard) -> str:
    if card.restated is None:
        return (
            "Not compared: there is no current release of the same code and of all loaded "
            "deliveries. Refresh without AS_KNOWN first."
        )
    return (
        f"{card.restated.changed:,} of {card.restated.compared:,} scores of metrics are others in "
        f"the current release {card.release.label.compared_with}: see "
        "marts.fct_as_known_comparison."
    )


def _partner(card: PartnerCard) -> Group:
    title = Text.assemble((printable(card.name), "bold"), f"  {printable(card.partner_id)}  ")
    title.append(f"{card.as_of_month:%B %Y}", style="dim")
    return Group(
        Rule(title, align="left", style="dim"),
        Text(f"Rules in force: {card.rule_label}", style="dim"),
        _scores(card),
        _notes(
            *_verdicts(card),
            *_other_rules(card),
            *_partner_warnings(card),
        ),
    )


def _scores(card: PartnerCard) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Metric", width=_METRIC_WIDTH)
    for path in card.paths:
        best = " [green]★[/]" if path.is_best_path and len(card.paths) > 1 else ""
        table.add_column(f"{path.label}{best}", ratio=1)
    for position, metric in enumerate(card.paths[0].metrics):
        cells = [_metric_cell(path.metrics[position]) for path in card.paths]
        table.add_row(metric.label, *cells)
    table.add_section()
    table.add_row(Text("Total", style="bold"), *[_total_cell(path) for path in card.paths])
    return table


def _metric_cell(metric: Metric) -> Text:
    colour = "red" if not metric.points else "green" if _is_full(metric) else "cyan"
    text = Text.assemble(
        (f"{_shown(metric.points, _TENTHS):>7}", f"bold {colour}"),
        f" / {_points(metric.max_points):<3} ",
        _bar(metric.points, metric.max_points, colour),
    )
    text.append(f"\n{_gap(metric)}", style="dim")
    return text


def _is_full(metric: Metric) -> bool:
    return metric.points >= metric.max_points


def _gap(metric: Metric) -> str:
    """What is missing to the next point, in the words of the metric's unit."""
    if _is_full(metric):
        return "at the maximum"
    missing = [part for part in metric.parts if part.units_to_next_point]
    amounts: dict[str, list[str]] = {}
    for part in missing:
        name = _PARTS.get(part.part, part.part.replace("_", " "))
        amounts.setdefault(_amount(part), []).append(name)
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


def _amount(part: Part) -> str:
    units = part.units_to_next_point or Decimal(0)
    if part.unit == "usd":
        return f"${units.quantize(Decimal('0.01'), ROUND_CEILING):,}"
    whole = int(units.to_integral_value(ROUND_CEILING))
    return f"{whole:,} {_UNITS[part.unit] if whole == 1 else part.unit}"


def _total_cell(path: PathScore) -> Text:
    colour = "green" if path.qualifies else "red"
    total = sum((metric.max_points for metric in path.metrics), Decimal(0))
    text = Text.assemble(
        (f"{_shown(path.total_points, _WHOLE):>7}", f"bold {colour}"),
        f" / {_points(total):<3} ",
        _bar(path.total_points, total, colour),
    )
    if path.total_points != path.total_points.to_integral_value():
        text.append(f"\nexactly {_points(path.total_points)}", style="dim")
    return text


def _notes(*notes: tuple[Text, Text]) -> Table:
    """Lines with a mark in front; a long line goes on under its own beginning."""
    table = Table.grid(padding=(0, 1, 0, 0))
    for mark, text in notes:
        table.add_row(Text(" ") + mark, text)
    return table


def _verdicts(card: PartnerCard) -> Iterator[tuple[Text, Text]]:
    for path in card.paths:
        name = f"{path.label}: " if len(card.paths) > 1 else ""
        if path.qualifies:
            yield Text("✓", "bold green"), Text(f"{name}qualifies")
        else:
            blocks = " · ".join(_blocks(path))
            yield Text("✗", "bold red"), Text(f"{name}does not qualify: {blocks}")


def _other_rules(card: PartnerCard) -> Iterator[tuple[Text, Text]]:
    if card.others:
        totals = " · ".join(
            f"{each.rule_version} {_points(each.total_points)}{' ✓' if each.qualifies else ''}"
            for each in card.others
        )
        yield Text("·", "dim"), Text(f"the same month by other rules: {totals}", "dim")


def _blocks(path: PathScore) -> Iterator[str]:
    short = path.qualifying_points - path.total_points
    if short > 0:
        yield f"{_points(short)} points short of {_points(path.qualifying_points)}"
    if path.is_rounded_up_to_pass and not path.qualifies:
        yield f"{path.total_points_shown} only by rounding"
    for metric in path.metrics:
        if not metric.points:
            yield f"no points in {metric.label}"


def _partner_warnings(card: PartnerCard) -> Iterator[tuple[Text, Text]]:
    if card.has_short_history:
        yield _warning("short history: no delivery covers some months of the two windows")
    if card.has_reconstructed_skilling:
        yield _warning("certificates are taken from a snapshot that is newer than this month")
    yield from _listed(card.unused)


def _general_warnings(card: Scorecard) -> Iterator[tuple[Text, Text]]:
    for blind in card.blind:
        workloads = ", ".join(blind.workloads)
        yield _warning(
            f"EMSUsage of {blind.delivery} has no columns for {workloads}: their seats count as 0"
        )
    for delivery in card.without_offers:
        yield _warning(
            f"AzureUsage of {delivery} has no column for the offer: excluded offers are counted"
        )
    yield from _listed(card.strays)


def _listed(names: Sequence[UnusedName]) -> Iterator[tuple[Text, Text]]:
    for name in names[:_MAX_WARNINGS]:
        yield _warning(_unused(name))
    if (more := len(names) - _MAX_WARNINGS) > 0:
        yield _warning(f"{more} more such names: see marts.fct_unmapped_names")


def _unused(name: UnusedName) -> str:
    money = f", ${name.acr_usd:,.2f}" if name.acr_usd else ""
    rows = "row" if name.records_count == 1 else "rows"
    shown = printable(name.name)
    return f"{name.dataset}: {name.kind}: {shown} ({name.records_count:,} {rows}{money})"


def _warning(text: str) -> tuple[Text, Text]:
    return Text("!", "bold yellow"), Text(text)


def _where(release: Release, publish_dir: Path) -> Group:
    folder = publish_dir / release.label.link
    database = folder / DATABASE_FILE
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, value in (
        ("Release", str(release.folder)),
        ("Page", str(folder / PAGE_FILE)),
        ("Database", str(database)),
        ("Parquet", str(folder / PARQUET_FOLDER / "*.parquet")),
    ):
        table.add_row(Text(name, style="bold"), Text(value, overflow="fold"))
    return Group(
        table,
        Text.assemble(
            ("Query     ", "bold"),
            f"duckdb -readonly {database} 'from marts.fct_designation_scores'",
        ),
    )


def _bar(points: Decimal, most: Decimal, colour: str) -> Text:
    cells = int(_BAR_CELLS * points / most) if most else 0
    return Text.assemble(("━" * cells, colour), ("━" * (_BAR_CELLS - cells), "grey30"))


def _shown(points: Decimal, exponent: Decimal) -> str:
    """Points as Partner Center prints them: a metric with one decimal, a total as a whole number,
    rounded half up (source K23). What is decided on the exact total is said beside it."""
    return f"{points.quantize(exponent, ROUND_HALF_UP):,}"


def _points(value: Decimal) -> str:
    """Points as stored, without the zeros behind."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text or "0"


def main() -> int:
    """Print the scorecard of the current release; 1 when there is none."""
    from orchestration.release import current_release

    console = Console(highlight=False)
    try:
        publish_dir = Settings.from_environment().publish_dir
    except SettingsError as error:
        console.print(str(error), style="red")
        return 2
    release = current_release(publish_dir)
    if release is None:
        console.print(f"There is no release in {publish_dir} yet.", style="red")
        return 1
    print_scorecard(release, publish_dir, console)
    return 0


if __name__ == "__main__":
    sys.exit(main())
