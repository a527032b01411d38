"""`make explain` on the demo world: what it prints, against the published marts.

Acts: whoever changes orchestration/explain.
"""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from orchestration.explain.data import read_story
from orchestration.explain.explanation import explain
from orchestration.explain.lines import read_usage
from orchestration.explain.subject import ExplainError, Question, find_subject
from orchestration.explain.words import number, plain, rule_lines
from orchestration.publish.release import Release, read_release
from orchestration.settings import Settings
from tests.golden.test_trace import Built, built_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(demo_landing: Path, build_marts) -> Built:
    """The demo world's release and build file."""
    return built_of(demo_landing, build_marts(demo_landing))


@pytest.fixture(scope="module")
def release(built: Built) -> Release:
    found = read_release(built.release)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def marts(demo_landing: Path, build_marts) -> duckdb.DuckDBPyConnection:
    return build_marts(demo_landing)


@pytest.fixture(scope="module")
def tell(built: Built, release: Release) -> Callable[..., str]:
    """`tell(partner=…, …)`: the page as text."""

    def page(settings: Settings | None = None, **asked: str) -> str:
        out = io.StringIO()
        console = Console(file=out, width=120, highlight=False)
        explain(release, settings or built.settings, Question(**asked), console, 1000)
        return out.getvalue()

    return page


def _flat(text: str) -> str:
    """Without the breaks of lines and the padding of columns."""
    return " ".join(text.split())


def test_a_page_goes_from_the_total_to_tenants_people_and_rules(tell, marts) -> None:
    """Every figure of the path's marts, every tenant that changes the score, every source."""
    partner = "9900100"
    for path, total in marts.execute(
        "select path, total_points from marts.fct_designation_scores where partner_id = ? "
        "and is_rule_in_force and as_of_month = (select max(as_of_month) "
        "from marts.fct_designation_scores)",
        [partner],
    ).fetchall():
        text = tell(partner=partner, path=path)
        flat = _flat(text)
        assert f": {number(total)} points" in flat
        where = (
            "partner_id = ? and path = ? and is_rule_in_force and as_of_month = "
            "(select max(as_of_month) from marts.fct_designation_scores)"
        )
        for label, points, most in marts.execute(
            "select label, points, max_points from marts.fct_metric_scores "
            f"inner join marts.dim_metric using (metric) where {where}",
            [partner, path],
        ).fetchall():
            assert f"{label} {number(points)} of {number(most)} points" in flat
        changing = marts.execute(
            f"select distinct tenant_id from marts.fct_tenant_contributions where {where} "
            "and contribution <> 0 and metric <> 'usage_growth'",
            [partner, path],
        ).fetchall()
        assert changing
        assert {tenant for (tenant,) in changing} <= set(flat.split())
        for (place,) in marts.execute(
            "select distinct source_place from marts.dim_rule where rule_version = "
            "(select max(rule_version) from marts.dim_rule) and path = ?",
            [path],
        ).fetchall():
            assert _flat(place) in flat
        assert "https://learn.microsoft.com/partner-center/membership" in flat


def test_every_tenant_is_shown_or_counted(built: Built, marts) -> None:
    """The largest by name, the rest by reason; together they are all, and their sum is the net."""
    shortened = 0
    with duckdb.connect(str(built.release / "partner_score.duckdb"), read_only=True) as connection:
        for partner in ("9900100", "9900200", "9900300"):
            story = read_story(connection, find_subject(connection, Question(partner)), 4)
            for metric in story.metrics:
                for part in metric.parts:
                    if part.part["unit"] == "people":
                        continue
                    assert len(part.tenants) <= 4
                    shown = len(part.tenants) + sum(row["tenants_count"] for row in part.rest)
                    (rows,) = marts.execute(
                        "select count(*) from marts.fct_tenant_contributions where partner_id = ? "
                        "and as_of_month = ? and rule_version = ? and path = ? and metric = ? "
                        "and product_line = ?",
                        [
                            *(story.total[name] for name in ("partner_id", "as_of_month")),
                            *(story.total[name] for name in ("rule_version", "path")),
                            metric.metric["metric"],
                            part.part["part"],
                        ],
                    ).fetchone()
                    assert shown == rows
                    net = sum(row["contribution"] for row in (*part.tenants, *part.rest))
                    assert net == part.part["net_value"]
                    shortened += bool(part.rest)
    assert shortened > 5


