"""Writing `scorecard.html` into a release.

Belongs here: putting template, style, script, libraries and data together. Does not belong here:
the queries (the modules named so, and report.py), and how the page looks and acts
(template.html.j2, style/, script/).

The page asks nothing of any network, and its Content-Security-Policy keeps it from doing so: only
the scripts whose hashes stand there run, none may be made of a text, and nothing is fetched.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import jinja2

from orchestration.publish.page import report
from orchestration.publish.page.blocks import encoded, packed, packed_text, table
from orchestration.publish.page.change_queries import NEAR_THRESHOLDS
from orchestration.publish.page.libraries import datatables_script, datatables_style, vega_script
from orchestration.publish.page.queries import PARTNER_TABLES, PARTNERS
from orchestration.publish.page.shared_queries import AREAS, RESTATED, SHARED_TABLES
from orchestration.publish.release import PAGE_FILE, Release

_HERE = Path(__file__).parent
_STYLES = ("page", "cards", "areas", "charts", "tables", "print")
_SCRIPTS = (
    "data", "words", "dom", "charts", "tables", "areas", "overview", "metrics", "changes", "people",
    "customers", "report", "rules", "deliveries", "main",
)  # fmt: skip


def write_page(release: Release) -> Path:
    """Write the page of a release into its folder; returns the file."""
    path = release.folder / PAGE_FILE
    scripts = [vega_script(), datatables_script(), _own_script()]
    template = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("template.html.j2")
    with duckdb.connect(str(release.database), read_only=True) as connection:
        # Parquet is written beside it (publishing.py).
        connection.execute("set memory_limit = '1GB'")
        page = template.stream(
            label=release.label,
            areas=[label for _, label, _ in connection.execute(AREAS).fetchall()],
            styles=[datatables_style(), _own_style()],
            scripts=scripts,
            policy=_policy(scripts),
            blocks=_blocks(connection, release),
        )
        # The customers of a distributor come as a stream; so do they go.
        page.enable_buffering()
        page.dump(str(path), encoding="utf-8")
    return path


def _blocks(connection: duckdb.DuckDBPyConnection, release: Release) -> Iterator[tuple[str, str]]:
    """Names and contents of the blocks of data. Partners are numbered: a name holds no value."""
    names, partners = _asked(connection, PARTNERS)
    tables = {name: table(*_asked(connection, query)) for name, query in SHARED_TABLES.items()}
    if release.label.compared_with:
        tables["restated"] = table(*_asked(connection, RESTATED))
    yield "shared", packed({"partners": table(names, partners), **tables})
    numbers = {partner_id: number for number, (partner_id, *_) in enumerate(partners)}
    grouped = {name: _grouped(connection, query, 1) for name, query in PARTNER_TABLES.items()}
    for partner_id, number in numbers.items():
        own = {name: table(names, rows[partner_id,]) for name, (names, rows) in grouped.items()}
        yield f"partner-{number}", packed(own)
    names, near = _grouped(connection, NEAR_THRESHOLDS, 2)
    for (partner_id, area), rows in near.items():
        yield f"near-{numbers[partner_id]}-{area}", packed(table(names, rows))
    for area, content in report.prepare(connection):
        yield f"report-{area}", packed(content)
    for partner_id, area, columns in report.customers(connection):
        yield f"customers-{numbers[partner_id]}-{area}", packed(encoded(columns))
    for partner_id, area, path, content in report.results(connection):
        nets = [encoded({"net": net})["net"] for net in content["nets"]]
        result = {**encoded({"met": content["met"]}), "nets": nets}
        yield f"results-{numbers[partner_id]}-{area}-{path}", packed(result)
    for partner_id, area, path, chunk, text in report.chunks(connection):
        yield f"rows-{numbers[partner_id]}-{area}-{path}-{chunk}", packed_text(text)


def _asked(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], list[tuple]]:
    """Names of the columns, and rows."""
    cursor = connection.execute(query)
    return [column[0] for column in cursor.description or ()], cursor.fetchall()


def _grouped(
    connection: duckdb.DuckDBPyConnection, query: str, keys: int
) -> tuple[list[str], dict[tuple, list[tuple]]]:
    """Names of the columns, and the rows by the first so many of them, both without these."""
    names, rows = _asked(connection, query)
    groups: dict[tuple, list[tuple]] = defaultdict(list)
    for key, each in itertools.groupby(rows, key=lambda row: row[:keys]):
        groups[key] += [row[keys:] for row in each]
    return names[keys:], groups


def _own_script() -> str:
    texts = (_read("script", f"{name}.js") for name in _SCRIPTS)
    return '(() => {\n"use strict";\n' + "\n".join(texts) + "})();\n"


def _own_style() -> str:
    return "\n".join(_read("style", f"{name}.css") for name in _STYLES)


def _read(*names: str) -> str:
    return _HERE.joinpath(*names).read_text(encoding="utf-8")


def _policy(scripts: list[str]) -> str:
    """What the page may do. Charts and tables set styles on elements; no style can act."""
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
