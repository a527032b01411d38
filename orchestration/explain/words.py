"""The words and figures of an explanation.

Belongs here: amounts with their units, what is missing, rule rows in a line. Does not belong
here: which figures are shown (data.py) and where they stand on the page (explanation.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal
from itertools import groupby

from orchestration.explain.data import MetricStory, Row
from orchestration.explain.labels import label, unit_label

_LISTS = ("eligible_products", "excluded_offers")
_SHORT_LIST = 4
_CENT = Decimal("0.01")
_SIGNS = {("lower", True): "≥", ("lower", False): ">", ("upper", True): "≤", ("upper", False): "<"}


def plain(value: object) -> str:
    """A value of an extract as a terminal may have it: nothing in it is a command."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(value))


def number(value: Decimal | int | None) -> str:
    """A number without the zeros behind; a dash for none."""
    if value is None:
        return "-"
    text = f"{Decimal(value):,f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def signed(value: Decimal | None) -> str:
    """A number with its sign."""
    text = number(abs(value or Decimal(0)))
    return text if not value else f"{'+' if value > 0 else '-'}{text}"


def amount(value: Decimal | None, unit: str) -> str:
    """A value in its unit: dollars with cents, everything else by name."""
    if value is None:
        return "-"
    if unit == "usd":
        return f"{'-' if value < 0 else ''}${abs(value):,.2f}"
    return f"{number(value)} {unit_label(unit, value)}"


def needed(value: Decimal, unit: str) -> str:
    """What is still to be gained, rounded up: dollars to the cent, the rest to one."""
    if unit == "usd":
        return amount(value.quantize(_CENT, ROUND_CEILING), unit)
    return amount(value.to_integral_value(ROUND_CEILING), unit)


def part_name(part: str) -> str:
    return label("product_line", part)


def missing_of_total(total: Row, metrics: Iterable[MetricStory]) -> str:
    """What keeps a total from qualifying."""
    if total["qualifies"]:
        return "qualifies"
    reasons = []
    short = total["qualifying_points"] - total["total_points"]
    if short > 0:
        reasons.append(f"{number(short)} points short of {number(total['qualifying_points'])}")
    reasons += [
        f"no points in {story.metric['label']}" for story in metrics if not story.metric["points"]
    ]
    if not short > 0 and len(reasons) < total["metrics_without_points"]:
        reasons.append(f"{total['metrics_without_points']} metrics without points")
    return f"does not qualify: {'; '.join(reasons)}"


def missing_of_metric(story: MetricStory) -> str:
    """For a metric below its maximum: what the next point and the maximum still take."""
    metric = story.metric
    missing = metric["max_points"] - metric["points"]
    if missing <= 0:
        return "Nothing is missing: the metric has its maximum."
    gains = [
        (part_name(each.part["part"]), each.part["units_to_next_point"], each.part["unit"])
        for each in story.parts
        if each.part["units_to_next_point"]
    ]
    said = [f"{needed(value, unit)} in {name}" for name, value, unit in gains]
    if metric["status"] == "prerequisites_missing":
        return f"{number(missing)} points are missing. First the steps: {' and '.join(said)}."
    text = f"{number(missing)} points are missing."
    if said:
        text += f" The next ones take {' or '.join(said)}."
    if metric["units_to_max"]:
        text += f" To the maximum: {amount(metric['units_to_max'], metric['unit'])}."
    return text


def rule_lines(rules: Sequence[Row], with_lists: bool = True) -> list[tuple[str, str, str, str]]:
    """One line per row of a seed (lists in one line per source): what, values, source, place.

    Long lists are only counted unless `with_lists`.
    """

    def row_of(rule: Row) -> tuple[str, ...]:
        names = ("rule_table", "part", "criterion", "source_id", "source_place")
        return tuple(rule[name] or "" for name in names)

    lines = []
    for key, cells in groupby(sorted(rules, key=row_of), key=row_of):
        table, part, criterion, source, place = key
        what = " ".join(word for word in (table.replace("_", " "), part, criterion) if word)
        values = list(dict.fromkeys(_values(list(cells))))
        if not with_lists and len(values) > _SHORT_LIST and table in _LISTS:
            values = [f"{len(values)} names (METRIC=… lists them)"]
        lines.append((what, " · ".join(values), source, place))
    return lines


def _values(cells: list[Row]) -> Iterable[str]:
    if any(cell["item"] for cell in cells):
        # A list: its names are the values, in their order of rank where they have one.
        ranks = {cell["item"]: cell["rule_text"] for cell in cells if cell["rule_name"] == "rank"}
        yield from sorted(
            {cell["item"] for cell in cells}, key=lambda item: (ranks.get(item, ""), item)
        )
        return
    for cell in cells:
        name = cell["rule_name"]
        if name.endswith("_inclusive") and name.startswith(("lower", "upper")):
            continue
        if name in ("lower", "upper"):
            yield f"{_SIGNS[name, bool(cell['is_inclusive'])]} {number(cell['rule_value'])}"
        elif cell["rule_value"] is not None:
            yield f"{name.replace('_', ' ')} {number(cell['rule_value'])}"
        else:
            yield f"{name.replace('_', ' ')} {cell['rule_text']}"
