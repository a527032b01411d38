"""Not tests: the rows of a rule version that nobody has published, and usage to score by it."""

import csv
from datetime import date
from pathlib import Path

from tests.worlds.writer import Delivery, add_months

PARTNER, VERSION = "7000001", "security_made_up"
NEWEST, BASELINE = date(2026, 10, 1), date(2026, 4, 1)

ADDS, DEPLOYMENTS, GROWTH = "net_customer_adds", "deployments", "usage_growth"
SKILLING = "intermediate_certifications"


def part(metric: str, name: str, **columns: object) -> dict[str, object]:
    """One row about a part of a metric; tenants are counted unless the columns say otherwise."""
    is_azure = name == "azure"
    tenants = {
        "counts": "tenant",
        "value_measure": "acr_usd" if is_azure else "paid",
        "unit": "tenants",
        "comparison": "difference",
        "step": 1,
        "step_rounding": "whole",
    }
    return {"metric": metric, "part": name, **tenants, **columns}


def criterion(metric: str, name: str, **bounds: object) -> dict[str, object]:
    """One size criterion: three months of ACR, or the seats of one month."""
    is_azure = name == "azure"
    return {
        "metric": metric,
        "part": name,
        "criterion": "size",
        "holds_on": "tenant" if is_azure else "tenant_workload",
        "measure": "acr_usd" if is_azure else "paid",
        "window_months": 3 if is_azure else 1,
        "window_function": "sum" if is_azure else "last",
        **bounds,
    }


def product(name: str, eligible: str) -> dict[str, object]:
    """One product that earns in every metric and on every path."""
    return {"path": "*", "metric": "*", "part": name, "mode": "include", "product": eligible}


VALUE = {"counts": "value", "steps_to_max": 10}

ROWS: dict[str, list[dict[str, object]]] = {
    "rule_versions": [{"label": "Made up", "effective_from": "2026-09-15", "statement": "A test."}],
    "programme": [
        {
            "qualifying_points": 33,
            "metric_floor_points": 0,
            "metric_floor_inclusive": "false",
            "pass_basis": "exact",
            "path_choice": "qualifying_first",
            "baseline_months": 6,
            "missing_month": "nothing",
        }
    ],
    "metrics": [
        {
            "metric": metric,
            "category": category,
            "max_points": points,
            "combine": combine,
            "unit": unit,
        }
        for metric, category, points, combine, unit in [
            (ADDS, "performance", 30, "floor_each", "tenants"),
            (SKILLING, "skilling", 10, "steps", "people"),
            (DEPLOYMENTS, "customer_success", 40, "net_then_floor", "tenants"),
            (GROWTH, "customer_success", 20, "floor_each", "increments"),
        ]
    ],
    "metric_parts": [
        *(part(ADDS, name, steps_to_max=5) for name in ("azure", "m365")),
        *(part(DEPLOYMENTS, name, steps_to_max=4) for name in ("azure", "m365")),
        part(GROWTH, "azure", unit="usd", step=100, **VALUE),
        part(GROWTH, "m365", unit="users", value_measure="protected_users", step=4, **VALUE),
    ],
    "criteria": [
        criterion(ADDS, "azure", lower=300, lower_inclusive="true"),
        criterion(ADDS, "m365", lower=10, lower_inclusive="true"),
        criterion(DEPLOYMENTS, "azure", lower=300, lower_inclusive="false"),
        criterion(DEPLOYMENTS, "m365", lower=10, lower_inclusive="true"),
        criterion(DEPLOYMENTS, "m365")
        | {
            "criterion": "activity",
            "measure": "active",
            "per_measure": "paid",
            "lower": "0.25",
            "lower_inclusive": "true",
        },
        criterion(GROWTH, "azure"),
        criterion(GROWTH, "m365"),
    ],
    "eligible_associations": [
        {"path": "*", "metric": "*", "part": "azure", "association": "CSP Tier 2", "rank": 1},
        {"path": "*", "metric": "*", "part": "m365", "association": "CSP Tier 1", "rank": 1},
    ],
    "eligible_products": [
        product("azure", "Network Watcher"),
        product("m365", "Microsoft Intune"),
    ],
    "excluded_offers": [{"offer": "Trial"}],
    "skilling_steps": [
        {
            "metric": SKILLING,
            "step": 1,
            "min_people": 1,
            "points_once": 0,
            "points_at_max": 10,
            "max_people": 2,
            "same_person": "false",
        }
    ],
    "step_certifications": [{"metric": SKILLING, "step": 1, "certification": "SC-200"}],
}


def add_rows(
    seeds: Path,
    seed_rows: dict[str, list[dict[str, object]]] = ROWS,
    area: str = "security",
    version: str = VERSION,
) -> None:
    """Append a version's rows; every seed that knows paths gets the path `single`."""
    common = {
        "solution_area": area,
        "rule_version": version,
        "path": "single",
        "source_id": "OWN",
        "source_place": "made up by a test",
        "checked_on": "2026-11-22",
        "is_assumed": "true",
    }
    for name, rows in seed_rows.items():
        file = seeds / "rules" / f"{name}.csv"
        with file.open(newline="", encoding="utf-8") as existing:
            columns = next(csv.reader(existing))
        with file.open("a", newline="", encoding="utf-8") as appended:
            writer = csv.DictWriter(appended, columns, extrasaction="ignore", lineterminator="\n")
            writer.writerows(common | row for row in rows)


def fill(delivery: Delivery) -> None:
    """Usage of Network Watcher by CSP Tier 2, seats of Intune by CSP Tier 1, and two people."""
    delivery.location(PARTNER)

    def azure(tenant: str, acr: str, first: date, last: date = NEWEST, **more: str) -> None:
        month = first
        while month <= last:
            row = {"service": "Network Watcher", "attribution": "CSP Tier 2", **more}
            delivery.azure(PARTNER, tenant, month, acr, **row)
            month = add_months(month, 1)

    first = date(2024, 11, 1)
    azure("steady", "100", first)
    azure("newcomer", "250", date(2026, 6, 1))
    azure("newcomer_two", "100", date(2026, 7, 1))
    azure("leaver", "400", first, BASELINE)
    azure("other_association", "9000", date(2026, 8, 1), attribution="PAL")
    azure("other_service", "9000", date(2026, 8, 1), service="Sentinel")

    def seats(tenant: str, month: date, paid: int, active: int, attach: str = "CSP Tier 1") -> None:
        delivery.ems(PARTNER, tenant, month, {"Microsoft Intune": (paid, active)}, attach=attach)

    seats("anchor", date(2025, 10, 1), 1, 0)
    seats("seats_quarter_active", NEWEST, 12, 3)
    seats("seats_nine", NEWEST, 9, 9)
    seats("seats_other_association", NEWEST, 50, 50, attach="CPOR")
    delivery.certificate(PARTNER, "one", "SC-200")
    delivery.certificate(PARTNER, "two", "AZ-500")
