"""How made-up extracts get onto disk: one COPY per file, and a folder that appears whole.

Belongs here: file formats, the marker, and the scratch folder. Does not: what the rows say.
"""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

MARKER = ".demo-world"
DATA = Path(__file__).parent / "data"
SQL = Path(__file__).parent / "sql"

FORMATS = {
    ".csv": ("format csv, header", ","),
    ".csv.gz": ("format csv, header, compression gzip", ","),
    ".tsv": ("format csv, header", "\t"),
    ".tsv.gz": ("format csv, header, compression gzip", "\t"),
    ".parquet": ("format parquet, compression zstd", None),
}

# Identifiers that look like numbers stay text.
TEXT_COLUMNS = {"locations": ", types = {'pga_mpn_id': 'varchar', 'mpn_id': 'varchar'}"}


def write_file(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    path: Path,
    columns: Sequence[str],
    *,
    where: str = "true",
    delimiter: str | None = None,
    is_sorted: bool = True,
) -> None:
    """Write the columns of a view to one landing file, sorted or in the view's own order.

    The format is the path's ending (csv, tsv, either gzipped, parquet); `delimiter` overrides the
    one the ending stands for. Raises KeyError for an ending no extract has.
    """
    options, usual_delimiter = FORMATS[path.name[path.name.index(".") :]]
    if usual_delimiter is not None:
        options += f", delimiter '{delimiter or usual_delimiter}'"
    order = "order by all" if is_sorted else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ", ".join(f'"{name}"' for name in columns)
    connection.execute(
        f"copy (select {names} from {rows} where {where} {order}) to '{path}' ({options})"
    )


def run_sql(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Run the package's SQL files in order."""
    for name in names:
        connection.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))


def load_data(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Make a table of each of the package's CSV files, under the file's name."""
    for name in names:
        connection.execute(
            f"create or replace table {name} as select * from read_csv("
            f"'{DATA / name}.csv'{TEXT_COLUMNS.get(name, '')})"
        )


def write_landing(landing: Path, description: dict[str, object], fill: Callable) -> Path:
    """Let `fill(folder)` write a landing folder, so that it is there whole or not at all.

    A folder that holds the very world asked for stays untouched: a landing's files never change.
    Another made-up world is replaced. Raises FileExistsError where a folder holds anything else:
    no real extract may ever be overwritten by an invented one.
    """
    wanted = json.dumps(description, indent=2, sort_keys=True) + "\n"
    marker = landing / MARKER
    if marker.is_file() and marker.read_text(encoding="utf-8") == wanted:
        return landing
    if landing.exists() and any(landing.iterdir()) and not marker.is_file():
        raise FileExistsError(
            f"{landing} holds files but no {MARKER}: it is not a made-up landing folder, "
            "and it is left as it is. Name an empty or missing folder."
        )
    scratch = landing.with_name(landing.name + ".unfinished")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    fill(scratch)
    (scratch / MARKER).write_text(wanted, encoding="utf-8")
    shutil.rmtree(landing, ignore_errors=True)
    scratch.rename(landing)
    return landing
