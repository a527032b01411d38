"""Whether a page says what the marts of its release say: not a test.

Belongs here: the questions, each to the marts in SQL of its own, and the page's answers. Does not
belong here: which release is asked (test_figures.py, ../golden/test_page_figures.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import duckdb

from tests.page.reading import Page, column

_NEWEST = "(select max(as_of_month) from marts.fct_designation_scores)"

#: Table of a partner's block → mart → the key of a row, the columns that the page repeats as they
#: are, and which rows of the mart it has.
TABLES = {
    "paths": (
        "fct_designation_scores",
        "solution_area, path, total_points, total_points_shown, points_open, qualifying_points, "
        "metrics_without_points, metrics_not_computable, qualifies, is_open, "
        "is_rounded_up_to_pass, is_best_path",
        f"is_rule_in_force and as_of_month = {_NEWEST}",
    ),
    "metrics": (
        "fct_metric_scores",
        "solution_area, path, metric, counted_units, points, max_points, units_to_max, unit, "
        "status, basis, reason_not_computable, is_below_one_point",
        f"is_rule_in_force and as_of_month = {_NEWEST}",
    ),
    "parts": (
        "fct_metric_parts",
        "solution_area, path, metric, part, current_value, baseline_value, net_value, "
        "counted_units, units_to_next_point, unit, change_pct, is_counted_part",
        f"is_rule_in_force and as_of_month = {_NEWEST}",
    ),
    "services": (
        "fct_service_deployments",
        "solution_area, service, ttm_acr_usd, is_counted, reason",
        f"is_rule_in_force and as_of_month = {_NEWEST}",
    ),
    "status": (
        "fct_designation_status",
        "solution_area, status_on, designation_status, best_path, qualified_month, "
        "window_start_month, window_end_month, months_left_in_window, enrolled_on, "
        "anniversary_on, renewal_ends_on, renewal_window_start_month, is_renewal_qualified",
        f"as_of_month = {_NEWEST}",
    ),
    "others": (
        "fct_designation_scores",
        "solution_area, total_points, total_points_shown, points_open, qualifies",
        f"not is_rule_in_force and is_best_path and as_of_month = {_NEWEST}",
    ),
    "trend": (
        "fct_designation_scores",
        "solution_area, as_of_month, path, total_points, total_points_shown, points_open, "
        "qualifying_points, qualifies, is_best_path, history_status",
        "is_rule_in_force",
    ),
    "metric_trend": (
        "fct_metric_scores",
        "solution_area, as_of_month, path, metric, points",
        "is_rule_in_force",
    ),
    "movements": (
        "fct_score_movements",
        "solution_area, path, product_line, cause, unit, units_change, points_change",
        f"as_of_month = {_NEWEST} and (units_change <> 0 or points_change <> 0)",
    ),
    "expiring": (
        "fct_expiring_certifications",
        "solution_area, path, metric, person_key, certification, steps, ends_on, reason, "
        "first_month_without, is_only_certification, points_at_stake",
        f"as_of_month = {_NEWEST}",
    ),
    "outlook": (
        "fct_skilling_outlook",
        "solution_area, path, metric, outlook_basis, outlook_on, counted_units, points, "
        "points_change, status",
        f"as_of_month = {_NEWEST}",
    ),
    "eligibility_classes": (
        "fct_eligibility_summary",
        "solution_area, path, class, unit, members_count",
        f"as_of_month = {_NEWEST}",
    ),
    "deliveries_read": (
        "fct_score_deliveries",
        "solution_area, dataset, delivery, is_skilling, first_month, last_month, months_count",
        f"is_rule_in_force and as_of_month = {_NEWEST}",
    ),
    "unmapped": (
        "fct_unmapped_names",
        "dataset, kind, name, is_warned, records_count, acr_usd, seats_count",
        "true",
    ),
}  # fmt: skip

_NEAR = (
    "solution_area, path, product_line, tenant_id, measured_on, criterion, bound, measure, "
    "measured_value, threshold_value, is_inclusive, side, change_to_cross, units_change, unit, "
    "points_change"
)


def differences(page: Page, marts: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Tables of the page that are not those of the marts, a text each; none where all agree."""
    for partner, number in page.partners.items():
        for name, (mart, columns, where) in TABLES.items():
            expected = _of_mart(marts, mart, columns, f"partner_id = '{partner}' and ({where})")
            if _of_page(page.rows(f"partner-{number}", name), columns) != expected:
                yield f"{name} of {partner}"
        expected = _of_mart(
            marts,
            "fct_near_thresholds",
            _NEAR,
            f"partner_id = '{partner}' and as_of_month = {_NEWEST}",
        )
        near = [
            {"solution_area": area, **row}
            for area in page.areas
            if f"near-{number}-{area}" in page.packed
            for row in page.rows(f"near-{number}-{area}")
        ]
        if _of_page(near, _NEAR) != expected:
            yield f"near thresholds of {partner}"
        yield from _report_differences(page, marts, partner, number)


