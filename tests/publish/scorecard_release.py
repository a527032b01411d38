"""A small release and its scorecard.

The marts here hold only the columns that the scorecard reads; the real ones are read by every
refresh in tests/orchestration.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
from rich.console import Console

from orchestration.explain.scorecard import print_scorecard
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
create table marts.dim_solution_area as
from (values ('one', 'Area one', 1)) as t (solution_area, label, display_order);
create table marts.dim_rule_version as
from (values
    ('one', 'one_1', 'Old rules', date '2020-01-01'),
    ('one', 'one_2', 'New rules', date '2026-01-01')
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
    is_best_path boolean, history_status varchar, skilling_basis varchar,
    metrics_not_computable integer, points_open decimal(9, 4), is_open boolean, class_basis varchar
);
create table marts.fct_designation_status (
    partner_id varchar, as_of_month date, solution_area varchar, designation_status varchar
);
create table marts.fct_metric_scores (
    partner_id varchar, as_of_month date, solution_area varchar, path varchar, metric varchar,
    is_rule_in_force boolean, points decimal(9, 4), max_points decimal(9, 4), status varchar,
    basis varchar, reason_not_computable varchar
);
create table marts.fct_metric_parts (
    partner_id varchar, as_of_month date, solution_area varchar, path varchar, metric varchar,
    part varchar, is_rule_in_force boolean, current_value decimal(28, 10),
    units_to_next_point decimal(28, 10), unit varchar
);
"""

#: One partner as of 2026-10: qualifies on no path, and a month before that must not be shown.
_PARTNER = """
insert into marts.dim_partner values ($id, $name);

insert into marts.fct_designation_scores
select
    $id, as_of_month, 'one', rule_version, path, rule_version = 'one_2', total, shown, 50,
    false, shown >= 50, path = 'smb', $history, 'snapshot', 0, 0, false, null
from (values
    (date '2026-10-01', 'one_2', 'enterprise', 20.5, 21),
    (date '2026-10-01', 'one_2', 'smb', 49.6, 50),
    (date '2026-10-01', 'one_1', 'smb', 77.25, 77),
    (date '2026-09-01', 'one_2', 'smb', 11.1111, 11)
) as t (as_of_month, rule_version, path, total, shown);

insert into marts.fct_designation_status values ($id, '2026-10-01', 'one', 'In progress');

insert into marts.fct_metric_scores
select
    $id, date '2026-10-01', 'one', path, metric, true, points, 30, status, 'computed', null
from (values
    ('enterprise', 'adds', 20.5, 'scored'), ('enterprise', 'growth', 0, 'no_points'),
    ('enterprise', 'certifications', 0, 'prerequisites_missing'),
    ('smb', 'adds', 30, 'capped'), ('smb', 'growth', 9.6, 'scored'),
    ('smb', 'certifications', 10, 'scored')
) as t (path, metric, points, status);

insert into marts.fct_metric_parts
select $id, date '2026-10-01', 'one', path, metric, part, true, 0, units, unit
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

#: Of partner 1: an area with something not known, something declared and a class that is not, one
#: in which it does not play, and one that the status alone shows.
MORE_AREAS = """
insert into marts.dim_solution_area values
    ('two', 'Area two', 2), ('three', 'Area three', 3), ('four', 'Area four', 4);
insert into marts.dim_rule_version
select area, area || '_1', 'Rules of ' || area, '2026-01-01'
from (values ('two'), ('three'), ('four')) as t (area);

insert into marts.fct_designation_scores
select
    '1', '2026-10-01', area, area || '_1', path, true, total, total, 50, false, false,
    path = 'enterprise', 'complete', 'snapshot', unknown, open, open > 0, class
from (values
    ('two', 'enterprise', 32, 1, 30, 'unknown'), ('two', 'smb', 7, 0, 0, 'unknown'),
    ('three', 'enterprise', 0, 2, 60, null), ('four', 'enterprise', 0, 0, 0, 'computed')
) as t (area, path, total, unknown, open, class);

insert into marts.fct_designation_status values
    ('1', '2026-10-01', 'two', 'In progress'), ('1', '2026-10-01', 'three', 'In progress'),
    ('1', '2026-10-01', 'four', 'Qualified');

insert into marts.fct_metric_scores
select
    '1', '2026-10-01', area, path, metric, true, points, 30,
    if(points is null, 'not_computable', status), basis, reason
from (values
    ('two', 'enterprise', 'adds', 2, 'scored', 'declared', 'dataset_ends: Revenue at 2026-08'),
    ('two', 'enterprise', 'certifications', 30, 'capped', 'computed', null),
    ('two', 'enterprise', 'growth', null, '', 'not_computable', 'dataset_missing: Revenue'),
    ('two', 'smb', 'adds', 7, 'scored', 'computed', null),
    ('two', 'smb', 'certifications', 0, 'no_points', 'computed', null),
    ('two', 'smb', 'growth', 0, 'no_baseline', 'computed', null),
    ('three', 'enterprise', 'adds', null, '', 'not_computable', 'services_filtered'),
    ('three', 'enterprise', 'certifications', 0, 'no_points', 'computed', null),
    ('four', 'enterprise', 'growth', 0, 'gate_not_met', 'computed', null)
) as t (area, path, metric, points, status, basis, reason);
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


def show_scorecard(
    folder: Path,
    partners: int = 1,
    is_demo: bool = False,
    history: str = "complete",
    more: str = "select 1",
    asked: tuple[str, ...] = (),
) -> str:
    """The scorecard of a release with so many partners, as text of 100 columns."""
    release = Release(folder / "2026-10-20261122T001530Z", _label(is_demo))
    release.folder.mkdir()
    with duckdb.connect(str(release.folder / DATABASE_FILE)) as connection:
        connection.execute(_MARTS)
        for number in range(1, partners + 1):
            values = {"id": f"{number}", "name": f"Partner {number:02}", "history": history}
            for statement in filter(str.strip, _PARTNER.split(";")):
                used = {name: value for name, value in values.items() if f"${name}" in statement}
                connection.execute(statement, used)
        connection.execute(more)
    console = Console(width=100, record=True, force_terminal=False)
    with console.capture() as capture:
        print_scorecard(release, folder, console, asked)
    text = capture.get()
    assert max(len(line) for line in text.splitlines() if str(folder) not in line) <= 100
    return text
