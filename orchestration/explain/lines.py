"""The usage behind a tenant's windows: its months, and the records of the extracts.

Belongs here: finding months in the release and lines in its Parquet or, for other months and rule
versions, in the build file. Does not belong here: how it looks (explanation.py).

The release alone answers for the newest month under the rules in force. Lines of any other month
are read by the same mart from the build file, which is asked only while it holds the very
deliveries that the release was made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from orchestration.build.fingerprint import inputs_hash
from orchestration.explain.data import Row, rows
from orchestration.explain.labels import measures
from orchestration.explain.subject import Subject
from orchestration.publish.release import Release
from orchestration.publish.trace_file import TRACE_FILE
from orchestration.settings import Settings


@dataclass(frozen=True)
class Month:
    """A month of the current window beside that of the baseline; values by measure."""

    usage_month: date
    values: dict[str, Decimal | int]
    baseline_month: date
    baseline_values: dict[str, Decimal | int]


@dataclass(frozen=True)
class Usage:
    """A tenant's usage in both windows of one usage basis.

    `lines` are None where they cannot be read; `note` says why.
    """

    product_line: str
    basis: Row
    months: tuple[Month, ...]
    lines: tuple[Row, ...] | None
    note: str = ""


def read_usage(
    connection: duckdb.DuckDBPyConnection,
    release: Release,
    settings: Settings,
    subject: Subject,
    basis: Row,
) -> Usage:
    """Months and lines of the subject's tenant in one usage basis (a row of dim_usage_basis)."""
    line = basis["product_line"]
    key = {
        "partner": subject.partner_id,
        "tenant": subject.tenant_id,
        "month": subject.month,
        "basis": basis["usage_basis"],
        "line": line,
        "window": basis["window_months"],
        "back": basis["baseline_months"],
    }
    months = tuple(
        Month(
            row["usage_month"],
            _values(row["current_months"]),
            row["baseline_month"],
            _values(row["baseline_months"]),
        )
        for row in rows(connection, _MONTHS, key)
    )
    trace = release.parquet / TRACE_FILE
    if subject.is_newest_month and subject.is_rule_in_force and trace.exists():
        query = f"select * from read_parquet({_text(trace)}) where {_LINE_OF_WINDOW}"
        found, note = rows(connection, f"{query} {_ORDER}", key), ""
    else:
        found, note = _from_build(release, settings, key, basis["association_set"])
    if found is None:
        return Usage(line, basis, months, None, note)
    words = {row["reason"]: row["label"] for row in rows(connection, "from marts.dim_reason")}
    lines = tuple(row | {"label": words[row["reason"]]} for row in found)
    return Usage(line, basis, months, lines)


def _values(month: Row | None) -> dict[str, Decimal | int]:
    """The measures that a month of the tenant has, by the codes that labels have."""
    named = {name.removesuffix("_count"): value for name, value in (month or {}).items()}
    return {code: named[code] for code in measures() if named.get(code) is not None}


def _from_build(
    release: Release, settings: Settings, key: Row, associations: str
) -> tuple[list[Row] | None, str]:
    build_file = settings.build_file
    if not build_file.exists():
        return None, f"The lines of this month need the build file, and {build_file} is not there."
    try:
        with duckdb.connect(str(build_file), read_only=True) as build:
            if inputs_hash(build, settings.solution_areas) != release.label.inputs:
                return None, (
                    "The lines of this month need the build file, and that holds other deliveries "
                    "or solution areas than the release: refresh first."
                )
            months = [
                f"date {_text(month)}" for row in rows(build, _SPAN, key) for month in row.values()
            ]
            query = _BUILD_LINES.format(
                months=", ".join(months),
                partner=_text(key["partner"]),
                tenant=_text(key["tenant"]),
                line=_text(key["line"]),
                basis=_text(key["basis"]),
                associations=_text(associations),
            )
            return rows(build, f"{query} {_ORDER}"), ""
    except duckdb.IOException:
        return None, "The lines of this month need the build file, and a refresh has it open."
    except duckdb.Error as error:
        return None, f"The build file cannot be read for lines: {error}"


#: Months of both windows, the current one beside the one that it is compared with.
_SPAN = """
    select
        ($month - to_months(months_back::integer))::date as usage_month,
        ($month - to_months((months_back + $back)::integer))::date as baseline_month
    from (select unnest(range($window::bigint)) as months_back)
    order by usage_month
"""

_MONTHS = f"""
    with measures as (
        select * from marts.fct_tenant_months
        where partner_id = $partner and tenant_id = $tenant
            and usage_basis = $basis and product_line = $line
    )

    select
        span.usage_month,
        current_months,
        span.baseline_month,
        baseline_months
    from ({_SPAN}) as span
    left join measures as current_months on current_months.usage_month = span.usage_month
    left join measures as baseline_months on baseline_months.usage_month = span.baseline_month
    order by span.usage_month
"""

_LINE_OF_WINDOW = f"""
        partner_id = $partner
        and tenant_id = $tenant
        and usage_basis = $basis
        and product_line = $line
        and usage_month in (
            select unnest([usage_month, baseline_month]) from ({_SPAN})
        )
"""

_ORDER = """
    order by is_counted desc, usage_month desc, product, dataset, file_id, record
"""

#: Months, tenant and basis are spelled out: DuckDB then reads those rows of the raw tables only.
_BUILD_LINES = """
    select * from trace.trace_usage_lines
    where
        partner_id = {partner}
        and tenant_id = {tenant}
        and product_line = {line}
        and usage_basis = {basis}
        and association_set = {associations}
        and usage_month in ({months})
"""


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
