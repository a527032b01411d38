"""The contracts, and that the loader's tables and dbt's sources are what they declare."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
import yaml

from orchestration.landing.contract import Contract, fold, match_header
from orchestration.landing.contracts import AZURE_USAGE, CONTRACTS, EMS_USAGE
from orchestration.landing.extract_files import SPARE_COLUMNS
from orchestration.raw import store as raw_store
from orchestration.raw.reasons import REASONS
from orchestration.settings import Settings
from tests.landing.extracts import query

MODELS = Path(__file__).parents[2] / "models"
SOURCES = MODELS / "staging" / "_sources.yml"
LOADS = MODELS / "marts" / "_loads.yml"


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
    # Models have no business with these.
    private = {"layout", "other_files", "person_key", "blank_records"}
    assert {table: names for table, names in found if table not in private} == described


def test_other_measures_are_known_columns_and_not_kept() -> None:
    for contract in CONTRACTS:
        assert set(contract.other_measures.split()) <= set(contract.not_stored.split())
        assert contract.amount is None or contract.by_name[contract.amount].kind == "number"


def test_the_guide_of_every_month_says_what_the_code_does() -> None:
    page = (MODELS.parent / "docs" / "every_month.md").read_text(encoding="utf-8")
    assert [reason for reason in REASONS if f"`{reason}`" not in page] == []
    assert f"{SPARE_COLUMNS[-1]:,} surplus fields" in page
    for field in dataclasses.fields(Settings):
        if field.name.startswith("quarantine_"):
            assert f"| `{field.name.upper()}` | {field.default} |" in page


def test_the_mart_of_the_quarantine_names_every_reason() -> None:
    [model] = yaml.safe_load(LOADS.read_text(encoding="utf-8"))["models"]
    [text] = [c["description"] for c in model["columns"] if c["name"] == "reason"]
    assert re.findall(r"[a-z]+(?:_[a-z]+)+", text) == list(REASONS)
