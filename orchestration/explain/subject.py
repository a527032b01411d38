"""What a person asks `make explain` about, found in a release.

Belongs here: partner, area, month, rules, path, metric and tenant as people type them, and errors
that list what exists. Does not belong here: what is told about them (data.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

_MOST_LISTED = 10


class ExplainError(Exception):
    """The question names something that is not there; the text lists what is."""


@dataclass(frozen=True)
class Question:
    """What was typed; None where nothing was."""

    partner: str | None = None
    month: str | None = None
    metric: str | None = None
    path: str | None = None
    tenant: str | None = None
    rules: str | None = None
    area: str | None = None


@dataclass(frozen=True)
class Subject:
    """One partner, area, month, rule version and path; a metric and a tenant where asked for."""

    partner_id: str
    partner_name: str
    month: date
    is_newest_month: bool
    solution_area: str
    area_label: str
    rule_version: str
    rule_label: str
    is_rule_in_force: bool
    path: str
    #: Every path of the version as (path, label, points, is it the best), the one asked for first.
    paths: tuple[tuple[str, str, Any, bool], ...]
    metrics: tuple[str, ...]
    tenant_id: str | None = None
    tenant_name: str | None = None
    #: Whether a metric or a tenant was asked for, so that there is room for long lists.
    is_narrow: bool = False

    @property
    def key(self) -> dict[str, Any]:
        """Values that the queries bind."""
        return {
            "partner": self.partner_id,
            "month": self.month,
            "area": self.solution_area,
            "version": self.rule_version,
        }


def find_subject(connection: duckdb.DuckDBPyConnection, question: Question) -> Subject:
    """Look everything up; raises `ExplainError`. The connection has the release as its catalog."""
    partner_id, partner_name = _partner(connection, question.partner)
    area, area_label = _area(connection, partner_id, question.area)
    month, is_newest = _month(connection, partner_id, area, partner_name, question.month)
    version, label, in_force = _rules(connection, partner_id, area, month, question.rules)
    key = {"partner": partner_id, "month": month, "area": area, "version": version}
    paths = connection.execute(_PATHS, key).fetchall()
    if question.path:
        path = _one_of("PATH_NAME", question.path, [row[0] for row in paths])
        paths.sort(key=lambda row: row[0] != path)
    metrics = [name for (name,) in connection.execute(_METRICS, key).fetchall()]
    if question.metric:
        metrics = [_one_of("METRIC", question.metric, metrics)]
    tenant = _tenant(connection, partner_id, question.tenant) if question.tenant else (None, None)
    return Subject(
        partner_id=partner_id,
        partner_name=partner_name,
        month=month,
        is_newest_month=is_newest,
        solution_area=area,
        area_label=area_label,
        rule_version=version,
        rule_label=label,
        is_rule_in_force=in_force,
        path=paths[0][0],
        paths=tuple(paths),
        metrics=tuple(metrics),
        tenant_id=tenant[0],
        tenant_name=tenant[1],
        is_narrow=bool(question.metric or question.tenant),
    )


_PATHS = """
    select scores.path, paths.label, scores.total_points, scores.is_best_path
    from marts.fct_designation_scores as scores
    inner join marts.dim_path as paths using (path)
    where partner_id = $partner and as_of_month = $month
        and solution_area = $area and rule_version = $version
    order by scores.is_best_path desc, paths.display_order
"""

_METRICS = """
    select distinct on (metrics.display_order) scores.metric
    from marts.fct_metric_scores as scores
    inner join marts.dim_metric as metrics using (metric)
    where partner_id = $partner and as_of_month = $month
        and solution_area = $area and rule_version = $version
    order by metrics.display_order
