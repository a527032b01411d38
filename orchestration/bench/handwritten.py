"""The fastest script that could be written by hand for the newest month's scores."""

from decimal import Decimal
from pathlib import Path

from orchestration.bench.reading import newest_month


def score(landing: Path) -> dict[tuple[str, str, str], tuple[int, Decimal]]:
    """Score a landing folder's newest month.

    Returns (counted units, points) by (partner, path, metric). Reads one delivery only: right for a
    newest delivery that covers both years and spells names plainly, as the made-up worlds do.
    """
    with newest_month(landing) as connection:
        connection.execute("set preserve_insertion_order = false")
        script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
        connection.execute(script)
        rows = connection.execute(
            "select partner_id, path, metric, counted_units, points from scores"
        ).fetchall()
    return {tuple(row[:3]): (row[3], row[4]) for row in rows}
