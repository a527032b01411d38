"""A rule version that nobody has published, added by rows of the seeds alone, and scored by hand.

It changes everything a row can change: window and baseline lengths, thresholds, inclusive bounds,
steps, caps, maxima, netting, associations, services, steps of the certifications. No SQL changes.
"""

import csv
import os
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration import landing, load, raw_store
from orchestration.contracts import CONTRACTS
from tests.worlds.writer import World, add_months

ROOT = Path(__file__).parent.parent.parent
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
        }
    ],
    "metrics": [
        {"metric": metric, "category": category, "max_points": points, "combine": combine}
        for metric, category, points, combine in [
            (ADDS, "performance", 30, "floor_each"),
            (SKILLING, "skilling", 10, "steps"),
            (DEPLOYMENTS, "customer_success", 40, "net_then_floor"),
            (GROWTH, "customer_success", 20, "floor_each"),
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
        {"metric": "*", "part": "azure", "association": "CSP Tier 2", "rank": 1},
        {"metric": "*", "part": "m365", "association": "CSP Tier 1", "rank": 1},
    ],
    "eligible_products": [
        {"metric": "*", "part": "azure", "product": "Network Watcher"},
        {"metric": "*", "part": "m365", "product": "Microsoft Intune"},
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


def add_rows(seeds: Path) -> None:
    """Append the version's rows; every seed that knows paths gets the path `single`."""
    common = {
        "solution_area": "security",
        "rule_version": VERSION,
        "path": "single",
        "source_id": "OWN",
        "source_place": "made up by a test",
        "checked_on": "2026-11-22",
        "is_assumed": "true",
    }
    for name, rows in ROWS.items():
        file = seeds / "rules" / f"{name}.csv"
        with file.open(newline="", encoding="utf-8") as existing:
            columns = next(csv.reader(existing))
        with file.open("a", newline="", encoding="utf-8") as appended:
            writer = csv.DictWriter(appended, columns, extrasaction="ignore", lineterminator="\n")
            writer.writerows(common | row for row in rows)


def write_world(folder: Path) -> Path:
    """Usage of Network Watcher by CSP Tier 2, seats of Intune by CSP Tier 1, and two people."""
    world = World()
    delivery = world.delivery("2026-10").has("CPORM365Usage")
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
    return world.write(folder)


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The marts of a copy of the project whose seeds have the version's rows."""
    work = tmp_path_factory.mktemp("made_up")
    project = work / "project"
    for folder in ("models", "macros", "seeds", "tests"):
        shutil.copytree(
            ROOT / folder, project / folder, ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    for file in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / file, project / file)
    add_rows(project / "seeds")
    deliveries = landing.scan(write_world(work / "landing"))
    build_file = work / "made_up.duckdb"
    with raw_store.open_store(build_file) as connection:
        for month in load.pending_months(connection, deliveries):
            checked = load.check_month(connection, deliveries, month)
            for contract in CONTRACTS:
                load.load_dataset(connection, checked, contract.dataset, b"a key for tests" * 3)
            load.finish_month(connection, checked)
    done = subprocess.run(
        [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "--quiet", "build"],
        cwd=project,
        env={**os.environ, "BUILD_FILE": str(build_file), "DBT_PROFILES_DIR": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return duckdb.connect(str(build_file), read_only=True)


#: Windows: August to October 2026 now, February to April 2026 at the baseline.
BY_HAND = [
    # azure at least 300: now steady 300, newcomer 750, newcomer_two 300 = 3; then steady, leaver
    # 1,200 = 2; net 1. m365 at least 10 paid: now one (12), then none; net 1. 30 x 2 / 5
    (ADDS, "2", "12"),
    # azure above 300: now newcomer, then leaver; net 0. m365: 3 of 12 active are a quarter; net 1;
    # netted 1. 40 x 1 / 4
    (DEPLOYMENTS, "1", "10"),
    # azure 750 + 300 + 300 - (300 + 1,200) = -150, floored. m365: 3 + 9 protected = 12, three
    # steps of 4. 20 x 3 / 10
    (GROWTH, "3", "6"),
    # one person with SC-200. 10 x 1 / 2
    (SKILLING, "1", "5"),
]


@pytest.mark.parametrize(("metric", "units", "points"), BY_HAND, ids=lambda value: str(value))
def test_rows_alone_change_the_score(
    marts: duckdb.DuckDBPyConnection, metric: str, units: str, points: str
) -> None:
    """Each metric of the newest month under the made-up version, which is in force."""
    found = marts.execute(
        "select counted_units, points, is_rule_in_force from marts.fct_metric_scores "
        "where rule_version = ? and as_of_month = ? and metric = ?",
        [VERSION, NEWEST, metric],
    ).fetchall()
    assert found == [(Decimal(units), Decimal(points), True)]


def test_total_reaches_the_made_up_mark_exactly(marts: duckdb.DuckDBPyConnection) -> None:
    """12 + 10 + 6 + 5 = 33 of 33."""
    found = marts.execute(
        "select total_points, qualifies, is_best_path from marts.fct_designation_scores "
        "where rule_version = ? and as_of_month = ?",
        [VERSION, NEWEST],
    ).fetchall()
    assert found == [(Decimal("33"), True, True)]


def test_the_published_versions_stand_beside_it(marts: duckdb.DuckDBPyConnection) -> None:
    """The month before is still scored by the version that was in force then."""
    found = marts.execute(
        "select distinct rule_version from marts.fct_designation_scores "
        "where as_of_month = date '2026-08-01' and is_rule_in_force"
    ).fetchall()
    assert found == [("security_2026_07",)]
