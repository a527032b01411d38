"""What stands behind a score, read from a release: metrics, parts, tenants, people, rules.

Belongs here: queries on the published marts and rows of their answers. Does not belong here: how it
looks (explanation.py), usage lines (lines.py), and arithmetic on scores: figures are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.build.fingerprint import code_version
from orchestration.explain.subject import ExplainError, Subject
from orchestration.publish.not_known import not_known
from orchestration.publish.page.shared_queries import NOT_IN_TOTAL
from orchestration.publish.release import Release
from orchestration.settings import PROJECT_ROOT

Row = dict[str, Any]


@dataclass(frozen=True)
class PartStory:
    """A product line or a certification step, and who makes it up.

    `tenants` are the largest of `tenants_count`; `rest` says how many more there are of each
    reason. `services` are there where those are counted and not tenants. `rules` are the rows of
    dim_rule for this part alone.
    """

    part: Row
    tenants: tuple[Row, ...]
    rest: tuple[Row, ...]
    people: tuple[Row, ...]
    services: tuple[Row, ...]
    rules: tuple[Row, ...]
    basis: Row | None


@dataclass(frozen=True)
class MetricStory:
    """A metric of the path; `rules` are those of the whole metric."""

    metric: Row
    parts: tuple[PartStory, ...]
    rules: tuple[Row, ...]


@dataclass(frozen=True)
class Story:
    """A score from its total down to the tenants and people, with the rules beside."""

    subject: Subject
    total: Row
    metrics: tuple[MetricStory, ...]
    programme: tuple[Row, ...]
    sources: tuple[Row, ...]
    #: What stands in quarantine, as a sentence; None where nothing does.
    not_in_total: str | None


@contextmanager
def reading(release: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the release; raises `ExplainError` where that lacks what is asked.

    A release keeps the tables and columns of the code that made it, which may be older than this.
    What reads columns by name belongs into the context too.
    """
    with duckdb.connect(str(release.database), read_only=True) as connection:
        try:
            yield connection
        except (duckdb.BinderException, duckdb.CatalogException, KeyError) as error:
            if release.label.code_version == code_version(PROJECT_ROOT):
                raise
            raise ExplainError(
                f"The release {release.label.version} was made by another version of the code "
                f"({release.label.code_version}) and lacks what this one reads from it: "
                f"{str(error).splitlines()[0]} Refresh with `make run`, or use the code that made "
                "the release."
            ) from None


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any] | None = None
) -> list[Row]:
    """The answer to a query, a dictionary per row; of `values`, the query takes what it names."""
    named = set(re.findall(r"\$(\w+)", query))
    cursor = connection.execute(
        query, {name: value for name, value in (values or {}).items() if name in named}
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_story(connection: duckdb.DuckDBPyConnection, subject: Subject, most_tenants: int) -> Story:
    """Read everything but usage lines; at most `most_tenants` tenants of each part."""
    key = {**subject.key, "path": subject.path}
    (total,) = rows(connection, _TOTAL, key)
    every_rule = rows(connection, _RULES, key)
    metrics = []
    for row in rows(connection, _METRICS, key):
        if row["metric"] not in subject.metrics:
            continue
        own = [rule for rule in every_rule if rule["metric"] == row["metric"]]
        of_metric = {**key, "metric": row["metric"]}
        parts = tuple(
            _part(connection, subject, of_metric, part, every_rule, most_tenants)
            for part in rows(connection, _PARTS, of_metric)
        )
        metrics.append(MetricStory(row, parts, tuple(rule for rule in own if rule["part"] is None)))
    general = [rule for rule in every_rule if rule["rule_table"] in _OF_THE_TOTAL]
    named = {rule["source_id"] for rule in every_rule}
    sources = [
        row
        for row in rows(connection, "from marts.dim_source order by source_id")
        if row["source_id"] in named
    ]
    (left_out,) = rows(connection, NOT_IN_TOTAL) or [{"sentence": None}]
    return Story(
        subject, total, tuple(metrics), tuple(general), tuple(sources), left_out["sentence"]
    )


def _part(
    connection: duckdb.DuckDBPyConnection,
    subject: Subject,
    key: dict[str, Any],
    part: Row,
    every_rule: list[Row],
    most_tenants: int,
) -> PartStory:
    name = part["part"]
    rules = [
        rule
        for rule in every_rule
        if rule["part"] == name and rule["metric"] in (key["metric"], None)
    ]
    of_part = {**key, "part": name, "most": most_tenants, "tenant": subject.tenant_id}
    tenants: list[Row] = []
    rest: list[Row] = []
    people: list[Row] = []
    services: list[Row] = []
    basis: list[Row] = []
    if part["unit"] == "people":
        people = rows(connection, _PEOPLE, {**key, "part": name})
    else:
        basis = rows(connection, _BASIS, of_part)
        tenants = rows(connection, _TENANTS, of_part)
        rest = rows(connection, _REST, of_part)
    if part["unit"] == "services":
        services = rows(connection, _SERVICES, key)
    return PartStory(
        part,
        tuple(tenants),
        tuple(rest),
        tuple(people),
        tuple(services),
        tuple(rules),
        basis[0] if basis else None,
    )


#: Rules of no metric: what a total has to reach, and which class takes which path.
_OF_THE_TOTAL = ("programme", "partner_classes")

_WHERE = """
        scores.partner_id = $partner
        and scores.as_of_month = $month
        and scores.solution_area = $area
        and scores.rule_version = $version
        and scores.path = $path
"""

_TOTAL = f"""
    select
        scores.*,
        scores.qualifying_points - scores.total_points as points_short,
        scores.total_points + scores.points_open as possible_points,
        paths.label
    from marts.fct_designation_scores as scores
    inner join marts.dim_path as paths using (path)
    where {_WHERE}
"""

_METRICS = f"""
    select
        scores.*,
        scores.max_points - scores.points as points_missing,
        {not_known("scores.reason_not_computable")} as not_known,
        metrics.label
    from marts.fct_metric_scores as scores
    inner join marts.dim_metric as metrics using (metric)
    where {_WHERE}
    order by metrics.display_order
"""

_PARTS = f"""
    select scores.*
    from marts.fct_metric_parts as scores
    where {_WHERE} and scores.metric = $metric
    order by scores.part
"""

#: Those that change the score first, by size, then those that come nearest to changing it.
_RANKED = f"""
    select
        scores.*,
        tenants.tenant_name,
        row_number() over (
            order by
                abs(scores.contribution) desc,
                scores.is_qualified_current,
                scores.current_value desc,
                scores.tenant_id
        ) as place
    from marts.fct_tenant_contributions as scores
    inner join marts.dim_tenant as tenants using (tenant_id)
    where
        {_WHERE}
        and scores.metric = $metric
        and scores.product_line = $part
        and ($tenant is null or scores.tenant_id = $tenant)
"""

_TENANTS = f"select * from ({_RANKED}) where place <= $most order by place"

_REST = f"""
    select reason, count(*) as tenants_count, sum(contribution) as contribution
    from ({_RANKED})
    where place > $most
    group by reason
    order by tenants_count desc, reason
"""

_PEOPLE = f"""
    select scores.*
    from marts.fct_skilling_people as scores
    where {_WHERE} and scores.metric = $metric and concat('step_', scores.step) = $part
    order by scores.counts desc, scores.person_key
"""

_SERVICES = """
    select service, ttm_acr_usd, reason
    from marts.fct_service_deployments
    where partner_id = $partner and as_of_month = $month
        and solution_area = $area and rule_version = $version
    order by is_counted desc, ttm_acr_usd desc, service
"""

_BASIS = """
    select *
    from marts.dim_usage_basis
    where solution_area = $area and rule_version = $version
        and metric = $metric and product_line = $part
"""

_RULES = """
    select *
    from marts.dim_rule
    where solution_area = $area and rule_version = $version and coalesce(path, $path) = $path
    order by rule_table, metric, part, criterion desc, item, rule_name
"""