def _of_mart(marts: duckdb.DuckDBPyConnection, mart: str, columns: str, where: str) -> list:
    rows = marts.execute(f"select {columns} from marts.{mart} where {where}").fetchall()
    return sorted(tuple(map(_text, row)) for row in rows)


def _of_page(rows: list[dict], columns: str) -> list:
    names = columns.split(", ")
    return sorted(tuple(_text(row[name]) for name in names) for row in rows)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _report_differences(
    page: Page, marts: duckdb.DuckDBPyConnection, partner: str, number: int
) -> Iterator[str]:
    """The Customer Eligibility report row by row, and the tenants behind it."""
    expected = marts.execute(
        f"""
        select solution_area, path, customer_id, condition, status, criteria, current_status,
            details, net_value
        from marts.fct_customer_eligibility
        where partner_id = ? and as_of_month = {_NEWEST}
        """,
        [partner],
    ).fetchall()
    if sorted(map(str, report_rows(page, number))) != sorted(map(str, expected)):
        yield f"Customer Eligibility report of {partner}"
    tenants = marts.execute(
        f"""
        select solution_area, path, customer_id, tenant_id, metric, product_line, current_value,
            baseline_value, contribution, reason, deciding_workload
        from marts.fct_tenant_contributions
        where partner_id = ? and is_rule_in_force and as_of_month = {_NEWEST}
            and solution_area in (select solution_area from marts.dim_condition)
        """,
        [partner],
    ).fetchall()
    if sorted(map(str, tenant_rows(page, number))) != sorted(map(str, tenants)):
        yield f"tenants of {partner}"


def report_rows(page: Page, number: int) -> Iterator[tuple]:
    """Area, path, customer, condition, status, criteria, current status, details and net value."""
    for area, path, at, customer, [conditions, _] in _customers(page, number):
        report = page.block(f"report-{area}")
        results = page.block(f"results-{number}-{area}-{path}")
        nets = iter([column(net)[at] for net in results["nets"]])
        met = column(results["met"])[at]
        for place, condition in enumerate(report["conditions"]):
            yield (
                area,
                path,
                customer,
                condition["condition"],
                "Met" if met >> place & 1 else "Not met",
                report["criteria"][conditions["criteria"][place]],
                conditions["current_status"][place],
                conditions["details"][place],
                _figure(next(nets)) if condition["kind"] == "result" else None,
            )


def tenant_rows(page: Page, number: int) -> Iterator[tuple]:
    """Area, path, customer, tenant, metric, line, now, before, what it adds, why, workload."""
    for area, path, _, customer, [_, tenants] in _customers(page, number):
        for tenant, metric, line, now, before, adds, reason, workload in tenants:
            figures = tuple(map(_figure, (now, before, adds)))
            yield (area, path, customer, tenant, metric, line, *figures, reason, workload)


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text).quantize(Decimal("1e-10"))


def _customers(page: Page, number: int) -> Iterator[tuple[str, str, int, str, list]]:
    """Every customer in every area on every path, with its rows out of the chunk that has them."""
    for row in page.rows(f"partner-{number}", "paths"):
        area, path = row["solution_area"], row["path"]
        scope = f"{number}-{area}"
        if f"customers-{scope}" not in page.packed:
            continue
        ids = column(page.block(f"customers-{scope}")["id"])
        [size] = page.block(f"report-{area}")["customers_per_chunk"]
        chunks = [
            page.block(f"rows-{scope}-{path}-{chunk}") for chunk in range(-(-len(ids) // size))
        ]
        rows = [row for chunk in chunks for row in chunk]
        assert len(rows) == len(ids)
        for at, (customer, own) in enumerate(zip(ids, rows, strict=True)):
            yield area, path, at, customer, own
