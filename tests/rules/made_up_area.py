"""Not tests: the rows of a solution area that does not exist, and usage to score by it."""

from datetime import date
from pathlib import Path

from tests.rules import made_up
from tests.rules.made_up import ADDS, DEPLOYMENTS, GROWTH, SKILLING
from tests.worlds.writer import Delivery, add_months

AREA, VERSION, PARTNER = "made_up_area", "made_up_area_2024_01", "7000002"
NEWEST = made_up.NEWEST
EXCLUDED = "Left Out"


def _part(metric: str, **columns: object) -> dict[str, object]:
    return made_up.part(metric, "azure", **columns)


def _criterion(metric: str, **columns: object) -> dict[str, object]:
    return made_up.criterion(metric, "azure", **columns)


def _product(metric: str, mode: str, name: str) -> dict[str, object]:
    return made_up.product("azure", name) | {"metric": metric, "mode": mode}


ROWS: dict[str, list[dict[str, object]]] = {
    "solution_areas": [{"label": "Made up", "display_order": 7, "can_be_scored": "true"}],
    "rule_versions": [
        {"label": "Made up", "effective_from": "2024-01-01", "statement": "A test's own area."}
    ],
    "designation_terms": [
        {
            "effective_from": "2024-01-01",
            "window_months": 6,
            "enrollment_days": 365,
            "renewal_days": 30,
            "renewal_months_before": 5,
        }
    ],
    "programme": [
        {
            "qualifying_points": 43,
            "metric_floor_points": 0,
            "metric_floor_inclusive": "false",
            "pass_basis": "exact",
            "path_choice": "qualifying_first",
            "baseline_months": 12,
            "missing_month": "unknown",
        }
    ],
    "metrics": [
        {"metric": ADDS, "category": "performance", "max_points": 40, "unit": "tenants"},
        {"metric": DEPLOYMENTS, "category": "customer_success", "max_points": 20}
        | {"unit": "services"},
        {"metric": GROWTH, "category": "customer_success", "max_points": 30, "unit": "percent"}
        | {"gate_on": "current", "gate_lower": 899.98, "gate_lower_inclusive": "true"},
        {"metric": SKILLING, "category": "skilling", "max_points": 10, "unit": "people"},
    ],
    "metric_parts": [
        _part(ADDS, steps_to_max=4),
        _part(DEPLOYMENTS, counts="service", comparison="level", unit="services", steps_to_max=3),
        _part(GROWTH, counts="value", comparison="percent", unit="usd", steps_to_max=50)
        | {"step_rounding": "proportional"},
    ],
    "criteria": [
        _criterion(ADDS, window_months=2, window_function="max", lower=50, lower_inclusive="true"),
        _criterion(DEPLOYMENTS, holds_on="service", window_months=12, lower=0)
        | {"criterion": "used", "lower_inclusive": "false"},
        _criterion(GROWTH, window_months=12),
    ],
    "eligible_associations": [
        {"path": "*", "metric": "*", "part": "azure", "association": "PAL", "rank": 1},
        {"path": "*", "metric": "*", "part": "azure", "association": "CSP Tier 2", "rank": 2},
    ],
    "eligible_products": [
        _product(ADDS, "include", "*"),
        _product(GROWTH, "include", "*"),
        _product(DEPLOYMENTS, "all_but", EXCLUDED),
    ],
    "excluded_offers": [{"offer": "Trial"}],
    "skilling_steps": made_up.ROWS["skilling_steps"],
    "step_certifications": made_up.ROWS["step_certifications"],
}


def add_rows(seeds: Path) -> None:
    """Append the area's rows; parts are netted before they are held at zero."""
    metrics = [
        {"combine": "steps" if row["metric"] == SKILLING else "net_then_floor"} | row
        for row in ROWS["metrics"]
    ]
    made_up.add_rows(seeds, ROWS | {"metrics": metrics}, AREA, VERSION)


def fill(delivery: Delivery) -> None:
    """Two years of one tenant, some months of others, by names of services that nobody knows."""
    delivery.location(PARTNER)

    def azure(tenant: str, acr: str, month: date, service: str, **more: str) -> None:
        row = {"attribution": "CSP Tier 2", "service": service, **more}
        delivery.azure(PARTNER, tenant, month, acr, **row)

    for back in range(24):
        azure("alpha", "60", add_months(NEWEST, -back), "Alpha Compute")
    azure("beta", "50", add_months(NEWEST, -1), "Beta Store", attribution="Partner Admin Link")
    azure("gamma", "49.99", add_months(NEWEST, -1), "alpha  COMPUTE")
    azure("gamma", "49.99", NEWEST, "Alpha Compute")
    azure("delta", "30", NEWEST, EXCLUDED)
    azure("epsilon", "9000", NEWEST, "Epsilon Net", attribution="CSP Tier 1")
    delivery.certificate(PARTNER, "seven", "SC-200")
