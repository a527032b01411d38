"""Records that cannot be read, put among those of a landing folder: few enough to be published.

Belongs here: spoiling text files of a world that is written already. Does not belong here: faults
that refuse a delivery, and what is expected of either (the tests).
"""

from __future__ import annotations

import csv
import gzip
import io
import random
from pathlib import Path

from tests.scorer.tables import header_key

#: Records put into one file; of usage so many may be in quarantine whatever the size of the file.
MOST_IN_A_FILE = 5

#: Column, and a text that makes its record unreadable.
_SPOILED = {
    "AzureUsage": [("month", "2026-02-15"), ("mpnid", ""), ("partnerattributiontype", " ")],
    "EMSUsage": [("month", "May"), ("pgampnid", "NULL"), ("intunemonthlyactiveusers", "1.2.3")],
    "CPORM365Usage": [("date", ""), ("mpnid", "N/A"), ("paidavailableunits", "ten")],
    "TrainingCompletions": [("trainingcompletiondate", "31.13.2024"), ("trainingtitle", "")],
    "Profile": [("pgampnid", ""), ("mpnid", "unknown")],
}


def soil(landing: Path, seed: int) -> int:
    """Put unreadable records into every text file of the needed datasets; how many they are.

    Their amounts are nothing, so that the file's ACR is there whole.
    """
    rng = random.Random(seed)
    return sum(
        _soil(path, dataset, rng)
        for path in sorted(landing.glob("*/*"))
        if not path.name.lower().endswith(".parquet")
        for dataset in _SPOILED
        if path.name.lower().startswith(dataset.lower())
    )


def _soil(path: Path, dataset: str, rng: random.Random) -> int:
    packed = path.name.endswith(".gz")
    data = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    text = data.decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    delimiter = max(",\t;", key=text.split("\n", 1)[0].count)
    records = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter))
    header = [header_key(name) for name in records[0]]
    if len(records) == 1:
        return 0
    lines = text.removesuffix(newline).split(newline)
    # Among the others where a line is a record, at the end where some span several.
    is_plain = len(lines) == len(records)
    count = rng.randint(1, MOST_IN_A_FILE)
    for _ in range(count):
        cells = _spoiled(header, list(rng.choice(records[1:])), dataset, rng)
        line = io.StringIO()
        csv.writer(line, delimiter=delimiter, lineterminator="").writerow(cells)
        lines.insert(rng.randint(1, len(lines)) if is_plain else len(lines), line.getvalue())
    data = newline.join([*lines, ""]).encode("utf-8")
    path.write_bytes(gzip.compress(data) if packed else data)
    return count


def _spoiled(header: list[str], cells: list[str], dataset: str, rng: random.Random) -> list[str]:
    if dataset == "AzureUsage":
        cells[header.index("acrusd")] = "0"
    elif rng.random() < 0.3:
        return cells[:-1] if rng.random() < 0.5 else [*cells, ""]
    column, text = rng.choice(_SPOILED[dataset])
    cells[header.index(column)] = text
    return cells
