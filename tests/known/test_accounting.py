"""Every loaded row has one reason, the right one. Acts: whoever changes models/intermediate/
accounting, or a rule of what counts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from tests.conftest import ROOT
from tests.known.conftest import Story
from tests.worlds.accounting_world import (
    CERTIFICATES,
    IMPOSSIBLE,
    OCTOBER,
    PARTNER,
    QUARANTINED,
    STRANGER,
    USAGE,
)
from tests.worlds.writer import guid


@pytest.fixture(scope="module")
def marts(story: Story) -> Iterator[duckdb.DuckDBPyConnection]:
    path = story.current_release / "partner_score.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def _reasons() -> dict[str, dict[str, str]]:
    with (ROOT / "seeds" / "rules" / "accounting_reasons.csv").open(newline="") as lines:
        return {row["reason"]: row for row in csv.DictReader(lines)}


def test_usage_by_reason(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select dataset, usage_month, reason, sum(rows_count)::bigint,
            (sum(acr_usd) * 100)::decimal(18, 8), sum(seats_count)
        from marts.fct_usage_accounting
        group by all
        """
    ).fetchall()
    assert {(row[0], row[1], row[2]): tuple(row[3:]) for row in rows} == USAGE


def test_certificates_by_reason(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select as_of_month, reason, sum(rows_count) "
        "from marts.fct_skilling_accounting group by all"
    ).fetchall()
    assert {(row[0], row[1]): row[2] for row in rows} == CERTIFICATES


def test_the_list_of_reasons_is_closed_and_tried(marts: duckdb.DuckDBPyConnection) -> None:
    """Azure's offers are all unknown here, so `counted` comes from seats and certificates."""
    tried = {reason for _, _, reason in USAGE} | {reason for _, reason in CERTIFICATES}
    assert tried == set(_reasons()) - IMPOSSIBLE
    found = marts.execute("select reason, label, is_counted::varchar from marts.dim_reason")
    assert {row[0]: row[1:] for row in found.fetchall()} == {
        reason: (row["label"], row["is_counted"]) for reason, row in _reasons().items()
    }


def test_what_is_loaded_is_all_there(story: Story) -> None:
    """Counted in the landing files themselves, a line each."""
    lines = {
        dataset: sum(
            len(file.read_text().splitlines()) - 1
            for file in story.landing.glob(f"*/{dataset}*.csv")
        )
        for dataset in ("AzureUsage", "EMSUsage", "CPORM365Usage", "TrainingCompletions")
    }
    accounted = {dataset: 0 for dataset in lines}
    for (dataset, _, _), (rows, _, _) in USAGE.items():
        accounted[dataset] += rows
    accounted["EMSUsage"] += sum(QUARANTINED.values())
    accounted["TrainingCompletions"] = sum(CERTIFICATES.values())
    assert accounted == lines


def test_attributions_that_differ(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select dataset, tenant_id, usage_month, attribution_order, association, is_kept,
            amount, kept_amount, difference, unit, delivery, file_name
        from marts.fct_attribution_differences
        order by dataset, line_id, attribution_order
        """
    ).fetchall()
    assert [[*row[:1], *row[3:10]] for row in rows] == [
        ["AzureUsage", 1, "PAL", True, _usd(102424), _usd(102424), 0, "usd"],
        ["AzureUsage", 2, "CSP Tier 2", False, _usd(102400), _usd(102424), _usd(-24), "usd"],
        ["EMSUsage", 1, "CPOR", True, 50, 50, 0, "seats"],
        ["EMSUsage", 2, "CSP Tier 2", False, 45, 50, -5, "seats"],
    ]
    assert {row[1:3] for row in rows} == {(guid("one"), OCTOBER)}
    assert {row[-2:] for row in rows} == {
        ("2026-10", "AzureUsage.csv"),
        ("2026-10.2", "EMSUsage.csv"),
    }


def _usd(hundredths: int) -> Decimal:
    return Decimal(hundredths) / 100


def test_a_difference_names_its_record(story: Story, marts: duckdb.DuckDBPyConnection) -> None:
    ((delivery, file_name, record),) = marts.execute(
        "select delivery, file_name, first_record from marts.fct_attribution_differences "
        "where dataset = 'AzureUsage' and not is_kept"
    ).fetchall()
    line = (story.landing / delivery / file_name).read_text().splitlines()[record]
    assert "1024.00" in line


def test_names_that_decide(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select partner_id, dataset, reason, name, records_count
        from marts.fct_unmapped_names
        where reason in (
            'unmapped_security_service', 'unknown_association', 'unknown_offer',
            'unknown_workload', 'unknown_partner_location', 'unknown_title'
        )
        """
    ).fetchall()
    assert set(rows) == {
        (PARTNER, "AzureUsage", "unmapped_security_service", "Microsoft Defender EASM", 1),
        (PARTNER, "AzureUsage", "unmapped_security_service", "Other / Entra  Whatever", 1),
        (PARTNER, "AzureUsage", "unknown_association", "Friend of the house", 1),
        (PARTNER, "AzureUsage", "unknown_offer", "azure plan", 6),
        (PARTNER, "EMSUsage", "unknown_association", "friend of the house", 1),
        (PARTNER, "CPORM365Usage", "unknown_association", "friend of the house", 1),
        (PARTNER, "CPORM365Usage", "unknown_workload", "windows", 1),
        (STRANGER, "CPORM365Usage", "unknown_partner_location", STRANGER, 1),
        (PARTNER, "TrainingCompletions", "unknown_title", "Azure Fundamentals", 1),
    }


def test_blind_workloads_are_listed(story: Story, marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute("select delivery, workload from marts.fct_blind_workloads").fetchall()
    assert rows == [("2026-10.2", "Microsoft Defender for Office 365")]
    assert "has no columns for Microsoft Defender for Office 365" in " ".join(
        story.everything.output.split()
    )


def test_names_and_accounting_agree(marts: duckdb.DuckDBPyConnection) -> None:
    """A reason that is decided by a name has as many rows by name as in all."""
    wrong = marts.execute(
        """
        select dataset, reason, names.rows_count, accounting.rows_count
        from (
            select dataset, reason, sum(records_count) as rows_count
            from marts.fct_unmapped_names where dataset != 'TrainingCompletions' group by all
        ) as names
        left join (
            select dataset, reason, sum(rows_count) as rows_count
            from marts.fct_usage_accounting group by all
        ) as accounting using (dataset, reason)
        where names.rows_count is distinct from accounting.rows_count
        """
    ).fetchall()
    assert wrong == []
