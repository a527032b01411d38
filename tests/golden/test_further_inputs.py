"""Extracts of the further solution areas beside the first ones: no score of Security moves.

Acts: whoever lets another dataset decide which months are scored, or what Security counts.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.orchestration.tiny_world import PARTNER, tiny_world
from tests.worlds.writer import Delivery, add_months, guid

MONTH = "2026-10"
FACTS = {
    "fct_designation_scores": "partner_id, as_of_month, rule_version, path, total_points",
    "fct_metric_scores": "partner_id, as_of_month, rule_version, path, metric, points",
    "fct_tenant_months": "partner_id, usage_month, tenant_id, acr_usd",
}


def _add_further(delivery: Delivery) -> None:
    """Rows in every further dataset, from long before the first ones."""
    for back in range(36):
        month = add_months(delivery.as_of, -back)
        common = {"Month": month, "CustomerTenantId": guid(f"tenant 0 of {PARTNER}")}
        report = {
            "FiscalMonthName": month,
            "GlobalPartnerID": PARTNER,
            "CustomerTenantID": common["CustomerTenantId"],
        }
        delivery.add(
            "OfficeUsage",
            PGAMpnId=PARTNER,
            **common,
            WorkloadName="Exchange",
            PaidAvailableUnits=400,
            MonthlyActiveUsers=300,
            MPNId=f"{PARTNER}1",
            PartnerAttributionType="CSP Tier 1",
        )
        delivery.add(
            "BusinessApplicationsRevenue",
            **report,
            PartnerAssociationType="CPOR RevRec",
            SubscriptionId="one",
            Workloads="Business Central",
            AdjustedRevenueAmtCD=2000,
        )
        delivery.add(
            "BusinessApplicationsUsage",
            **report,
            PartnerAssociationType="PAL",
            CustomerID="7",
            SubscriptionID="one",
            MetricType="Paid",
            Workload="Power Apps",
            SkuGroup="Premium",
            PAMAU=10,
            MAC=0,
            MAU=20,
        )
        delivery.add(
            "MonthlyConsumption",
            PGAMpnId=PARTNER,
            **common,
            Workload="Power Apps",
            PartnerAssociationType="PAL",
            MonthlyConsumptionValue=5000,
        )
    delivery.add("PartnerTrack", PGAMpnId=PARTNER, SolutionArea="Azure", Month=MONTH, Path="SMB")


@pytest.mark.slow
def test_no_score_of_security_moves(tmp_path: Path, refresh_landing) -> None:
    found = []
    for name in ("without", "with"):
        world = tiny_world(MONTH)
        if name == "with":
            _add_further(world.delivery(MONTH))
        run = refresh_landing(world.write(tmp_path / name))
        [build] = run.build_dir.glob("*.duckdb")
        with duckdb.connect(str(build), read_only=True) as connection:
            found.append(
                {
                    mart: connection.execute(
                        f"select {columns} from marts.{mart} order by all"
                    ).fetchall()
                    for mart, columns in FACTS.items()
                }
            )
            first = connection.execute(
                "select min(first_covered_month) from intermediate.int_partners"
            ).fetchone()
        assert first == (date(2024, 11, 1),)
    without, with_further = found
    assert all(without.values())
    assert without == with_further
