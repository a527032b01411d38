"""The scorecard in the terminal.

Belongs here: how a release looks to the person who made it. Does not belong here: what it says
(scorecard_data.py), the lines of areas (scorecard_areas.py), and the table of one
(scorecard_table.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from orchestration.explain.scorecard_areas import area_lines, class_in_words, verdict_on
from orchestration.explain.scorecard_data import (
    AreaCard,
    PartnerCard,
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


def print_scorecard(
    release: Release, publish_dir: Path, console: Console, asked: Collection[str] = ()
) -> None:
    """Print the newest month of a release, partner by partner, and where its files lie.

    Of several solution areas, those `asked` for by name are told in full.
    """
    card = read_scorecard(release, limit=_MAX_PARTNERS)
    width = min(WIDTH, console.width)
    console.print()
    console.print(_head(card), width=width)
    for partner in card.partners:
        told = _partner(partner, card, asked)
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
    several = f"{len(card.areas)} solution areas"
    title = f"Solutions Partner for {card.areas[0] if len(card.areas) == 1 else several}"
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


def _partner(partner: PartnerCard, card: Scorecard, asked: Collection[str]) -> Group:
    title = Text.assemble((printable(partner.name), "bold"), f"  {printable(partner.partner_id)}  ")
    title.append(f"{partner.as_of_month:%B %Y}", style="dim")
    left_out = [_warning(card.not_in_total)] if card.not_in_total else []
    head = Rule(title, align="left", style="dim")
    if len(card.areas) == 1:
        [area] = partner.areas
        notes = (*left_out, *_verdicts(area), *_other_rules(area), *_partner_warnings(partner))
        return Group(head, _rules_in_force(area), score_table(area), _notes(*notes))
    told = [area for area in partner.areas if area.solution_area in asked and not area.is_idle]
    notes = (*left_out, *_partner_warnings(partner))
    below = [Padding(_notes(*notes), (1, 0, 0, 0))] if notes else []
    return Group(head, *area_lines(partner.areas), *below, *(_area(area) for area in told))


def _area(area: AreaCard) -> Padding:
    told = Group(
        Text(area.label, "bold"),
        _rules_in_force(area),
        score_table(area),
        _notes(*_verdicts(area), *_other_rules(area)),
    )
    return Padding(told, (1, 0, 0, 0))


def _rules_in_force(area: AreaCard) -> Text:
    return Text(f"Rules in force: {area.rule_label}", style="dim")


def _notes(*notes: tuple[Text, Text]) -> Table:
    """Lines with a mark in front; a long line goes on under its own beginning."""
    table = Table.grid(padding=(0, 1, 0, 0))
    for mark, text in notes:
        table.add_row(Text(" ") + mark, text)
    return table


def _verdicts(card: AreaCard) -> Iterator[tuple[Text, Text]]:
    if card.class_basis:
        yield Text("·", "dim"), Text(class_in_words(card), "dim")
    for path in card.paths_that_may_count:
        name = f"{path.label}: " if len(card.paths) > 1 else ""
        mark, verdict = verdict_on(path)
        yield mark, Text(f"{name}{verdict}")


def _other_rules(card: AreaCard) -> Iterator[tuple[Text, Text]]:
    if card.others:
        totals = " · ".join(
            f"{each.rule_version} {points_text(each.total_points)}{' ✓' if each.qualifies else ''}"
            for each in card.others
        )
        yield Text("·", "dim"), Text(f"the same month under other rules: {totals}", "dim")


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
    print_scorecard(release, settings.publish_dir, console, settings.areas_named)
    return 0
