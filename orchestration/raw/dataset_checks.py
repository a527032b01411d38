"""The files of one dataset beside each other, once they are read: what no file shows alone.

Belongs here: faults of a dataset as a whole. Does not belong here: one file (extract_files.py,
value_checks.py) and when a month is complete (finish.py).
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from orchestration.landing.extract_files import Extract
from orchestration.landing.faults import Fault
from orchestration.raw.delivery_check import CheckedMonth


def emptied(
    connection: duckdb.DuckDBPyConnection, checked: CheckedMonth, extracts: list[Extract]
) -> Iterator[Fault]:
    """Deliveries whose files have a header only, while the dataset's last delivery had rows.

    Where Coverage.csv names the dataset, it was asked for and there is nothing.
    """
    dataset = extracts[0].contract.dataset
    for delivery in dict.fromkeys(extract.file.delivery for extract in extracts):
        if any(row.dataset == dataset for row in checked.declared.get(delivery, ())):
            continue
        rows = connection.execute(
            """
            with sizes as (
                select delivery, as_of_month, revision, sum(records_count) as records_count
                from raw.files
                where dataset = $dataset
                group by all
            )

            select earlier.delivery, earlier.records_count
            from sizes as this
            inner join sizes as earlier
                on (earlier.as_of_month, earlier.revision) < (this.as_of_month, this.revision)
            where this.delivery = $delivery and this.records_count = 0
            order by earlier.as_of_month desc, earlier.revision desc
            limit 1
            """,
            {"dataset": dataset, "delivery": delivery},
        ).fetchall()
        for earlier, records in rows:
            if records:
                contract = extracts[0].contract
                way_out = (
                    " If there is nothing to report any more, add the line "
                    f"{dataset},{checked.month},{checked.month} to {delivery}/Coverage.csv."
                )
                names = [e.file.name for e in extracts if e.file.delivery == delivery]
                yield Fault(
                    f"{delivery}/{names[0]}",
                    f"rows, because delivery {earlier} has {int(records):,}",
                    "only a header",
                    "Download the extract again." + (way_out if contract.may_be_empty else ""),
                )
