"""The contracts, and that the loader's tables and dbt's sources are what they declare."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from orchestration import raw_store
from orchestration.contract import Contract, fold, match_header
from orchestration.contracts import AZURE_USAGE, CONTRACTS, EMS_USAGE
from tests.landing.extracts import query

SOURCES = Path(__file__).parents[2] / "models" / "staging" / "_sources.yml"


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.dataset)
def test_contracts_are_unambiguous(contract: Contract) -> None:
    headers = [column.header for column in contract.stored] + contract.not_stored.split()
    assert len({fold(header) for header in headers}) == len(headers)
    names = [column.name for column in contract.stored]
    assert len(set(names)) == len(names)
    for column in contract.stored:
        for spelling in column.spellings:
            assert contract.meanings[fold(spelling)] == column.header


def test_headers_match_by_meaning() -> None:
    match = match_header(
        EMS_USAGE, ["Month / Datekey", "PartnerAttributionType", "pga_mpn_id", "x", "X", "SKU Id"]
    )
    assert match.positions == {"month": 0, "partner_attach_type": 1, "pga_mpn_id": 2}
    assert match.unknown == ("x", "X")
    assert "FreeVsPaidSKU" in [column.header for column in match.missing]
    assert match_header(AZURE_USAGE, ["ACR_USD", "Total ACR"]).repeated == {
        "ACR_USD": ("ACR_USD", "Total ACR")
    }


def test_raw_views_and_dbt_sources_have_the_declared_columns(build: Path) -> None:
    with raw_store.open_store(build):
        pass
    found = query(
        build,
        """
        select table_name, list(column_name order by ordinal_position)
        from information_schema.columns
        where table_schema = 'raw'
        group by table_name
        """,
    )
    declared = {c.table: ["file_id", "record", *c.raw_columns] for c in CONTRACTS}
    assert {table: names for table, names in found if table in declared} == declared
    [source] = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"]
    described = {t["name"]: [c["name"] for c in t["columns"]] for t in source["tables"]}
    for table, names in found:
        if table in described:
            assert described[table] == names, table
    assert declared.keys() <= described.keys()
