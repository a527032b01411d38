"""The benchmark's world at a small size: exact counts, same bytes on any number of cores."""

import hashlib
from pathlib import Path

import duckdb
import pytest

import orchestration.demo.bench_world as bench_world
from orchestration.demo import make_bench_world
from orchestration.demo.columns import column_names

pytestmark = pytest.mark.slow

LINES = 12_345


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One delivery as CSV."""
    return make_bench_world(tmp_path_factory.mktemp("bench") / "landing", usage_lines=LINES)


def rows(path: Path, columns: str) -> tuple:
    """Return one row of aggregates over a landing file read as text."""
    reader = "read_parquet" if path.suffix == ".parquet" else "read_csv"
    options = "" if path.suffix == ".parquet" else ", header = true, all_varchar = true"
    return duckdb.sql(f"select {columns} from {reader}('{path}'{options})").fetchone()


def test_lines_tenants_and_months_are_as_asked_for(landing: Path) -> None:
    assert rows(
        landing / "2026-10" / "AzureUsage.csv",
        'count(*), count(distinct "CustomerTenantId"), count(distinct "Month"), max("Month")',
    ) == (LINES, LINES // 200, 24, "2026-10-01")


def test_every_needed_dataset_has_its_header(landing: Path) -> None:
    for dataset in ("AzureUsage", "EMSUsage", "CPORM365Usage", "TrainingCompletions", "Profile"):
        with (landing / "2026-10" / f"{dataset}.csv").open() as file:
            assert file.readline().rstrip("\n").split(",") == column_names(dataset)


def test_rows_look_like_real_ones(landing: Path) -> None:
    path = landing / "2026-10" / "AzureUsage.csv"
    security, credits_, duplicates, bytes_of_a_line = rows(
        path,
        f"""
        avg(("ServiceGroup2" in ('Core Security', 'Network Security', 'Identity'))::integer),
        avg(("ACR_USD"::decimal(18, 8) < 0)::integer),
        avg("IsACRDuplicateAtPGALevel"::integer),
        {path.stat().st_size} / count(*)
        """,
    )
    assert 0.28 < security < 0.42
    assert 0.002 < credits_ < 0.03
    # Of six lines one is attributed twice: one row in seven is the repeated one.
    assert 0.10 < duplicates < 0.20
    assert 300 < bytes_of_a_line < 420


def test_bytes_do_not_depend_on_cores(
    landing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = duckdb.connect

    def connect_on_one_core(config: dict[str, str]) -> duckdb.DuckDBPyConnection:
        return connect(config={**config, "threads": "1"})

    monkeypatch.setattr(bench_world.duckdb, "connect", connect_on_one_core)
    again = make_bench_world(tmp_path / "landing", usage_lines=LINES)
    for path in sorted((landing / "2026-10").iterdir()):
        other = again / "2026-10" / path.name
        assert (
            hashlib.sha256(other.read_bytes()).digest()
            == hashlib.sha256(path.read_bytes()).digest()
        ), path.name


def test_parquet_holds_the_same_rows_as_csv(landing: Path, tmp_path: Path) -> None:
    other = make_bench_world(tmp_path / "landing", usage_lines=LINES, file_format="parquet")
    total = 'count(*), sum("ACR_USD"::decimal(18, 8)), count("AdminType")'
    assert rows(other / "2026-10" / "AzureUsage.parquet", total) == rows(
        landing / "2026-10" / "AzureUsage.csv", total
    )


def test_deliveries_end_at_their_months_and_restate(tmp_path: Path) -> None:
    landing = make_bench_world(
        tmp_path / "landing", usage_lines=2_000, deliveries=12, file_format="parquet"
    )
    folders = sorted(path.name for path in landing.iterdir() if path.is_dir())
    assert (len(folders), folders[0], folders[-1]) == (12, "2025-11", "2026-10")
    shared = 'sum("ACR_USD"::decimal(18, 8)) filter ("Month" = \'2026-09-01\')'
    amounts = [
        rows(landing / month / "AzureUsage.parquet", f'count(*), min("Month"), {shared}')
        for month in ("2026-09", "2026-10")
    ]
    assert [row[:2] for row in amounts] == [(2_000, "2024-10-01"), (2_000, "2024-11-01")]
    assert amounts[0][2] != amounts[1][2]


@pytest.mark.parametrize(
    ("arguments"), [{"usage_lines": 10}, {"usage_lines": 500, "deliveries": 13}]
)
def test_impossible_sizes_are_refused(arguments: dict[str, int], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not"):
        make_bench_world(tmp_path / "landing", **arguments)