SAMPLES = """
    select partner_id, strftime(as_of_month, '%Y-%m'), path, metric, product_line, tenant_id,
        current_value, baseline_value, rule_version, is_rule_in_force
    from marts.fct_tenant_contributions
    where is_rule_in_force = {in_force} and metric = 'usage_growth'
        and (as_of_month = (select max(as_of_month) from marts.fct_designation_scores)) = {newest}
        and current_value > 0 and baseline_value > 0
    order by hash(partner_id, as_of_month, tenant_id, path, product_line), rule_version
    limit 6
"""


@pytest.mark.parametrize(
    ("newest", "in_force"), [(True, True), (True, False), (False, True)], ids=str
)
def test_lines_and_months_lead_to_the_contribution(
    built: Built, release: Release, marts, newest: bool, in_force: bool
) -> None:
    """From the Parquet of the release for the newest month, from the build for all others."""
    samples = marts.execute(SAMPLES.format(newest=newest, in_force=in_force)).fetchall()
    assert len(samples) == 6
    with duckdb.connect(str(release.database), read_only=True) as connection:
        for partner, month, path, metric, line, tenant, current, baseline, version, _ in samples:
            subject = find_subject(
                connection, Question(partner, month, metric, path, tenant, version)
            )
            story = read_story(connection, subject, 10)
            (basis,) = [part.basis for part in story.metrics[0].parts if part.part["part"] == line]
            usage = read_usage(connection, release, built.settings, subject, basis)
            assert usage.lines
            measure = "acr_usd" if line == "azure" else "protected_users"
            sums = [
                sum(values.get(measure, 0) for values in side)
                for side in (
                    [month.values for month in usage.months],
                    [month.baseline_values for month in usage.months],
                )
            ]
            assert sums == [current, baseline]
            if line == "azure":
                counted = sum(row["acr_usd"] for row in usage.lines if row["is_counted"])
                assert counted == current + baseline
            if newest and in_force:
                other = replace(subject, is_newest_month=False)
                again = read_usage(connection, release, built.settings, other, basis)
                names = ("file_name", "record", "product", "reason", "is_counted")
                assert [[row[name] for name in names] for row in again.lines or ()] == [
                    [row[name] for name in names] for row in usage.lines
                ]


def test_a_tenant_is_followed_to_its_records(tell, built: Built) -> None:
    """Months, file and record, and why a record does not count."""
    partner, tenant, file, record = duckdb.execute(
        "select partner_id, tenant_id, concat(delivery, '/', file_name), record "
        "from read_parquet($trace) where reason = 'same_seats' and tenant_id in "
        "(select tenant_id from read_parquet($trace) where product_line = 'azure' and is_counted) "
        "order by tenant_id, usage_month desc, file_id, record limit 1",
        {"trace": str(built.trace)},
    ).fetchone()
    text = tell(partner=partner, tenant=tenant)
    for words in ("Azure usage of the windows", "Microsoft 365 usage of the windows", "Window"):
        assert words in text
    assert "2026-10/AzureUsage" in text
    rows = [row for row in text.splitlines() if f" {record} " in row and file[:16] in row]
    line = next(row for row in rows if "seats counted" in row)
    assert "paid" in line


def test_lines_of_older_months_need_the_build(tell, built: Built, tmp_path: Path) -> None:
    """Without it the page says so, and still has everything else."""
    asked = {"partner": "contoso", "month": "2026-05", "tenant": "tenant17"}
    settings = replace(built.settings, build_dir=tmp_path)
    absent = settings.build_file
    text = _flat(tell(settings, **asked))
    assert f"need the build file, and {absent} is not there" in text
    assert "Window" in text and "2025-06" in text
    duckdb.connect(str(absent)).close()
    assert "holds other deliveries or solution areas than" in _flat(tell(settings, **asked))
    assert "build file" not in tell(settings, **(asked | {"month": "2026-10"}))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, ("PARTNER=…", "Contoso Security (9900100)", "Northwind Advisory (9900300)")),
        ({"partner": "nobody"}, ("fits none", "Contoso Security (9900100)")),
        ({"partner": "99003"}, None),
        ({"partner": "9900"}, ("fits 3", "Fabrikam Services (9900200)")),
        ({"partner": "contoso", "month": "2020-01"}, ("2020-01", "2024-11 to 2026-10")),
        ({"partner": "contoso", "month": "May"}, ("no month", "2026-10")),
        ({"partner": "contoso", "metric": "points"}, ("net_customer_adds", "usage_growth")),
        ({"partner": "contoso", "path": "single"}, ("enterprise", "smb")),
        ({"partner": "contoso", "tenant": "nobody"}, ("fits none", "tenant1 (", "and 30 more")),
        ({"partner": "contoso", "rules": "1999"}, ("security_2022_10", "security_2026_07")),
        (
            {"partner": "contoso", "month": "2026-05", "rules": "2022"},
            ("RULES=2022 fits none: security_2025_01",),
        ),
    ],
    ids=str,
)
def test_unclear_questions_are_answered_with_what_there_is(tell, asked, words) -> None:
    if words is None:
        assert "Northwind Advisory" in tell(**asked)
        return
    with pytest.raises(ExplainError) as error:
        tell(**asked)
    for word in words:
        assert word in str(error.value)