"""


def _partner(connection: duckdb.DuckDBPyConnection, typed: str | None) -> tuple[str, str]:
    partners = connection.execute(
        "select partner_id, partner_name from marts.dim_partner "
        "where partner_id in (select partner_id from marts.fct_designation_scores) "
        "order by lower(partner_name), partner_id"
    ).fetchall()
    if typed is None and len(partners) == 1:
        return partners[0]
    return _find("PARTNER", typed, partners)


def _area(
    connection: duckdb.DuckDBPyConnection, partner_id: str, typed: str | None
) -> tuple[str, str]:
    areas = connection.execute(
        """
        select solution_area, label
        from marts.dim_solution_area
        where solution_area in (
            select solution_area from marts.fct_designation_scores where partner_id = $partner
        )
        order by display_order
        """,
        {"partner": partner_id},
    ).fetchall()
    if typed is None and len(areas) == 1:
        return areas[0]
    return _find("AREA", typed, areas)


def _tenant(connection: duckdb.DuckDBPyConnection, partner_id: str, typed: str) -> tuple[str, str]:
    tenants = connection.execute(
        """
        select tenant_id, tenant_name
        from marts.dim_tenant
        where tenant_id in (
            select tenant_id from marts.fct_tenant_contributions where partner_id = $partner
            union
            select tenant_id from marts.fct_tenant_months where partner_id = $partner
        )
        order by lower(tenant_name), tenant_id
        """,
        {"partner": partner_id},
    ).fetchall()
    return _find("TENANT", typed, tenants)


def _find(what: str, typed: str | None, known: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The one whose id it is, whose name it is, or whose id or name alone has it in it."""
    if not typed:
        raise ExplainError(f"Say which: {what}=… with an id or a part of a name. {_listed(known)}")
    text = typed.strip().lower()
    for matches in (
        [row for row in known if row[0].lower() == text],
        [row for row in known if row[1].lower() == text],
        [row for row in known if text in row[1].lower() or text in row[0].lower()],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise ExplainError(f"{what}={typed} fits {len(matches)}. {_listed(matches)}")
    raise ExplainError(f"{what}={typed} fits none. {_listed(known)}")


def _listed(known: Sequence[tuple[str, str]]) -> str:
    shown = [f"{name} ({id_})" for id_, name in known[:_MOST_LISTED]]
    more = len(known) - len(shown)
    return f"There are: {'; '.join(shown)}{f'; and {more:,} more' if more > 0 else ''}."


def _month(
    connection: duckdb.DuckDBPyConnection,
    partner_id: str,
    area: str,
    partner_name: str,
    typed: str | None,
) -> tuple[date, bool]:
    months = [
        month
        for (month,) in connection.execute(
            "select distinct as_of_month from marts.fct_designation_scores "
            "where partner_id = ? and solution_area = ? order by as_of_month",
            [partner_id, area],
        ).fetchall()
    ]
    if not typed:
        return months[-1], True
    if not re.fullmatch(r"\d{4}-\d{2}(-01)?", typed.strip()):
        raise ExplainError(f"MONTH={typed} is no month: write it as {months[-1]:%Y-%m}.")
    for month in months:
        if f"{month:%Y-%m}" == typed.strip()[:7]:
            return month, month == months[-1]
    raise ExplainError(
        f"MONTH={typed} is not scored for {partner_name}. Scored months: "
        f"{months[0]:%Y-%m} to {months[-1]:%Y-%m}."
    )


def _rules(
    connection: duckdb.DuckDBPyConnection,
    partner_id: str,
    area: str,
    month: date,
    typed: str | None,
) -> tuple[str, str, bool]:
    versions = connection.execute(
        """
        select distinct
            scores.rule_version, rules.label, scores.is_rule_in_force, rules.effective_from
        from marts.fct_designation_scores as scores
        inner join marts.dim_rule_version as rules using (solution_area, rule_version)
        where scores.partner_id = ? and scores.solution_area = ? and scores.as_of_month = ?
        order by rules.effective_from
        """,
        [partner_id, area, month],
    ).fetchall()
    if typed:
        version = _one_of("RULES", typed, [row[0] for row in versions])
        versions = [row for row in versions if row[0] == version]
    else:
        versions = [row for row in versions if row[2]] or versions[-1:]
    version, label, in_force, _ = versions[0]
    return version, label, in_force


def _one_of(what: str, typed: str, known: Iterable[str]) -> str:
    """The name itself, or the only one that has the typed text in it."""
    names = list(dict.fromkeys(known))
    text = re.sub(r"[\s-]+", "_", typed.strip().lower())
    if text in names:
        return text
    fitting = [name for name in names if text and text in name]
    if len(fitting) != 1:
        raise ExplainError(f"{what}={typed} fits {len(fitting) or 'none'}: {', '.join(names)}.")
    return fitting[0]
