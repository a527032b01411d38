"""The tables of an explanation: tenants, people, months of windows, usage lines.

Belongs here: which columns a table has and what stands in its cells. Does not belong here: the
order of the page (explanation.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from rich import box
from rich.table import Table

from orchestration.explain.data import PartStory, Row
from orchestration.explain.labels import contribution_reason, label, measure_unit, measures
from orchestration.explain.lines import Usage
from orchestration.explain.words import (
    amount,
    gained,
    number,
    plain,
)

#: Characters of a person's key that are shown; enough to find it in fct_skilling_people.
_KEY_LENGTH = 10


def _table(*columns: str) -> Table:
    """A table whose columns that begin with > are numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    for column in columns:
        right = column.startswith(">")
        table.add_column(
            column.lstrip(">"), justify="right" if right else "left", no_wrap=right, overflow="fold"
        )
    return table


def tenants_table(story: PartStory) -> Table:
    unit = story.part["unit"]
    value_unit = measure_unit(story.part["value_measure"])
    table = _table("Tenant", ">Now", ">Baseline", ">Adds", "Why")
    for row in story.tenants:
        now = amount(row["current_value"], value_unit)
        why = contribution_reason(row["reason"], bool(row["contribution"]))
        if row["deciding_workload"]:
            why += (
                f" ({row['deciding_workload']}: {number(row['current_paid_count'])} paid,"
                f" {number(row['current_active_count'])} active)"
            )
        table.add_row(
            f"{plain(row['tenant_name'])}\n{row['tenant_id']}",
            now,
            amount(row["baseline_value"], value_unit),
            gained(row["contribution"], unit),
            why,
        )
    for row in story.rest:
        table.add_row(
            f"and {row['tenants_count']:,} more",
            "",
            "",
            gained(row["contribution"], unit),
            contribution_reason(row["reason"], bool(row["contribution"])),
        )
    return table


def services_table(story: PartStory) -> Table:
    table = _table("Service", ">ACR of the window", "Why")
    for row in story.services:
        table.add_row(
            plain(row["service"]),
            amount(row["ttm_acr_usd"], "usd"),
            label("service_reason", row["reason"]),
        )
    return table


def people_table(story: PartStory) -> Table:
    table = _table("Person", "Certificates", "Counts", "Until")
    for row in story.people:
        table.add_row(
            row["person_key"][:_KEY_LENGTH],
            row["certifications"],
            "yes" if row["counts"] else "no",
            f"{row['counts_until']}" if row["counts_until"] else "no end",
        )
    return table


def months_table(usage: Usage) -> Table:
    """Each month beside that of the baseline; under a window of several months its sums."""
    shown = [
        code
        for code in measures()
        if any(code in {**month.values, **month.baseline_values} for month in usage.months)
    ]
    heads = [f">{label('measure', code)}" for code in shown]
    table = _table("Month", *heads, "Baseline", *heads)

    def add(name: str, values: Mapping, baseline: str, baseline_values: Mapping) -> None:
        each = [
            [amount(found.get(code), measure_unit(code)) for code in shown]
            for found in (values, baseline_values)
        ]
        table.add_row(name, *each[0], baseline, *each[1])

    for month in usage.months:
        names = (f"{month.usage_month:%Y-%m}", f"{month.baseline_month:%Y-%m}")
        add(names[0], month.values, names[1], month.baseline_values)
    if len(usage.months) > 1:
        table.add_section()
        sides = [
            [month.values for month in usage.months],
            [month.baseline_values for month in usage.months],
        ]
        sums = [
            {code: sum((each.get(code, 0) for each in side), Decimal()) for code in shown}
            for side in sides
        ]
        add("Window", sums[0], "Window", sums[1])
    return table


def lines_table(usage: Usage, most: int) -> Table:
    """The first `most` records, those that count first, and a line for the rest of each verdict."""
    table = _table("Month", "Product", "Association", ">Reported", "File", ">Record", "Counts")
    lines = usage.lines or ()
    for row in lines[:most]:
        table.add_row(
            f"{row['usage_month']:%Y-%m}",
            row["product"],
            row["association"] or "?",
            _reported(row),
            f"{plain(row['delivery'])}/{plain(row['file_name'])}",
            f"{row['record']}",
            _verdict(row),
        )
    for reason, count in Counter(row["label"] for row in lines[most:]).most_common():
        table.add_row("", f"and {count:,} more", "", "", "", "", reason)
    return table


def _reported(row: Row) -> str:
    if row.get("paid_count") is None:
        return amount(row["acr_usd"], "usd")
    return f"{number(row['paid_count'])} paid, {number(row['active_count'])} active"


def _verdict(row: Row) -> str:
    if row["reason"] != "counted" or row.get("counted_paid_count") is None:
        return row["label"]
    paid, active = row["counted_paid_count"], row["counted_active_count"]
    return f"counts {number(paid)} paid, {number(active)} active"
