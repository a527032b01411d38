"""Ids of extracts are read in one way everywhere: by as_id, which alone knows their spellings.

Acts: whoever reads a column of an extract in SQL.
"""

import re
from pathlib import Path

from orchestration.landing.contracts import CONTRACTS
from orchestration.raw.person_key import PERSON

ROOT = Path(__file__).parents[2]
IDS = {column.name for each in CONTRACTS for column in each.stored if column.kind == "id"}
#: How a statement reads an extract's table of `raw`: by name, or in a loop.
_TABLES = "|".join(f"'{contract.table}'" for contract in CONTRACTS)
_FROM_RAW = re.compile(rf"source\('raw', (?:{_TABLES}|table)\)")
_READ = re.compile(r"as_id\('(?:\w+\.)?\w+'\)|as_id\('usage\.' ~ owner\)")
_SAID = re.compile(r"\{#.*?#\}|--[^\n]*|\bas \w+", re.DOTALL)
#: Columns that are passed on as a name in a loop.
_NAMED = re.compile(r"'\w+'")


def _statements() -> dict[str, str]:
    """Text of every model and macro file that reads a table of `raw`."""
    texts = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in ("models", "macros")
        for path in sorted((ROOT / folder).rglob("*.sql"))
    }
    return {name: text for name, text in texts.items() if _FROM_RAW.search(text)}


def unread(text: str) -> set[str]:
    """Columns of ids that a statement uses as they were delivered."""
    rest = _NAMED.sub("", _READ.sub("", _SAID.sub("", text)))
    return {name for name in re.findall(r"\w+", rest) if name in IDS}


def test_no_model_uses_an_id_as_delivered() -> None:
    statements = _statements()
    assert {"macros/usage_rows.sql", "models/staging/stg_partner_locations.sql"} <= set(statements)
    assert {name: found for name, text in statements.items() if (found := unread(text))} == {}


def test_no_model_reads_an_id_as_a_text() -> None:
    names = "|".join(IDS)
    other = re.compile(rf"as_(?:text|key)\('(?:\w+\.)?({names})'\)")
    found = {
        str(path): other.findall(path.read_text(encoding="utf-8"))
        for folder in ("models", "macros")
        for path in (ROOT / folder).rglob("*.sql")
    }
    assert {path: columns for path, columns in found.items() if columns} == {}


def test_an_id_as_delivered_is_found() -> None:
    assert unread("select usage.mpn_id, from {{ source('raw', 'x') }} as usage") == {"mpn_id"}
    assert unread("select {{ as_text('usage.mpn_id') }} as mpn_id") == {"mpn_id"}
    assert unread("select {{ as_id('usage.mpn_id') }} as mpn_id -- mpn_id") == set()


def test_a_person_is_told_by_ids() -> None:
    [training] = [contract for contract in CONTRACTS if contract.has_people]
    told_by = re.findall(r"raw\.as_id\(\{(\w+)\}\)", PERSON)
    assert told_by == ["mcp_id", "corp_email", "email"]
    assert {training.by_name[name].kind for name in told_by} == {"id"}
