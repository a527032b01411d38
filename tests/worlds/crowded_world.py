"""A large world whose names are hostile to a page: what a browser could run or stumble over.

Belongs here: the names, and two partners with as many tenants as asked for. The rows are those of
the benchmark's world. Does not belong here: which names hurt the loader, a terminal or a file
system (tests/access).
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

import orchestration.demo.bench_world as bench_world
from orchestration.demo import make_bench_world
from orchestration.demo.writing import MARKER

#: Leaves its trace wherever it runs as script.
_RUN = "window.taken='{}'"

#: What customers, their tenants and unknown services are called, by what each would do.
HOSTILE_NAMES = {
    "image": f'<img src=x onerror="{_RUN.format("image")}">',
    "script": f"</script><script>{_RUN.format('script')}</script>",
    "comment": "<!--<script>",
    "vector": f'"><svg onload="{_RUN.format("vector")}">',
    "attribute": f'" autofocus tabindex=1 onfocus="{_RUN.format("attribute")}" x="',
    "single quote": "' onmouseover=window.taken=1 x='",
    "link": f"javascript:{_RUN.format('link')}",
    "markup": "</td></tr></table><h1>taken</h1><style>*{display:none}</style>",
    "template": "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "entities": "&lt;b&gt; &amp;amp; &#x3c;i&#x3e;",
    "right to left": "\u202egnp.slx\u202c \u05e9\u05dc\u05d5\u05dd \u200f(\u0645\u0631\u062d)",
    "unbroken": "W" * 300,
    "wordy": ("Great Northern Company of " * 12).strip(),
    "quotes": 'O\'Brien & "Söhne" \\ `back` \u2028line',
    "formula": '=HYPERLINK("http://x.example","x")',
    "pattern": ".*+?[a-z(|)^$\\",
    "prototype": "__proto__",
    "constructor": "constructor",
    "null": "null",
    "number": "12e5000",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \ufdfd",
}

#: A security service that no seed knows.
SERVICE_NAME = HOSTILE_NAMES["image"]

#: The two partners by id; the second has one tenant of fifty.
LARGE_PARTNER = "9900400"
SMALL_PARTNER = "9900500"
PARTNER_NAMES = {
    LARGE_PARTNER: f"</option></select><img src=x onerror={_RUN.format('partner')}> A",
    SMALL_PARTNER: f"<script>{_RUN.format('other partner')}</script> \u202eB{{{{7*7}}}}",
}

#: Columns of the extracts that hold names of customers.
_NAMED = ("CustomerName", "CustomerTenantName")

#: Two years of lines and some more: a page shows tenants, and lines only take time to load.
_LINES_PER_TENANT = 40


def make_crowded_world(landing: Path, *, tenants: int) -> Path:
    """Write one delivery with so many tenants, without the mark of a made-up landing folder.

    Three tenants of one customer have the same name; each hostile name has one such customer.
    """
    lines_before = bench_world.LINES_PER_TENANT
    bench_world.LINES_PER_TENANT = _LINES_PER_TENANT
    try:
        make_bench_world(landing, usage_lines=tenants * _LINES_PER_TENANT, file_format="parquet")
    finally:
        bench_world.LINES_PER_TENANT = lines_before
    with duckdb.connect() as connection:
        connection.execute("create table hostile (customer_no bigint, name varchar)")
        connection.executemany(
            "insert into hostile values (?, ?)", list(enumerate(HOSTILE_NAMES.values()))
        )
        connection.execute("create table partners (partner_id varchar, name varchar)")
        connection.executemany("insert into partners values (?, ?)", list(PARTNER_NAMES.items()))
        for path in sorted(landing.glob("*/*.parquet")):
            _rewrite(connection, path)
    (landing / MARKER).unlink()
    return landing


def _rewrite(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Give one extract the hostile names, and the second partner its tenants."""
    columns = [row[0] for row in connection.execute(f"describe from '{path}'").fetchall()]
    if path.stem == "Profile":
        names = "partners.name as PGA_PartnerName, partners.name as PartnerName"
        locations = f"""
            select extract.* replace ({names})
            from '{path}' as extract
            inner join partners on partners.partner_id = extract.PGAMpnId
            union all
            select extract.* replace (
                {names}, '{SMALL_PARTNER}' as PGAMpnId, '{SMALL_PARTNER[:-1]}1' as MPNId
            )
            from '{path}' as extract
            inner join partners on partners.partner_id = '{SMALL_PARTNER}'
            where extract.HierarchyLevel = 'HQ'
        """
    elif "CustomerTenantId" in columns:
        replaced = [f"coalesce(hostile.name, extract.{n}) as {n}" for n in _NAMED if n in columns]
        is_moved = "customers.customer_no % 50 = 49"
        for column, value in (
            ("PGAMpnId", SMALL_PARTNER),
            ("MPNId", f"{SMALL_PARTNER[:-1]}1"),
            ("MpnId", f"{SMALL_PARTNER[:-1]}1"),
        ):
            if column in columns:
                replaced.append(f"if({is_moved}, '{value}', extract.{column}) as {column}")
        if "ServiceLevel4" in columns:
            # No seed knows it, so that it is listed as a name that someone should look at.
            connection.execute("set variable service = ?", [SERVICE_NAME])
            replaced.append(
                "if(ServiceLevel3 = 'Microsoft Defender EASM', getvariable('service'), "
                "ServiceLevel4) as ServiceLevel4"
            )
        locations = f"""
            with numbered as (
                select
                    *,
                    -- The generator's names of customers end in their number.
                    regexp_extract(CustomerName, '\\d+$')::bigint // 3 as customer_no
                from '{path}'
            )
            select extract.* exclude (customer_no) replace ({", ".join(replaced)})
            from numbered as extract
            inner join (select distinct customer_no from numbered) as customers using (customer_no)
            left join hostile using (customer_no)
        """
    else:
        return
    unfinished = path.with_suffix(".unfinished")
    connection.execute(f"copy ({locations}) to '{unfinished}' (format parquet, compression zstd)")
    os.replace(unfinished, path)
