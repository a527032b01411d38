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
_CENT, _POINTS = Decimal("0.01"), Decimal("0.0001")
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
    if unit == "percent":
        value = value.quantize(_POINTS)
    if unit == "usd":
        return f"{'-' if value < 0 else ''}${abs(value):,.2f}"
    return f"{number(value)} {unit_label(unit, value)}"


def gained(value: Decimal | None, unit: str) -> str:
    """A difference: dollars with their sign and cents, everything else as a number."""
    if unit != "usd" or value is None:
        return signed(value)
    return f"{'+' if value > 0 else ''}{amount(value, unit)}"


def needed(value: Decimal, unit: str) -> str:
    """What is still to be gained, rounded up: dollars to the cent, the rest to one."""
    if unit == "usd":
        return amount(value.quantize(_CENT, ROUND_CEILING), unit)
    return amount(value.to_integral_value(ROUND_CEILING), unit)


def part_name(part: str) -> str:
    return label("product_line", part)


def points_of_total(total: Row) -> str:
    """The points of a total; where some are not known, what they may come to."""
    known = f"{number(total['total_points'])} points"
    if not total["metrics_not_computable"]:
        return known
    return f"{known} known, up to {number(total['possible_points'])}"


def missing_of_total(total: Row, metrics: Iterable[MetricStory]) -> str:
    """What keeps a total from qualifying."""
    if total["qualifies"]:
        return "qualifies"
    reasons = []
    needed_points = number(total["qualifying_points"])
    if total["metrics_not_computable"]:
        if total["possible_points"] < total["qualifying_points"]:
            reasons.append(f"at most {number(total['possible_points'])} of {needed_points} points")
    elif total["points_short"] > 0:
        reasons.append(f"{number(total['points_short'])} points short of {needed_points}")
    named = [story.metric["label"] for story in metrics if story.metric["points"] == 0]
    reasons += [f"no points in {name}" for name in named]
    if total["points_short"] <= 0 and len(named) < total["metrics_without_points"]:
        reasons.append(f"{total['metrics_without_points']} metrics without points")
    reasons += [
        f"{story.metric['label']} is not known"
        for story in metrics
        if story.metric["points"] is None
    ]
    if total["is_open"]:
        return f"not known whether that qualifies: {'; '.join(reasons)}"
    return f"does not qualify: {'; '.join(reasons)}"


def class_of_partner(total: Row, best_path: str) -> str:
    """Which path the class of the partner takes, and how that is known."""
    if total["class_basis"] == "unknown":
        return f"The partner's class is not known: {best_path} is taken, and either may count."
    if total["class_basis"] == "declared":
        return f"The partner's class takes the {best_path}, as PartnerTrack declares it."
    text = f"The partner's class takes the {best_path}, as computed from its customers"
    if total["class_share_pct"] is None:
        return f"{text}."
    share = amount(total["class_share_pct"], "percent")
    return f"{text}: of those whose segment is known, {share} are of the segments in the rule."


def state_of_metric(metric: Row) -> str:
    """The points of a metric, what earns them, and why not more."""
    if metric["points"] is None:
        return f"not known, up to {number(metric['max_points'])} points"
    points = f"{number(metric['points'])} of {number(metric['max_points'])} points"
    if metric["basis"] == "declared":
        return f"{points} · declared"
    counted = amount(metric["counted_units"], metric["unit"])
    what = "counts" if metric["counted_units"] == 1 else "count"
    if metric["unit"] == "percent":
        what = "of growth count"
    status = label("metric_status", metric["status"]).lower()
    return f"{points} · {counted} {what} · {status}"


def missing_of_metric(story: MetricStory) -> str:
    """For a metric below its maximum: what the next point and the maximum still take."""
    metric = story.metric
    if metric["points"] is None:
        return f"The metric cannot be computed: {metric['not_known']}."
    if metric["basis"] == "declared":
        return (
            f"The metric cannot be computed ({metric['not_known']}): "
            "the points are what Partner Center showed (PartnerCenterScore)."
        )
    missing = metric["points_missing"]
    if missing <= 0:
        return "Nothing is missing: the metric has its maximum."
    text = f"{number(missing)} points are missing."
    if metric["status"] == "gate_not_met":
        return f"{text} Usage is below what growth is asked for."
    if metric["status"] == "no_baseline":
        return f"{text} There was no usage a year ago to grow from."
    gains = [
        (part_name(each.part["part"]), each.part["units_to_next_point"], each.part["unit"])
        for each in story.parts
        if each.part["units_to_next_point"]
    ]
    said = [f"{needed(value, unit)} in {name}" for name, value, unit in gains]
    if metric["status"] == "prerequisites_missing":
        return f"{text} First the steps: {' and '.join(said)}."
    if said:
        text += f" The next ones take {' or '.join(said)}."
    if metric["units_to_max"]:
        more = " more growth" if metric["unit"] == "percent" else ""
        text += f" To the maximum: {amount(metric['units_to_max'], metric['unit'])}{more}."
    return text


def state_of_part(part: Row, is_percentage: bool) -> str:
    """What a part has, what it had at the baseline, and what counts of it."""
    unit, now = part["unit"], amount(part["current_value"], part["unit"])
    units = "unit" if part["counted_units"] == 1 else "units"
    counted = f"counts as {number(part['counted_units'])} {units}"
    if unit == "people":
        return f"{now} hold it, {number(part['counted_units'])} count in the score"
    if part["baseline_value"] is None:
        return f"{now} now, {counted}"
    text = f"{now} now less {amount(part['baseline_value'], unit)} at the baseline"
    text += f" = {gained(part['net_value'], unit)}"
    if is_percentage:
        change = part["change_pct"]
        return text if change is None else f"{text}, {signed(change)} % of the baseline"
    if part["is_counted_part"] is False:
        return f"{text}, not counted: another one is better"
    return f"{text}, {counted}"


def rule_lines(rules: Sequence[Row], with_lists: bool = True) -> list[tuple[str, str, str, str]]:
    """One line per row of a seed (lists in one line per source): what, values, source, place.

    Long lists are only counted unless `with_lists`.
    """

    def row_of(rule: Row) -> tuple[str, ...]:
        names = ("rule_table", "part", "criterion", "source_id", "source_place")
        return tuple(rule[name] or "" for name in names)

    lines = []
    rules = [_by_measure(rule) for rule in rules]
    for key, cells in groupby(sorted(rules, key=row_of), key=row_of):
        table, part, criterion, source, place = key
        what = " ".join(word for word in (table.replace("_", " "), part, criterion) if word)
        values = list(dict.fromkeys(_values(list(cells))))
        if not with_lists and len(values) > _SHORT_LIST and table in _LISTS:
            values = [f"{len(values)} names (METRIC=… lists them)"]
        lines.append((what, " · ".join(values), source, place))
    return lines


def _by_measure(rule: Row) -> Row:
    """The classes of partners are no list: each measure has bounds of its own."""
    if rule["rule_table"] != "partner_classes":
        return rule
    return rule | {"criterion": rule["item"], "item": None}


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
