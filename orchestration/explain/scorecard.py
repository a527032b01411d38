"""The scorecard in the terminal.

Belongs here: how a release looks to the person who made it. Does not belong here: what it says
(scorecard_data.py), and the table of scores (scorecard_table.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from orchestration.explain.scorecard_data import (
    PartnerCard,
    PathScore,
    Scorecard,
    UnusedName,
    read_scorecard,
)
from orchestration.explain.scorecard_table import points_text, score_table
from orchestration.landing.faults import printable
from orchestration.publish.release import (
    DATABASE_FILE,
    PAGE_FILE,
    PARQUET_FOLDER,
    Release,
    current_release,
)
from orchestration.settings import Settings

WIDTH = 100
_MAX_PARTNERS = 10
_MAX_WARNINGS = 6


def print_scorecard(release: Release, publish_dir: Path, console: Console) -> None:
    """Print the newest month of a release, partner by partner, and where its files lie."""
    card = read_scorecard(release, limit=_MAX_PARTNERS)
    width = min(WIDTH, console.width)
    console.print()
    console.print(_head(card), width=width)
    for partner in card.partners:
        told = _partner(partner, card.not_in_total)
        console.print(Padding(told, (1, 0, 0, 0)), width=width)
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
        f"{card.restated.changed:,} of {card.restated.compared:,} metric scores are different in "
        f"the current release {card.release.label.compared_with}: see "
        "marts.fct_as_known_comparison."
    )


def _partner(card: PartnerCard, not_in_total: str | None) -> Group:
    title = Text.assemble((printable(card.name), "bold"), f"  {printable(card.partner_id)}  ")
    title.append(f"{card.as_of_month:%B %Y}", style="dim")
    return Group(
        Rule(title, align="left", style="dim"),
        Text(f"Rules in force: {card.rule_label}", style="dim"),
        score_table(card),
        _notes(
            *([_warning(not_in_total)] if not_in_total else []),
            *_verdicts(card),
            *_other_rules(card),
            *_partner_warnings(card),
        ),
    )


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
            f"{each.rule_version} {points_text(each.total_points)}{' ✓' if each.qualifies else ''}"
            for each in card.others
        )
        yield Text("·", "dim"), Text(f"the same month under other rules: {totals}", "dim")


def _blocks(path: PathScore) -> Iterator[str]:
    short = path.qualifying_points - path.total_points
    if short > 0:
        yield f"{points_text(short)} points short of {points_text(path.qualifying_points)}"
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


def print_current(settings: Settings) -> int:
    """Print the scorecard of the current release; returns the exit code, 1 where there is none."""
    console = Console(highlight=False)
    release = current_release(settings.publish_dir)
    if release is None:
        console.print(Text(f"There is no release in {settings.publish_dir} yet.", "red"))
        return 1
    print_scorecard(release, settings.publish_dir, console)
    return 0
