"""What the terminal says about a release. Acts: whoever changes scorecard.py or scorecard_data.py.

scorecard_release.py makes the releases.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.landing.contract import Contract, match_header
from orchestration.landing.contracts import AZURE_USAGE


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_points_gaps_and_totals(show) -> None:
    text = show()
    flat = _flat(text)
    for words in ("Partner 01", "October 2026", "New rules", "Enterprise path", "SMB path ★"):
        assert words in flat
    for words in ("20.5 / 30", "9.6 / 30", "50 / 90", "exactly 49.6"):
        assert words in flat
    assert "next point: 8 tenants (Azure) or 1" in flat
    assert "$1,249.01 (Azure) or 30" in flat
    assert "needs 2 people each (step 1, step 2)" in flat
    assert "next point: 1 person (step 3)" in flat
    assert "at the maximum" in flat
    assert "11.1111" not in flat


def test_what_blocks_it(show) -> None:
    flat = _flat(show())
    assert (
        "Enterprise path: does not qualify: 29.5 points short of 50 · "
        "no points in Certifications · no points in Growth"
    ) in flat
    assert "SMB path: does not qualify: 0.4 points short of 50 · 50 only by rounding" in flat


def test_the_same_month_by_other_rules(show) -> None:
    assert "the same month under other rules: 1 77.25" in _flat(show())


def test_a_demo_says_so(show) -> None:
    assert "DEMO: every partner, tenant and person here is made up." in show(is_demo=True)


def test_a_real_one_does_not(show) -> None:
    assert "DEMO" not in show()


def test_a_short_history(show) -> None:
    assert "short history" in show(history="short_history")


def test_of_many_partners_the_first_are_shown(show) -> None:
    text = show(partners=13)
    assert "Partner 10" in text
    assert "Partner 11" not in text
    assert "and 3 more partners" in text
    assert "13 partners" in text


def test_names_that_earn_nothing(show) -> None:
    rows = "insert into marts.fct_unmapped_names values " + ", ".join(
        f"('1', 'AzureUsage', 'unknown association', 'name {number}', 1, {number}, true)"
        for number in range(1, 9)
    )
    flat = _flat(show(more=rows))
    assert "AzureUsage: unknown association: name 8 (1 row, $8.00)" in flat
    assert "name 2 " not in flat
    assert "2 more such names" in flat


def test_names_of_nobody(show) -> None:
    row = (
        "insert into marts.fct_unmapped_names values "
        "('77', 'CPORM365Usage', 'location that no Profile names', '77', 1200, null, true)"
    )
    assert "CPORM365Usage: location that no Profile names: 77 (1,200 rows)" in _flat(show(more=row))


def test_names_that_nobody_need_look_at(show) -> None:
    row = (
        "insert into marts.fct_unmapped_names values "
        "('1', 'AzureUsage', 'counted under an unknown offer', 'plan', 1, 900, false)"
    )
    assert "unknown offer" not in show(more=row)


def test_blind_workloads(show) -> None:
    rows = (
        "insert into marts.fct_blind_workloads values "
        "('2026-09', '2026-09-01', 'Mail'), "
        "('2026-10', '2026-10-01', 'Identity'), "
        "('2026-10', '2026-10-01', 'Devices'), "
        "('2026-10', '2026-10-01', 'Devices'); "
        "insert into marts.dim_delivery values "
        "('2026-10', '2026-10-01', 'AzureUsage', 'ServiceLevel1,CustomerName', true)"
    )
    flat = _flat(show(more=rows))
    assert "EMSUsage of 2026-10 has no columns for Devices, Identity" in flat
    assert "2026-09" not in flat
    assert "offer" not in flat


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["'EMSUsage', 1, null, true"], "1 record in quarantine (EMSUsage 1)"),
        (
            [
                "'CPORM365Usage', 1, null, true",
                "'AzureUsage', 1200, 1240.004, true",
                "'AzureUsage', 1, null, true",
                "'AzureUsage', 7, 7, false",
                "'Profile', 7, null, false",
            ],
            "1,202 records in quarantine (AzureUsage 1,201, $1,240.00; CPORM365Usage 1)",
        ),
        (["'AzureUsage', 2, -3, true"], "2 records in quarantine (AzureUsage 2, -$3.00)"),
    ],
)
def test_what_stands_in_quarantine_is_said_beside_each_total(show, rows, sentence) -> None:
    values = ", ".join(f"({row})" for row in rows)
    text = show(partners=2, more=f"insert into marts.fct_quarantine values {values}")
    _, first, second = _flat(text).split("Rules in force: ")
    for partner in (first, second):
        assert f"! Not in this total: {sentence}" in partner


def test_without_any_nothing_is_said_of_it(show) -> None:
    more = "insert into marts.fct_quarantine values ('AzureUsage', 9, 9, false)"
    assert "Not in this total" not in show(more=more)


@pytest.mark.parametrize("is_given_since", [False, True])
def test_offers_that_are_not_given(show, is_given_since: bool) -> None:
    absent = _absent(AZURE_USAGE, "ai_offer_type", "usage_units")
    rows = (
        "insert into marts.dim_delivery values "
        f"('2026-09', '2026-09-01', 'AzureUsage', '{absent}', true)"
    )
    if is_given_since:
        rows += ", ('2026-10', '2026-10-01', 'AzureUsage', '', true)"
    said = "AzureUsage of 2026-09 has no column for the offer" in _flat(show(more=rows))
    assert said != is_given_since


def _absent(contract: Contract, *names: str) -> str:
    """What a receipt says of a file without the columns whose names in raw begin so."""
    header = [c.header for c in contract.stored if not c.name.startswith(names)]
    return ",".join(match_header(contract, header).absent)


def test_where_the_results_are(show, tmp_path: Path) -> None:
    # A path that is longer than the terminal is wide goes on in the next line.
    text = "".join(show().split())
    assert str(tmp_path / "current" / "scorecard.html") in text
    assert str(tmp_path / "current" / "partner_score.duckdb") in text
    assert str(tmp_path / "current" / "parquet" / "*.parquet") in text
    assert "marts.fct_designation_scores" in text


def test_values_are_not_read_as_markup(show) -> None:
    row = (
        "insert into marts.fct_unmapped_names values "
        "('1', 'AzureUsage', 'unknown association', '[red]x[/] [/nonsense]', 1, 1, true)"
    )
    assert "[red]x[/] [/nonsense]" in show(more=row)


def test_values_do_not_reach_the_terminal_as_commands(show) -> None:
    row = (
        "insert into marts.fct_unmapped_names values "
        "('1', 'AzureUsage', 'unknown association', 'x' || chr(27) || '[2Jy' || chr(10), "
        "1, 1, true)"
    )
    text = show(more=row)
    assert "\x1b" not in text
    assert "x?[2Jy?" in text
