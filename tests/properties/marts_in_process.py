"""Builds marts again and again without starting dbt each time.

dbt builds one world and so compiles every model once; for further worlds the compiled statements
run in this process, in the order of the manifest, beside a copy of the seeds. A test compares both
ways on the same world.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.build.manifest import manifest_json
from orchestration.landing import folder as landing
from orchestration.landing.contracts import CONTRACTS
from orchestration.landing.faults import DeliveryError
from orchestration.raw import load
from orchestration.raw import store as raw_store
from orchestration.settings import PROJECT_ROOT
from tests import refresh_process, run_dbt

KEY = b"a key for tests of properties"
#: DuckDB names a database by its file: compiled statements ask for one of this name.
BUILD_NAME = "build.properties.duckdb"


def refresh_raw(root: Path, build_file: Path) -> list[DeliveryError]:
    """Load whatever is new in the landing folder; why months are refused or not complete yet."""
    deliveries = landing.scan(root)
    errors = []
    with raw_store.open_store(build_file) as connection:
        for month in load.pending_months(connection, deliveries):
            try:
                checked = load.check_month(connection, deliveries, month)
                for contract in CONTRACTS:
                    load.load_dataset(connection, checked, contract.dataset, KEY)
                load.finish_month(connection, checked)
            except DeliveryError as error:
                errors.append(error)
    return errors


@dataclass(frozen=True)
class _Model:
    schema: str
    name: str
    is_view: bool
    sql: str
    #: Names of the models that it reads.
    needs: frozenset[str]


@dataclass(frozen=True, repr=False)
class Project:
    """The models as dbt compiled them for the build file of one world."""

    #: Build file with the marts of the first world, as dbt made them.
    base: Path
    #: The same as it was before dbt: the raw layer alone.
    raw: Path
    models: tuple[_Model, ...]

    def build(self, build_file: Path, *marts: str) -> duckdb.DuckDBPyConnection:
        """Build these marts, or all, on the raw layer of `build_file`; the connection to it."""
        wanted = set(marts) or {model.name for model in self.models}
        for model in reversed(self.models):
            if model.name in wanted:
                wanted |= model.needs
        connection = duckdb.connect(str(build_file))
        connection.execute(f"attach '{self.base}' as base (read_only)")
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = 'base' and schema_name in ('rules', 'names')"
        ).fetchall():
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create table {schema}.{table} as from base.{schema}.{table}")
        for model in (model for model in self.models if model.name in wanted):
            connection.execute(f"create schema if not exists {model.schema}")
            place = f"{model.schema}.{model.name}"
            if model.is_view:
                connection.execute(f"create view {place} as {model.sql}")
            else:
                # Of the types that dbt gave it: those of marts are under contract.
                connection.execute(f"create table {place} as from base.{place} limit 0")
                connection.execute(f"insert into {place} {model.sql}")
        return connection


def compile_project(work: Path, root: Path) -> Project:
    """Build the world in `root` by dbt, under `work`."""
    build_file = work / "by_dbt" / "properties_base.duckdb"
    build_file.parent.mkdir(parents=True)
    named = build_file.with_name(BUILD_NAME)
    assert refresh_raw(root, named) == []
    raw = Path(shutil.copy(named, build_file.with_name("raw.duckdb")))
    target = work / "target"
    output = work / "dbt.txt"
    code = refresh_process.run(
        run_dbt.build, named, target, PROJECT_ROOT, False, environment=os.environ, output=output
    )
    assert code == 0, output.read_text(encoding="utf-8")
    # Attached beside a build of the same name, it needs another one.
    named.rename(build_file)
    return Project(build_file, raw, _models(target))


def _models(target: Path) -> tuple[_Model, ...]:
    nodes = {
        name: n for name, n in manifest_json()["nodes"].items() if n["resource_type"] == "model"
    }
    ordered: dict[str, _Model] = {}
    while len(ordered) < len(nodes):
        for name, node in nodes.items():
            needs = {other for other in node["depends_on"]["nodes"] if other in nodes}
            if name not in ordered and needs <= ordered.keys():
                file = target / "compiled" / node["package_name"] / node["original_file_path"]
                ordered[name] = _Model(
                    node["schema"],
                    node["name"],
                    node["config"]["materialized"] == "view",
                    file.read_text(encoding="utf-8"),
                    frozenset(nodes[other]["name"] for other in needs),
                )
    return tuple(ordered.values())
