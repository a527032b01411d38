"""AS_KNOWN gives the release of that time again, beside the current one, and says what changed.

Acts: whoever changes as_known.py, in_force.py, comparison.py, or a model that reads receipts.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.build.fingerprint import inputs_hash
from orchestration.landing.delivery_name import DeliveryName
from orchestration.raw.as_known import AsKnownError, check_known
from orchestration.raw.store import open_store
from tests.known.conftest import Story
from tests.worlds.accounting_world import ABSORBED, EARLIER, NEWEST, PARTNER, QUARANTINED

#: Numbers of files in the build and load times: the same file may have others.
_OF_THE_BUILD = {"dim_delivery": "exclude (file_id, loaded_at)"}
_COMPARISON = "fct_as_known_comparison"


def _linked(story: Story) -> Path:
    return story.as_known.publish_dir / f"as-known-{EARLIER}"


def _tables(database: Path) -> dict[str, tuple[list, list]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        names = [
            name
            for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()
            if name != _COMPARISON and not name.startswith("meta_")
        ]
        tables = {}
        for name in names:
            relation = connection.sql(f"select * {_OF_THE_BUILD.get(name, '')} from marts.{name}")
            tables[name] = (relation.columns, sorted(relation.fetchall(), key=repr))
    return tables


def test_it_is_the_release_of_that_time(story: Story) -> None:
    """Table by table what a plain refresh published when September was all there was."""
    then = _tables(story.september_release / "partner_score.duckdb")
    now = _tables(_linked(story) / "partner_score.duckdb")
    assert len(then) > 20
    assert then.keys() == now.keys()
    assert [name for name in then if then[name] != now[name]] == []


def test_later_deliveries_would_have_shown(story: Story) -> None:
    """The proof above can fail: the current release differs in most tables."""
    then = _tables(story.september_release / "partner_score.duckdb")
    now = _tables(story.current_release / "partner_score.duckdb")
    differing = {name for name in then if then[name] != now[name]}
    assert {
        "fct_metric_scores",
        "fct_tenant_months",
        "dim_delivery",
        "fct_usage_accounting",
        "fct_quarantine",
        "fct_blind_workloads",
        "fct_attribution_differences",
    } <= differing


def test_quarantine_and_audit_are_those_of_that_time(story: Story) -> None:
    """In the mart, on the label, in the terminal, and in what the audit looked at."""
    then, current = QUARANTINED[EARLIER], sum(QUARANTINED.values())
    for folder, run, rows in (
        (story.september_release, story.september, then),
        (_linked(story), story.as_known, then),
        (story.current_release, story.everything, current),
    ):
        with duckdb.connect(str(folder / "partner_score.duckdb"), read_only=True) as connection:
            found = connection.execute(
                "select (select sum(rows_count) from marts.fct_quarantine), quarantined_rows "
                "from marts.meta_publish"
            ).fetchone()
        assert found == (rows, rows)
        words = "1 row\n" if rows == 1 else f"{rows} rows\n"
        table = "\n".join(line.rstrip() for line in run.output.splitlines())
        assert f"In quarantine and not used: {words}" in table
    now, known, all_of_them = (
        _looked_at(folder)
        for folder in (story.september_release, _linked(story), story.current_release)
    )
    assert now == known != all_of_them


def _looked_at(release: Path) -> str:
    """How many records and files the audit asked for."""
    answers = json.loads((release / "audit.json").read_bytes())
    return next(each["detail"] for each in answers if "in quarantine" in each["check"])


def test_a_past_score_stays_where_accounts_have_merged(story: Story) -> None:
    """October's Profile gives the location to another account, and restates none of its claims."""
    found = []
    for folder in (story.september_release, story.current_release):
        with duckdb.connect(str(folder / "partner_score.duckdb"), read_only=True) as connection:
            scores = connection.sql(
                "select path, metric, points, counted_units from marts.fct_metric_scores "
                "where partner_id = $partner and as_of_month = date '2026-09-01' "
                "and is_rule_in_force order by all",
                params={"partner": ABSORBED},
            ).fetchall()
        assert any(points for _, _, points, _ in scores)
        found.append(scores)
    assert found[0] == found[1]


def test_current_is_not_touched(story: Story) -> None:
    publish_dir = story.as_known.publish_dir
    assert (publish_dir / "current").resolve() == story.current_release
    assert _linked(story).resolve() != story.current_release
    assert not list(publish_dir.glob(".unfinished-*"))


def test_a_plain_run_has_nothing_to_do(story: Story, refresh_landing) -> None:
    """The build file holds the models of September now; the release of everything stands."""
    run = refresh_landing(story.landing, story.work)
    assert "Nothing new" in run.output
    assert (run.publish_dir / "current").resolve() == story.current_release


def test_the_same_again_has_nothing_to_do(story: Story, refresh_landing) -> None:
    release = _linked(story).resolve()
    run = refresh_landing(story.landing, story.work, AS_KNOWN=EARLIER)
    assert "Nothing new" in run.output
    assert _linked(story).resolve() == release


