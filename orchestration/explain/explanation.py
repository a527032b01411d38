"""A score explained in the terminal: `make explain PARTNER=…`.

Belongs here: the page, from the total down to the records of the extracts. Does not belong here:
what it says (data.py, lines.py) and in which words (words.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from orchestration.explain.data import (
    MetricStory,
    PartStory,
    Row,
    Story,
    read_story,
    reading,
)
from orchestration.explain.lines import Usage, read_usage
from orchestration.explain.subject import ExplainError, Question, Subject, find_subject
from orchestration.explain.tables import (
    lines_table,
    months_table,
    people_table,
    services_table,
    tenants_table,
)
from orchestration.explain.words import (
    class_of_partner,
    missing_of_metric,
    missing_of_total,
    number,
    part_name,
    plain,
    points_of_total,
    rule_lines,
    state_of_metric,
    state_of_part,
)
from orchestration.publish.release import Release, current_release
from orchestration.settings import Settings

_WIDTH = 120
_MOST_TENANTS = 10


def print_explanation(settings: Settings, question: Question, most_lines: int) -> None:
    """Explain what is asked of the current release; raises `ExplainError`."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH
    release = current_release(settings.publish_dir)
    if release is None:
        raise ExplainError(f"There is no release in {settings.publish_dir} yet: make run.")
    explain(release, settings, question, console, most_lines)


def explain(
    release: Release,
    settings: Settings,
    question: Question,
    console: Console,
    most_lines: int,
) -> None:
    """Print the explanation of one partner's score; raises `ExplainError`."""
    with reading(release) as connection:
        subject = find_subject(connection, question)
        story = read_story(connection, subject, _MOST_TENANTS)
        usages = [
            read_usage(connection, release, settings, subject, basis)
            for basis in (_bases(story) if subject.tenant_id else ())
        ]
        width = min(console.width, _WIDTH)
        for part in _page(release, story, usages, most_lines):
            console.print(part, width=width)


def _bases(story: Story) -> list[Row]:
    """The usage bases that the metrics shown read, each once."""
    found = {}
    for metric in story.metrics:
        for part in metric.parts:
            if part.basis:
                names = ("product_line", "usage_basis", "window_months", "baseline_months")
                basis = part.basis | {"unit": part.part["unit"]}
                found.setdefault(tuple(basis[name] for name in names), basis)
    return list(found.values())


def _page(
    release: Release, story: Story, usages: list[Usage], most_lines: int
) -> Iterator[RenderableType]:
    yield from _head(release, story)
    for metric in story.metrics:
        yield from _metric(story.subject, metric)
    for usage in usages:
        yield from _usage(usage, most_lines)
    yield from _sources(story)


def _head(release: Release, story: Story) -> Iterator[RenderableType]:
    subject, total = story.subject, story.total
    demo = " · DEMO: everything here is made up" if release.label.is_demo else ""
    yield Text.assemble(
        (plain(subject.partner_name), "bold"),
        f"  {plain(subject.partner_id)} · {subject.area_label} · {subject.month:%B %Y}{demo}",
    )
    force = "in force" if subject.is_rule_in_force else "not in force that month"
    yield Text(f"Rules: {subject.rule_label} ({subject.rule_version}, {force})", "dim")
    points = f"{total['label']}: {points_of_total(total)}"
    yield Text.assemble((points, "bold"), f", {missing_of_total(total, story.metrics)}")
    if total["class_basis"]:
        best = next(label for _, label, _, is_best in subject.paths if is_best)
        yield Text(class_of_partner(total, best))
    if story.not_in_total:
        yield Text(story.not_in_total, "yellow")
    for path, label, other, is_best in subject.paths[1:]:
        better = ", the better path" if is_best else ""
        yield Text(f"{label}: {number(other)} points{better} (PATH_NAME={path})", "dim")
    if total["history_status"] == "short_history":
        yield Text("Short history: no delivery covers some months of the windows.", "yellow")
    if total["skilling_basis"] == "reconstructed":
        yield Text("Certificates come from a snapshot that is newer than the month.", "yellow")
    yield from _rules(rule_lines(story.programme))


def _metric(subject: Subject, story: MetricStory) -> Iterator[RenderableType]:
    metric = story.metric
    yield Text()
    yield Rule(
        Text.assemble(
            (metric["label"], "bold"),
            f"  {state_of_metric(metric)}",
        ),
        align="left",
        style="dim",
    )
    yield Text(missing_of_metric(story))
    yield from _rules(rule_lines(story.rules))
    for part in story.parts:
        yield Text()
        yield from _part(subject, part, metric["unit"] == "percent")


def _part(subject: Subject, story: PartStory, is_percentage: bool) -> Iterator[RenderableType]:
    part = story.part
    unit = part["unit"]
    state = state_of_part(part, is_percentage)
    yield Text.assemble((part_name(part["part"]), "bold"), f": {state}")
    yield from _rules(rule_lines(story.rules, subject.is_narrow))
    if story.people:
        yield Padding(people_table(story), (0, 0, 0, 2))
    elif unit == "people":
        yield Padding(Text("nobody holds a certificate of this step", "dim"), (0, 0, 0, 2))
    elif story.services:
        yield Padding(services_table(story), (0, 0, 0, 2))
    elif unit == "services":
        yield Padding(Text("no service has usage in the window", "dim"), (0, 0, 0, 2))
    elif story.tenants:
        yield Padding(tenants_table(story), (0, 0, 0, 2))
    else:
        who = "this tenant adds nothing" if subject.tenant_id else "no tenant adds anything"
        older = "" if subject.is_newest_month else " (who adds nothing is kept of the newest month)"
        yield Padding(Text(f"{who}{older}", "dim"), (0, 0, 0, 2))


def _rules(lines: list[tuple[str, str, str, str]]) -> Iterator[RenderableType]:
    if not lines:
        return
    table = Table.grid(padding=(0, 1, 0, 0))
    for what, values, source, place in lines:
        table.add_row(
            Text("  rule", "dim"),
            Text.assemble(f"{what}: {values}", (f" [{source}: {place}]", "dim")),
        )
    yield table


def _usage(usage: Usage, most_lines: int) -> Iterator[RenderableType]:
    yield Text()
    title = f"{part_name(usage.product_line)} usage of the windows"
    basis = f"  associations {usage.basis['association_set']} · basis {usage.basis['usage_basis']}"
    yield Rule(Text.assemble((title, "bold"), basis), align="left", style="dim")
    if any(month.values or month.baseline_values for month in usage.months):
        yield months_table(usage)
    elif usage.basis["unit"] == "services":
        yield Text("Services count for all tenants together, so there are no months of one.", "dim")
    else:
        yield Text("Nothing counts in any month of either window.", "dim")
    if usage.lines is None:
        yield Text(usage.note, "yellow")
        return
    yield Text()
    if usage.lines:
        yield lines_table(usage, most_lines)
    else:
        yield Text("No record names this tenant and a service or workload of the rules.", "dim")


def _sources(story: Story) -> Iterator[RenderableType]:
    yield Text()
    yield Rule(Text("Sources", "bold"), align="left", style="dim")
    table = Table.grid(padding=(0, 1, 0, 0))
    for row in story.sources:
        table.add_row(row["source_id"], f"{row['label']} ({row['dated']}): {row['address']}")
    yield table
