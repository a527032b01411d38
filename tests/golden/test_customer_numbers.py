"""Tenants belong to the customer of the newest number that any dataset gives.

Acts: whoever changes int_tenant_names.
"""

from __future__ import annotations

from pathlib import Path

from tests.worlds.golden_cases.customers import CUSTOMERS
from tests.worlds.writer import guid


def test_the_newest_number_is_the_customers(golden_landing: Path, build_marts) -> None:
    marts = build_marts(golden_landing)
    found = dict(marts.execute("select tenant_id, customer_id from marts.dim_tenant").fetchall())
    assert {name: found[guid(name)] for name in CUSTOMERS} == {
        name: number or guid(name) for name, number in CUSTOMERS.items()
    }