def test_the_scorecard_says_what_it_is(story: Story) -> None:
    said = " ".join(story.as_known.output.replace("│", " ").split())
    assert f"AS KNOWN at delivery {EARLIER}" in said
    assert f"{story.current_release.name}: see marts.fct_as_known_comparison" in said
    assert "As of 2026-09" in said
    assert f"as-known-{EARLIER}/partner_score.duckdb" in said
    assert "AS KNOWN" not in story.everything.output


def test_the_release_says_what_it_is(story: Story) -> None:
    with duckdb.connect(str(_linked(story) / "partner_score.duckdb"), read_only=True) as connection:
        known = connection.execute("select as_known from marts.meta_publish").fetchall()
        silent = connection.execute(
            "select column_name from duckdb_columns() "
            "where table_name = 'fct_as_known_comparison' and comment is null"
        ).fetchall()
    assert known == [(EARLIER,)]
    assert silent == []


def test_what_restatements_changed(story: Story) -> None:
    """October makes 1,100 of September's 1,000 dollars, and brings certificates of its own, which
    say nothing of September."""
    with duckdb.connect(str(_linked(story) / "partner_score.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            """
            select as_of_month::varchar, path, metric, status, points_as_known, points_now,
                points_change, counted_units_change, has_other_deliveries, current_version
            from marts.fct_as_known_comparison
            where partner_id = ? and as_of_month = date '2026-09-01'
            order by metric, path
            """,
            [PARTNER],
        ).fetchall()
        scores = connection.execute(
            "select count(*) from marts.fct_metric_scores where is_rule_in_force"
        ).fetchone()
        compared = connection.execute(
            "select count(*) from marts.fct_as_known_comparison where status <> 'only_now'"
        ).fetchone()
    by_metric = {(row[2], row[1]): row[3:] for row in rows}
    growth = by_metric["usage_growth", "smb"]
    # 1,500 and 1,600 dollars less one a year before, at 750 a point.
    assert growth[:5] == ("changed", Decimal(1), Decimal(2), Decimal(1), Decimal(1))
    assert growth[5:] == (True, story.current_release.name)
    skilling = by_metric["intermediate_certifications", "smb"]
    assert skilling[0] == "same"
    assert skilling[5] is False
    assert scores == compared


def test_a_delivery_that_is_not_loaded(story: Story, refresh_landing) -> None:
    run = refresh_landing(story.landing, story.work, check=False, AS_KNOWN="2026-08")
    assert run.returncode == 1
    said = " ".join(run.output.split())
    assert "no such delivery is loaded. Loaded deliveries: 2026-09, 2026-10, 2026-10.2." in said
    assert (run.publish_dir / "current").resolve() == story.current_release


def test_nothing_loaded_at_all(story: Story, refresh_landing, tmp_path: Path) -> None:
    run = refresh_landing(story.landing, tmp_path, check=False, AS_KNOWN=EARLIER)
    assert run.returncode == 1
    assert "Nothing is loaded yet" in run.output


def test_a_month_that_was_not_complete_then(story: Story) -> None:
    """Known at the folder itself, without what its correction brought."""
    build_file = story.work / "build" / "build.real.duckdb"
    with open_store(build_file, read_only=True) as connection:
        check_known(connection, DeliveryName.of(NEWEST))
    copy = duckdb.connect()
    copy.execute(f"attach '{build_file}' as build (read_only)")
    copy.execute("create schema raw")
    for table in ("files", "deliveries", "declared_coverage"):
        copy.execute(f"create table raw.{table} as from build.raw.{table}")
    later = "update raw.files set revision = 2, delivery = '2026-10.2' where delivery = '2026-10'"
    copy.execute(f"{later} and dataset = 'Profile'")
    with pytest.raises(AsKnownError, match=r"Profile became complete .* such as 2026-10\.2"):
        check_known(copy, DeliveryName.of("2026-10"))
    check_known(copy, DeliveryName.of("2026-10.2"))
    copy.execute("update raw.files set last_month = '2026-09-01' where delivery = '2026-10'")
    with pytest.raises(AsKnownError, match="AzureUsage"):
        check_known(copy, DeliveryName.of("2026-10"))
    copy.execute(
        "insert into raw.declared_coverage values "
        "('2026-10', '2026-10-01', 1, 'AzureUsage', '2024-11-01', '2026-10-01', null), "
        "('2026-10', '2026-10-01', 1, 'CPORM365Usage', '2024-11-01', '2026-10-01', null)"
    )
    check_known(copy, DeliveryName.of("2026-10.2"))


def test_inputs_tell_what_was_known(story: Story) -> None:
    areas = ("security",)
    with open_store(story.work / "build" / "build.real.duckdb", read_only=True) as connection:
        all_of_them = inputs_hash(connection, areas)
        known = {
            name: inputs_hash(connection, areas, DeliveryName.of(name))
            for name in ("2026-09", "2026-10", "2026-10.2")
        }
        fewer_areas = inputs_hash(connection, ())
    # Even where the newest delivery is named and nothing is left out, or other areas are scored.
    assert len({all_of_them, fewer_areas, *known.values()}) == 5