def test_names_are_found_as_people_type_them(tell) -> None:
    """A part of a name in any case, a word of a metric, another rule version."""
    text = tell(partner="FABRI", metric="Net Customer", path="enter", rules="2025")
    assert "Fabrikam Services" in text and "security_2025_01" in text
    assert "Net customer adds" in text and "Usage growth" not in text


def test_nothing_that_an_extract_names_commands_the_terminal() -> None:
    assert plain("good \x1b[31mname\r\n\x07") == "good ?[31mname???"


def test_rules_are_read_in_a_line() -> None:
    """Bounds by their signs, lists in the order of their ranks, once per source."""
    cell = {
        "rule_table": "criteria", "part": "m365", "criterion": "size", "item": None,
        "source_id": "S0", "source_place": "here", "is_inclusive": None, "rule_value": None,
    }  # fmt: skip
    bounds = [
        cell | {"rule_name": "lower", "rule_value": Decimal("5.0000000000"), "is_inclusive": True},
        cell | {"rule_name": "lower_inclusive", "rule_text": "true"},
        cell | {"rule_name": "upper", "rule_value": Decimal("300.00"), "is_inclusive": False},
        cell | {"rule_name": "measure", "rule_text": "paid"},
    ]
    listed = cell | {"rule_table": "eligible_associations", "criterion": None}
    names = [
        listed | {"item": item, "rule_name": name, "rule_text": text}
        for item, rank in (("B", "1"), ("A", "2"))
        for name, text in (("association", item), ("rank", rank))
    ]
    assert rule_lines([*bounds, *names]) == [
        ("criteria m365 size", "≥ 5 · < 300 · measure paid", "S0", "here"),
        ("eligible associations m365", "B · A", "S0", "here"),
    ]


def test_the_command(built: Built, tmp_path: Path) -> None:
    """As make calls it: plain text without a terminal, and exit codes."""
    environment = os.environ | {
        "LANDING_DIR": str(built.landing),
        "BUILD_DIR": str(built.build_file.parent),
        "PUBLISH_DIR": str(built.release.parent),
        "PERSON_KEY_FILE": str(tmp_path / "key"),
    }

    def run(**more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "orchestration", "explain"],
            cwd=ROOT, env=environment | more, capture_output=True, text=True, check=False,
        )  # fmt: skip

    done = run(PARTNER=" contoso ", METRIC="deployments", MONTH="")
    assert done.returncode == 0, done.stderr
    assert "Contoso Security" in done.stdout and "DEMO" in done.stdout
    assert "\x1b" not in done.stdout
    missing = run(PARTNER="nobody")
    assert missing.returncode == 1 and "PARTNER=nobody fits none" in missing.stderr
    assert run(LANDING_DIR=" ").returncode == 2


@pytest.mark.parametrize("is_older", [True, False])
def test_a_release_of_other_code_that_lacks_something(
    built: Built, release: Release, tmp_path: Path, is_older: bool
) -> None:
    """What is missing, and what to do; the same of this code is a fault of its own."""
    shutil.copy(release.database, tmp_path / release.database.name)
    with duckdb.connect(str(tmp_path / release.database.name)) as connection:
        connection.execute("alter table marts.fct_metric_parts drop column value_measure")
    code = "0.0.9+0123456789ab" if is_older else release.label.code_version
    older = Release(tmp_path, replace(release.label, code_version=code))
    console = Console(file=io.StringIO(), width=120)
    with pytest.raises(ExplainError if is_older else KeyError) as raised:
        explain(older, built.settings, Question(partner="9900100"), console, 10)
    assert "value_measure" in str(raised.value)
    if is_older:
        assert code in str(raised.value)
        assert "Refresh with `make run`" in str(raised.value)
