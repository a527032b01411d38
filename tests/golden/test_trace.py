"""The trace of usage lines: down from every contribution to the records that make it.

The build's views answer for every scored pair; the Parquet of the release for the newest month
under the rules in force. Both are held to the published contributions, which the scorer agrees
with, on the golden, a random and the demo world.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.publish.trace_file import TRACE_FILE
from orchestration.settings import Settings


@dataclass(frozen=True)
class Built:
    """One refresh: its landing folder, its release and its build file."""

    landing: Path
    release: Path
    build_file: Path

    @property
    def trace(self) -> Path:
        return self.release / "parquet" / TRACE_FILE

    @property
    def settings(self) -> Settings:
        """Of the refresh that made it."""
        return Settings(
            landing_dir=self.landing,
            build_dir=self.build_file.parent,
            publish_dir=self.release.parent,
            person_key_file=self.build_file.with_name("key"),
            is_demo=".demo." in self.build_file.name,
        )

    def connect(self) -> duckdb.DuckDBPyConnection:
        """The build with the release attached beside it as `release`."""
        connection = duckdb.connect(str(self.build_file), read_only=True)
        connection.execute(
            f"attach '{self.release / 'partner_score.duckdb'}' as release (read_only)"
        )
        connection.execute(f"create temp view lines as from read_parquet('{self.trace}')")
        return connection


def built_of(landing: Path, marts: duckdb.DuckDBPyConnection) -> Built:
    """Where the refresh behind the published marts of a world worked."""
    (path,) = marts.execute(
        "select path from duckdb_databases() where database_name = 'partner_score'"
    ).fetchone()
    release = Path(path).resolve().parent
    (build_file,) = (release.parents[1] / "build").glob("*.duckdb")
    return Built(landing, release, build_file)


@pytest.fixture(scope="module", params=["golden_landing", "demo_landing", "random_landing"])
def world(request: pytest.FixtureRequest, build_marts) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build of a world, with its release beside it."""
    landing = request.getfixturevalue(request.param)
    if request.param == "random_landing":
        landing = landing("two_paths")
    with built_of(landing, build_marts(landing)).connect() as connection:
        yield connection


#: Contributions of every scored pair with the months that their windows hold.
CONTRIBUTIONS = """
    select
        facts.*,
        bases.usage_basis,
        bases.window_months,
        (facts.as_of_month - to_months(bases.baseline_months))::date as baseline_month
    from release.marts.fct_tenant_contributions as facts
    inner join release.marts.dim_usage_basis as bases
        using (solution_area, rule_version, metric, product_line)
"""

AZURE = """
    with traced as (
        select partner_id, tenant_id, usage_basis, usage_month, sum({amount}) as acr_usd
        from {lines}
        group by all
    ),

    windows as (
        select
            facts.partner_id, facts.as_of_month, facts.rule_version, facts.path, facts.metric,
            facts.tenant_id, facts.current_value, facts.baseline_value,
            coalesce(sum(acr_usd) filter (
                usage_month > facts.as_of_month - to_months(window_months)
                and usage_month <= facts.as_of_month
            ), 0) as traced_current,
            coalesce(sum(acr_usd) filter (
                usage_month > baseline_month - to_months(window_months)
                and usage_month <= baseline_month
            ), 0) as traced_baseline
        from ({contributions}) as facts
        left join traced using (partner_id, tenant_id, usage_basis)
        where facts.product_line = 'azure' and {where}
        group by all
    )

    select
        count(*),
        count(*) filter (traced_current <> current_value or traced_baseline <> baseline_value),
        count(*) filter (traced_current > 0 and traced_baseline > 0)
    from windows
"""

M365 = """
    with traced as (
        select
            partner_id, tenant_id, usage_basis, usage_month, product,
            sum(counted_paid_count) as paid, sum(counted_active_count) as active
        from {lines}
        group by all
    ),

    windows as (
        select
            facts.partner_id, facts.as_of_month, facts.rule_version, facts.path, facts.metric,
            facts.tenant_id, facts.current_value, facts.baseline_value, facts.current_paid_count,
            facts.current_active_count,
            coalesce(sum(least(paid, active)) filter (usage_month = facts.as_of_month), 0)
                as users_current,
            coalesce(sum(least(paid, active)) filter (usage_month = baseline_month), 0)
                as users_baseline,
            coalesce(max(paid) filter (
                usage_month = facts.as_of_month and product = deciding_workload
            ), 0) as paid_current,
            coalesce(max(active) filter (
                usage_month = facts.as_of_month and product = deciding_workload
            ), 0) as active_current
        from ({contributions}) as facts
        left join traced using (partner_id, tenant_id, usage_basis)
        where facts.product_line = 'm365' and {where}
        group by all
    )

    select
        count(*),
        count(*) filter (
            paid_current <> coalesce(current_paid_count, 0)
            or active_current <> coalesce(current_active_count, 0)
            or metric = 'usage_growth'
            and (users_current <> current_value or users_baseline <> baseline_value)
            or metric <> 'usage_growth' and paid_current <> current_value
        ),
        count(*) filter (users_current > 0 and users_baseline > 0 and paid_current > 0)
    from windows
"""

