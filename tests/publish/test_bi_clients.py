"""A release through the eyes of BI tools. Acts: whoever changes release_files.py or a mart's types.

SQLAlchemy with duckdb-engine is what Superset and notebooks speak; Arrow reads the Parquet folder
as Power BI, Excel and Tableau do, with none of DuckDB's code.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.dataset
import pyarrow.parquet
import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from orchestration.publish.publishing import switch_current


@pytest.fixture(scope="module")
def release(demo_release: duckdb.DuckDBPyConnection) -> Path:
    """Folder of the demo release."""
    [(path,)] = demo_release.execute(
        "select path from duckdb_databases() where not internal"
    ).fetchall()
    return Path(path).parent


def _url(database: Path) -> str:
    return f"duckdb:///{database}"


@pytest.fixture(scope="module")
def engine(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    # One process opens a file with one configuration only, and this one has it open already.
    copy = shutil.copytree(release, tmp_path_factory.mktemp("tool") / "release")
    made = sa.create_engine(_url(copy / "partner_score.duckdb"), connect_args={"read_only": True})
    yield made
    made.dispose()


def _table(engine: sa.Engine, name: str) -> sa.Table:
    """The table as a tool knows it: by its list of columns, all that Superset asks for."""
    columns = sa.inspect(engine).get_columns(name, schema="marts")
    return sa.Table(
        name,
        sa.MetaData(),
        *(sa.Column(column["name"], column["type"]) for column in columns),
        schema="marts",
    )


def test_a_tool_finds_schema_tables_columns_and_their_types(engine: sa.Engine) -> None:
    inspector = sa.inspect(engine)
    assert any(name.endswith("marts") for name in inspector.get_schema_names())
    tables = inspector.get_table_names(schema="marts")
    assert {"fct_metric_scores", "dim_partner", "meta_publish"} <= set(tables)
    for table in tables:
        for column in inspector.get_columns(table, schema="marts"):
            assert not isinstance(column["type"], sa.types.NullType), (table, column["name"])
    types = {
        column["name"]: column["type"]
        for column in inspector.get_columns("fct_metric_scores", schema="marts")
    }
    assert isinstance(types["points"], sa.types.Numeric)
    assert (types["points"].precision, types["points"].scale) == (9, 4)
    assert isinstance(types["as_of_month"], sa.types.Date)
    assert isinstance(types["is_rule_in_force"], sa.types.Boolean)


def test_sampling_every_table(engine: sa.Engine) -> None:
    """What a tool sends when someone clicks on a table."""
    with engine.connect() as connection:
        for table in sa.inspect(engine).get_table_names(schema="marts"):
            known = _table(engine, table)
            rows = connection.execute(sa.select(known).limit(100)).fetchall()
            count = connection.execute(sa.select(sa.func.count()).select_from(known)).scalar()
            assert len(rows) == min(count, 100)


def test_group_by_and_joins_give_what_the_marts_hold(
    engine: sa.Engine, demo_release: duckdb.DuckDBPyConnection
) -> None:
    scores, partners, metrics = (
        _table(engine, name) for name in ("fct_metric_scores", "dim_partner", "dim_metric")
    )
    query = (
        sa.select(
            partners.c.partner_name,
            metrics.c.label,
            scores.c.as_of_month,
            sa.func.sum(scores.c.points).label("points"),
        )
        .join(partners, scores.c.partner_id == partners.c.partner_id)
        .join(metrics, scores.c.metric == metrics.c.metric)
        .where(scores.c.is_rule_in_force, scores.c.path != "smb")
        .group_by(partners.c.partner_name, metrics.c.label, scores.c.as_of_month)
        .having(sa.func.sum(scores.c.points) > 0)
        .order_by(sa.desc("points"), partners.c.partner_name, metrics.c.label)
    )
    with engine.connect() as connection:
        rows = connection.execute(query).fetchall()
    assert len(rows) > 10
    assert all(isinstance(row.points, Decimal) for row in rows)
    total = demo_release.execute(
        "select sum(points) from marts.fct_metric_scores where is_rule_in_force and path <> 'smb'"
    ).fetchone()
    assert (sum(row.points for row in rows),) == total


def test_a_tool_cannot_write(engine: sa.Engine) -> None:
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="read-only"):
        connection.execute(sa.text("delete from marts.dim_partner"))


def test_the_next_release_is_seen_by_the_next_connection(release: Path, tmp_path: Path) -> None:
    """With a pool that keeps none open; an open connection keeps its release."""
    for version, points in (("first", 1), ("second", 2)):
        (tmp_path / version).mkdir()
        with duckdb.connect(str(tmp_path / version / "partner_score.duckdb")) as connection:
            connection.execute(f"create table points as select {points} as points")
    switch_current(tmp_path, "first")
    url = _url(tmp_path / "current" / "partner_score.duckdb")
    engine = sa.create_engine(url, connect_args={"read_only": True}, poolclass=NullPool)
    query = sa.text("select points from points")
    with engine.connect() as connection:
        assert connection.execute(query).scalar() == 1
        switch_current(tmp_path, "second")
        assert connection.execute(query).scalar() == 1
    with engine.connect() as connection:
        assert connection.execute(query).scalar() == 2


def test_arrow_reads_the_parquet_folder(
    release: Path, demo_release: duckdb.DuckDBPyConnection
) -> None:
    files = sorted((release / "parquet").glob("*.parquet"))
    tables = demo_release.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts' order by all"
    ).fetchall()
    assert {(file.stem,) for file in files} >= set(tables)
    for (name,) in tables:
        schema = pyarrow.parquet.read_schema(release / "parquet" / f"{name}.parquet")
        found = pyarrow.dataset.dataset(release / "parquet" / f"{name}.parquet").count_rows()
        expected = demo_release.execute(f"select count(*) from marts.{name}").fetchone()
        assert (found,) == expected
        columns = demo_release.execute(
            "select column_name from duckdb_columns() where schema_name = 'marts' "
            "and table_name = ? order by column_index",
            [name],
        ).fetchall()
        assert [(column,) for column in schema.names] == columns
    points = pyarrow.parquet.read_table(release / "parquet" / "fct_designation_scores.parquet")
    total = sum(points.column("total_points").to_pylist())
    assert (total,) == demo_release.execute(
        "select sum(total_points) from marts.fct_designation_scores"
    ).fetchone()


def test_a_release_may_be_copied_whole(release: Path, tmp_path: Path) -> None:
    """A folder that is synced to a share is a release there as well."""
    copy = shutil.copytree(release, tmp_path / "copy")
    with duckdb.connect(str(copy / "partner_score.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.meta_publish").fetchone() == (1,)
