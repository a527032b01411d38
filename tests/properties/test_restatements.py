"""A restated month changes what has that month in its windows, and nothing else."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.comparison import SCORES, assert_points_in_bounds, columns_of, differing
from tests.properties.first_world import CORRECTION, FEW_EXAMPLES, NEWEST, PARTNERS, FirstWorld
from tests.worlds.writer import Delivery, add_months, month_of

pytestmark = pytest.mark.slow

LAST = month_of(NEWEST)
YEAR = 12
AMOUNTS = ["0", "-0.01", "99999999999.99", "-99999999999.99", "1250", "12000.01", "0.0000000001"]
SEATS = [0, 1, 5, 300, 301, 99_999_999]


def months_apart(later: date, earlier: date) -> int:
    return (later.year - earlier.year) * YEAR + later.month - earlier.month


@FEW_EXAMPLES
@given(data=st.data())
def test_only_windows_with_the_month_change(first: FirstWorld, data: st.DataObject) -> None:
    """For each partner another month of Azure usage, and another of seats, is restated wildly."""
    world = first.world()
    partners = sorted({row["PGAMpnId"] for row in world.deliveries[NEWEST].rows["Profile"]})
    assert len(partners) > PARTNERS / 2
    azure_month, seats_month, restated = {}, {}, {}
    for place, partner in enumerate(partners):
        back = st.integers(0, 2 * YEAR - 1).map(lambda n, p=place: (n + p) % (2 * YEAR))
        azure_month[partner] = add_months(LAST, -data.draw(back, label=f"usage of {partner}"))
        back = st.integers(0, YEAR).map(lambda n, p=place: (n + p) % (YEAR + 1))
        seats_month[partner] = add_months(LAST, -data.draw(back, label=f"seats of {partner}"))
        restated[partner] = (
            data.draw(st.sampled_from(AMOUNTS), label="amount"),
            data.draw(st.sampled_from(SEATS), label="seats"),
        )
    correction = _copy(world.deliveries[f"{NEWEST}.2"], "AzureUsage")
    for row in correction.rows["AzureUsage"]:
        if azure_month.get(row["PGAMpnId"]) == row["Month"]:
            row["ACR_USD"] = Decimal(restated[row["PGAMpnId"]][0])
    seats = _copy(world.deliveries[f"{NEWEST}.3"], "EMSUsage")
    for row in seats.rows["EMSUsage"]:
        if seats_month.get(row["PGAMpnId"]) == row["Month"]:
            for column in row:
                if column.endswith(("PaidAvailableUnits", "MonthlyActiveUsers")):
                    row[column] = restated[row["PGAMpnId"]][1]
    landing = first.folder() / "landing"
    shutil.copytree(first.landing, landing)
    correction.write(landing)
    seats.name = f"{NEWEST}.10"
    seats.write(landing)
    connection = first.marts_of(landing, first.project.raw, SCORES)

    changed = set()
    for table in (
        "fct_metric_scores",
        "fct_metric_parts",
        "fct_designation_scores",
        "fct_tenant_contributions",
        "fct_tenant_paths",
    ):
        for partner, month in differing(connection, table, ["partner_id", "as_of_month"]):
            usage = months_apart(month, azure_month[partner])
            assert 0 <= usage < 2 * YEAR or month in (
                seats_month[partner],
                add_months(seats_month[partner], YEAR),
            ), f"{table}: {partner} {month}"
            changed.add((partner, month))
    keys = ["partner_id", "usage_month", "product_line"]
    assert set(keys) <= set(columns_of(connection, "fct_tenant_months"))
    for partner, month, line in differing(connection, "fct_tenant_months", keys):
        if line == "azure":
            assert 0 <= months_apart(month, azure_month[partner]) < YEAR
        else:
            assert month == seats_month[partner]
    assert differing(connection, "fct_skilling_people") == []
    # Not by doing nothing: most partners have a month that did change.
    assert len({partner for partner, _ in changed}) > PARTNERS / 2
    assert_points_in_bounds(connection)
    connection.close()


def _copy(delivery: Delivery, dataset: str) -> Delivery:
    """One dataset of a delivery, as a correction that says the same."""
    return Delivery(
        CORRECTION,
        {dataset: [dict(row) for row in delivery.rows[dataset]]},
        {dataset: delivery.styles[dataset]},
        {dataset: delivery.parts[dataset]},
    )