EVERY_LICENCE = """
    select * rename (counted_amount as counted_paid_count) from intermediate.int_usage_trace
    where has_items
"""
EVERY = {"contributions": CONTRIBUTIONS, "where": "true"}
NEWEST = {
    "contributions": CONTRIBUTIONS,
    "where": "facts.is_rule_in_force and facts.as_of_month = "
    "(select max(as_of_month) from release.marts.fct_tenant_contributions)",
}


@pytest.mark.parametrize(
    "query",
    [
        AZURE.format(
            lines="intermediate.int_usage_trace where not has_items",
            amount="counted_amount",
            **EVERY,
        ),
        M365.format(lines=f"({EVERY_LICENCE})", **EVERY),
        AZURE.format(lines="lines", amount="counted_acr_usd", **NEWEST),
        M365.format(lines="lines", **NEWEST),
    ],
    ids=["azure, every month", "m365, every month", "azure, as released", "m365, as released"],
)
def test_counted_lines_are_the_windows(world: duckdb.DuckDBPyConnection, query: str) -> None:
    """Both windows of every contribution, to the last decimal."""
    rows, wrong, full = world.execute(query).fetchone()
    assert wrong == 0
    assert rows > full > 0


def test_released_lines_are_sound(world: duckdb.DuckDBPyConnection) -> None:
    """A line stands once, in a window, with the file of its delivery; what does not count adds
    nothing; and a line that counts under another attribution has that other one beside it."""
    rows, keys, lost, idle, adrift = world.execute(
        """
        select
            count(*),
            count(distinct (file_id, record, usage_basis, product)),
            count(*) filter (files.file_id is null),
            count(*) filter (
                not is_counted and (
                    counted_acr_usd <> 0 or counted_paid_count <> 0 or counted_active_count <> 0
                )
                or is_counted <> (reason = 'counted')
            ),
            count(*) filter (not is_in_current_window and not is_in_baseline_window)
        from lines
        left join release.marts.dim_delivery as files
            using (file_id, dataset, delivery, file_name)
        """
    ).fetchone()
    assert rows == keys > 0
    assert (lost, idle, adrift) == (0, 0, 0)
    alone = world.execute(
        """
        select count(*)
        from lines as others
        where reason = 'second_attribution' and not exists (
            select 1 from lines as kept
            where kept.reason = 'counted' and kept.tenant_id = others.tenant_id
                and kept.partner_id = others.partner_id and kept.product_line = others.product_line
                and kept.usage_month = others.usage_month
        ) and product_line = 'azure'
        """
    ).fetchone()
    assert alone == (0,)


def test_every_reason_occurs(golden_landing: Path, random_landing, build_marts) -> None:
    """Guard against worlds gone dull."""
    found = set()
    for landing in (golden_landing, random_landing("two_paths")):
        trace = built_of(landing, build_marts(landing)).trace
        lines = duckdb.execute("select distinct reason from read_parquet(?)", [str(trace)])
        found |= {reason for (reason,) in lines.fetchall()}
    assert found == {
        "counted",
        "unknown_association",
        "association_not_eligible",
        "service_not_eligible",
        "excluded_offer",
        "free_sku",
        "second_attribution",
        "same_seats",
    }


def test_the_record_of_a_file_is_the_line(demo_landing: Path, build_marts) -> None:
    """Delivery, file and record lead to the row of the landing file: its tenant and its amount."""
    trace = built_of(demo_landing, build_marts(demo_landing)).trace
    lines = duckdb.execute(
        "select delivery, file_name, record, tenant_id, acr_usd from read_parquet(?) "
        "where dataset = 'AzureUsage' and file_name not like '%parquet' "
        "order by hash(file_id, record) limit 200",
        [str(trace)],
    ).fetchall()
    assert len(lines) == 200
    files: dict[Path, list[dict[str, str]]] = {}
    for delivery, name, record, tenant, acr in lines:
        path = demo_landing / delivery / name
        if path not in files:
            files[path] = list(_read(path))
        row = files[path][record - 1]
        by_name = {key.lower().replace("_", ""): value for key, value in row.items()}
        assert by_name["customertenantid"].lower() == tenant
        amount = by_name.get("acrusd") or by_name.get("totalacr") or "0"
        assert Decimal(amount.replace(",", "").replace("(", "-").strip(")")) == acr


def _read(path: Path) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as text:
        head = text.readline()
        text.seek(0)
        yield from csv.DictReader(text, delimiter=max(",\t;", key=head.count))


def test_a_differing_amount_is_that_of_its_record(world: duckdb.DuckDBPyConnection) -> None:
    """To the last decimal: amounts have more of them than licences."""
    wrong = world.execute("""
        select count(*) filter (differing.amount <> lines.acr_usd)
        from release.marts.fct_attribution_differences as differing
        inner join lines
            on
                differing.delivery = lines.delivery
                and differing.file_name = lines.file_name
                and differing.first_record = lines.record
        where differing.dataset = 'AzureUsage' and differing.records_count = 1
    """).fetchone()
    assert wrong == (0,)
