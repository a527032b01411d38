"""The demo world's files: deterministic, and in the contracts' shape.

What they tell is asked in test_demo_stories.py.
"""

import gzip
import hashlib
from pathlib import Path

import duckdb
import pytest

from orchestration.demo import make_demo_world
from orchestration.demo.columns import column_names
from orchestration.demo.demo_world import DEMO_TENANTS
from orchestration.demo.writing import MARKER
from orchestration.landing.contract import fold, match_header
from orchestration.landing.contracts import CONTRACT_OF, COVERAGE

CONTRACTS = {**CONTRACT_OF, "Coverage": COVERAGE}
PARTNERS = ("9900100", "9900200", "9900300")
SMALL = (20, 60, 12)


def data_files(landing: Path) -> list[Path]:
    """Return every file of every delivery."""
    return sorted(path for path in landing.glob("*/*") if path.is_file())


def bytes_of(landing: Path) -> dict[str, str]:
    """Return the hash of every file by its place in the landing folder."""
    return {
        str(path.relative_to(landing)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(landing.rglob("*"))
        if path.is_file()
    }


def header_of(path: Path) -> list[str]:
    """Return the column names of a landing file of any format."""
    if path.suffix == ".parquet":
        return [row[0] for row in duckdb.sql(f"describe from '{path}'").fetchall()]
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        line = file.readline().rstrip("\n")
    return line.split(max(",;\t", key=line.count))


def dataset_of(path: Path) -> str:
    """Return the dataset a file name names."""
    return path.name.partition(".")[0].partition("_")[0]


def test_same_seed_gives_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = (
        bytes_of(make_demo_world(tmp_path / name, seed=seed, tenants=SMALL))
        for name, seed in (("first", 1), ("again", 1), ("other", 2))
    )
    assert again == first
    assert other["2026-10/AzureUsage.csv"] != first["2026-10/AzureUsage.csv"]


def test_a_world_that_is_there_stays_untouched(tmp_path: Path) -> None:
    landing = make_demo_world(tmp_path / "landing", tenants=SMALL)
    before = {path: path.stat().st_mtime_ns for path in data_files(landing)}
    make_demo_world(landing, tenants=SMALL)
    assert {path: path.stat().st_mtime_ns for path in data_files(landing)} == before


def test_real_extracts_are_never_overwritten(tmp_path: Path) -> None:
    real = tmp_path / "2026-10" / "AzureUsage.csv"
    real.parent.mkdir()
    real.write_text("real")
    with pytest.raises(FileExistsError, match=MARKER):
        make_demo_world(tmp_path)
    assert real.read_text() == "real"


def test_it_is_marked_and_small(landing: Path) -> None:
    assert (landing / MARKER).is_file()
    assert sum(path.stat().st_size for path in data_files(landing)) < 20_000_000


def test_headers_are_the_contracts_columns(landing: Path) -> None:
    for path in data_files(landing):
        header, dataset = header_of(path), dataset_of(path)
        match = match_header(CONTRACTS[dataset], header)
        assert (match.missing, match.unknown, match.repeated) == ((), (), {}), path
        expected = column_names(dataset)
        assert header in (expected, column_names(dataset, is_short=True)), path


@pytest.mark.parametrize("dataset", sorted(set(CONTRACTS) - {"PartnerCenterScore"}))
def test_the_generator_knows_every_column_of_the_contract(dataset: str) -> None:
    assert {fold(name) for name in column_names(dataset)} == {
        fold(name) for name in CONTRACTS[dataset].meanings.values()
    }


def test_azure_usage_has_fifty_one_columns_in_order(landing: Path) -> None:
    header = header_of(landing / "2026-10" / "AzureUsage.csv")
    assert len(header) == 51
    assert (header[0], header[6], header[28], header[48], header[50]) == (
        *("PGAMpnId", "Month", "PartnerAttributionType", "ACR_USD", "CustomerTenantCount"),
    )


def test_formats_and_revisions_are_all_there(landing: Path) -> None:
    names = {str(path.relative_to(landing)) for path in data_files(landing)}
    assert {
        "2025-10/AzureUsage.csv.gz",
        "2026-04/AzureUsage.parquet",
        "2026-04/CPORM365Usage.tsv",
        "2026-09/AzureUsage_part1.csv",
        "2026-09/AzureUsage_part2.csv.gz",
    } <= names
    assert ";" in (landing / "2026-08" / "CPORM365Usage.csv").read_text().splitlines()[0]
    assert [name for name in names if name.startswith("2026-09.2/")] == [
        "2026-09.2/AzureUsage.csv.gz"
    ]


def test_the_newest_usage_is_twenty_four_months_and_seats_thirteen(
    usage: duckdb.DuckDBPyConnection,
) -> None:
    for view, column, months in (
        ("azure", "Month", 24),
        ("seats", "Month", 13),
        ("claims", "Date", 13),
    ):
        count, last = usage.execute(
            f'select count(distinct "{column}"), max("{column}") from {view}'
        ).fetchone()
        assert (count, last) == (months, "2026-10-01")


@pytest.mark.parametrize("tenants", [DEMO_TENANTS, SMALL])
def test_sizes_are_honoured(tenants: tuple[int, ...], landing: Path, tmp_path: Path) -> None:
    if tenants != DEMO_TENANTS:
        landing = make_demo_world(tmp_path / "landing", tenants=tenants)
    path = landing / "2026-10" / "CustomersAndTenants.csv"
    counts = duckdb.sql(
        f'select "PGAMpnId"::varchar, count(distinct "CustomerTenantId") '
        f"from read_csv('{path}') group by all"
    ).fetchall()
    # One of the second partner's tenants is UNKNOWN, and no tenant at all.
    expected = dict(zip(PARTNERS, tenants, strict=True))
    assert dict(counts) == {**expected, PARTNERS[1]: tenants[1] - 1}


def test_a_size_without_room_for_the_stories_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="partner 3 needs at least"):
        make_demo_world(tmp_path / "landing", tenants=(40, 400, 3))
