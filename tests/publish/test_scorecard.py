"""What the terminal says about a release. Acts: whoever changes scorecard.py or scorecard_data.py.

The marts here hold only the columns that the scorecard reads; the real ones are read by every
refresh in tests/orchestration.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from orchestration.explain.scorecard import print_scorecard
from orchestration.landing.contract import Contract, match_header
from orchestration.landing.contracts import AZURE_USAGE
from orchestration.publish.release import DATABASE_FILE, Label, Release

_MARTS = """
create schema marts;

create table marts.dim_partner (partner_id varchar, partner_name varchar);
create table marts.dim_path as
from (values ('enterprise', 'Enterprise path', 1), ('smb', 'SMB path', 2))
    as t (path, label, display_order);
create table marts.dim_metric as
from (values
    ('adds', 'Adds', 1), ('certifications', 'Certifications', 2), ('growth', 'Growth', 3)
) as t (metric, label, display_order);
create table marts.dim_rule_version as
from (values
    ('security', 'security_1', 'Old rules', date '2020-01-01'),
    ('security', 'security_2', 'New rules', date '2026-01-01')
) as t (solution_area, rule_version, label, effective_from);
create table marts.dim_delivery (
    delivery varchar, as_of_month date, dataset varchar, absent_columns varchar,
    is_in_force boolean
);
create table marts.fct_blind_workloads (
    delivery varchar, as_of_month date, workload varchar
);
create table marts.fct_unmapped_names (
    partner_id varchar, dataset varchar, kind varchar, name varchar, records_count bigint,
    acr_usd decimal(28, 10), is_warned boolean
);
create table marts.fct_quarantine (
    dataset varchar, rows_count bigint, acr_usd decimal(28, 10), is_in_force boolean
);
create table marts.fct_designation_scores (
    partner_id varchar, as_of_month date, solution_area varchar, rule_version varchar, path varchar,
    is_rule_in_force boolean, total_points decimal(9, 4), total_points_shown integer,
    qualifying_points decimal(9, 4), qualifies boolean, is_rounded_up_to_pass boolean,
    is_best_path boolean, history_status varchar, skilling_basis varchar
);
create table marts.fct_metric_scores (
    partner_id varchar, as_of_month date, path varchar, metric varchar, is_rule_in_force boolean,
    points decimal(9, 4), max_points decimal(9, 4), status varchar
);
create table marts.fct_metric_parts (
    partner_id varchar, as_of_month date, path varchar, metric varchar, part varchar,
    is_rule_in_force boolean, units_to_next_point decimal(28, 10), unit varchar
);
"""

#: One partner as of 2026-10: qualifies on no path, and a month before that must not be shown.
_PARTNER = """
insert into marts.dim_partner values ($id, $name);

insert into marts.fct_designation_scores
select
    $id, as_of_month, 'security', rule_version, path, rule_version = 'security_2', total, shown, 50,
    false, shown >= 50, path = 'smb', $history, 'snapshot'
from (values
    (date '2026-10-01', 'security_2', 'enterprise', 20.5, 21),
    (date '2026-10-01', 'security_2', 'smb', 49.6, 50),
    (date '2026-10-01', 'security_1', 'smb', 77.25, 77),
    (date '2026-09-01', 'security_2', 'smb', 11.1111, 11)
) as t (as_of_month, rule_version, path, total, shown);

insert into marts.fct_metric_scores
select $id, date '2026-10-01', path, metric, true, points, 30, status
from (values
    ('enterprise', 'adds', 20.5, 'scored'), ('enterprise', 'growth', 0, 'no_points'),
    ('enterprise', 'certifications', 0, 'prerequisites_missing'),
    ('smb', 'adds', 30, 'capped'), ('smb', 'growth', 9.6, 'scored'),
    ('smb', 'certifications', 10, 'scored')
) as t (path, metric, points, status);

insert into marts.fct_metric_parts
select $id, date '2026-10-01', path, metric, part, true, units, unit
from (values
    ('enterprise', 'adds', 'azure', 8, 'tenants'), ('enterprise', 'adds', 'm365', 1, 'tenants'),
    ('enterprise', 'growth', 'azure', 1249.001, 'usd'),
    ('enterprise', 'growth', 'm365', 29.5, 'users'),
    ('enterprise', 'certifications', 'step_1', 2, 'people'),
    ('enterprise', 'certifications', 'step_2', 2, 'people'),
    ('enterprise', 'certifications', 'step_3', 1, 'people'),
    ('smb', 'growth', 'azure', 1, 'tenants'), ('smb', 'growth', 'm365', 1, 'tenants'),
    ('smb', 'certifications', 'step_1', null, 'people'),
    ('smb', 'certifications', 'step_3', 1, 'people')
) as t (path, metric, part, units, unit);
"""


def _label(is_demo: bool) -> Label:
    return Label(
        version="2026-10-20261122T001530Z",
        as_of_month="2026-10-01",
        built_at="2026-11-22T00:15:30",
        code_version="0.1.0+code",
        is_demo=is_demo,
        inputs="inputs",
        quarantined_rows=1234,
        tests_run=7,
        tests_passed=7,
        tables={},
    )


@pytest.fixture
def show(tmp_path: Path):
    """`show(…)`: the scorecard of a release with so many partners, as text of 100 columns."""

    def make(
        partners: int = 1,
        is_demo: bool = False,
        history: str = "complete",
        more: str = "select 1",
    ) -> str:
        release = Release(tmp_path / "2026-10-20261122T001530Z", _label(is_demo))
        release.folder.mkdir()
        with duckdb.connect(str(release.folder / DATABASE_FILE)) as connection:
            connection.execute(_MARTS)
            for number in range(1, partners + 1):
                values = {"id": f"{number}", "name": f"Partner {number:02}", "history": history}
                for statement in filter(str.strip, _PARTNER.split(";")):
                    used = {
                        name: value for name, value in values.items() if f"${name}" in statement
                    }
                    connection.execute(statement, used)
            connection.execute(more)
        console = Console(width=100, record=True, force_terminal=False)
        with console.capture() as capture:
            print_scorecard(release, tmp_path, console)
        text = capture.get()
        assert max(len(line) for line in text.splitlines() if str(tmp_path) not in line) <= 100
        return text

    return make


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
