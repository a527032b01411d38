"""Where a record that is set aside stood: exact in long, packed and random files.

For what a record is set aside is asked in test_landing_quarantine.py.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
from pathlib import Path

import duckdb
import pytest

from orchestration.raw.reasons import WHOLE_RECORD
from tests.landing.extracts import PLAIN, Landing, load_one, query, row, text_of
from tests.landing.test_landing_quarantine import ASIDE, COUNTS, MONTH

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("form", ["csv", "csv.gz"])
def test_places_stay_exact_where_a_file_is_read_in_parallel(
    landing: Landing, build: Path, form: str
) -> None:
    """Each record carries its number as its SubscriptionId; some span three lines."""
    path = landing.root / MONTH / f"AzureUsage.{form}"
    path.parent.mkdir(parents=True)
    values = ", ".join(
        f"'{value.replace('{month}', MONTH)}' as \"{name}\""
        for name, value in PLAIN["AzureUsage"].items()
        if name not in ("SubscriptionId", "ACR_USD")
    )
    wrong = [1, 49_999, 50_000, 199_999, 200_000]
    duckdb.connect().execute(
        f"""
        copy (
            select i as "SubscriptionId", {values},
                if(i in {tuple(wrong)}, '1,5', '1.5') as "ACR_USD",
                if(i % 50 = 0, e'three\\n\\nlines "x"', repeat('n', i % 60)) as "CustomerName"
            from range(1, 200001) as r(i)
        ) to '{path}' (format csv)
        """
    )
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, ASIDE) == [
        (n, 1 + n + 2 * ((n - 1) // 50), "ACR_USD", "not_a_number") for n in wrong
    ]
    assert query(
        build,
        "select count(*), count_if(record <> subscription_id::bigint), count_if(acr_usd <> '1.5'), "
        "(select count_if(not starts_with(raw_text, record || ',')) from raw.quarantine) "
        "from raw.azure_usage",
    ) == [(199_995, 0, 0, 0)]


def test_a_file_that_is_wrong_throughout(landing: Landing, build: Path) -> None:
    """More records than are written at a time."""
    records = [
        list(row("AzureUsage", MONTH, SubscriptionId=str(n), ACR_USD="1,5").values())
        for n in range(1, 45_001)
    ]
    landing.put(MONTH, "AzureUsage.csv", text_of(list(row("AzureUsage", MONTH)), records))
    load_one(landing.root, build, "AzureUsage", MONTH)
    assert query(build, COUNTS) == [(45_000, 0, 45_000)]
    assert query(
        build,
        "select count(distinct record), min(record), max(record), "
        "count_if(physical_line <> record + 1 or raw_text not like '1000000,' || record || ',%') "
        "from raw.quarantine",
    ) == [(45_000, 1, 45_000, 0)]


def test_random_files_against_a_reading_in_python(tmp_path: Path) -> None:
    """Faults, quotes, line breaks and empty lines by chance; csv.reader tells what is expected."""
    rng = random.Random(11)
    landing = Landing(tmp_path / "landing")
    for number in range(12):
        delimiter = rng.choice(",;\t")
        text = _random_text(rng, delimiter)
        name = f"Profile{number}.csv" + rng.choice(["", ".gz"])
        folder = f"20{10 + number}-10"
        landing.put(folder, name, text)
        build = tmp_path / f"{number}.duckdb"
        load_one(landing.root, build, "Profile", folder)
        loaded, aside = _read_in_python(text, delimiter)
        assert query(build, ASIDE) == aside, text
        assert query(build, "select record, mpn_id, city from raw.profile order by 1") == loaded


_CELLS = ("1", "22", "", "null", " ", 'x"y', '"q"', '"two\nlines"', '"a\r\n\r\nb"', '"d ""e"""')


def _random_text(rng: random.Random, delimiter: str) -> str:
    newline = rng.choice(["\n", "\r\n"])
    header = ["MPNId", "PGAMpnId", "City", "Other"]
    lines = [delimiter.join(header)]
    for _ in range(rng.randint(0, 60)):
        count = rng.choice([4] * 8 + [0, 1, 2, 3, 5, 6, 30])
        cells = [rng.choice([*_CELLS, f'"{delimiter}"']) for _ in range(count)]
        lines.append(delimiter.join(cells))
    return newline.join([*lines, ""])


def _read_in_python(text: str, delimiter: str) -> tuple[list[tuple], list[tuple]]:
    loaded, aside = [], []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    record, line = -1, 1
    for cells in reader:
        begins, line = line, reader.line_num + 1
        if not cells:
            continue
        record += 1
        empty = [
            name
            for name, cell in zip(("MPNId", "PGAMpnId"), cells, strict=False)
            if cell.strip().lower() in ("", "null")
        ]
        if record == 0 or not any(cell.strip() for cell in cells):
            continue
        if len(cells) != 4:
            few = "too_few_fields" if len(cells) < 4 else "too_many_fields"
            aside.append((record, begins, WHOLE_RECORD, few))
        elif empty:
            aside.append((record, begins, empty[0], "required_value_empty"))
        else:
            loaded.append((record, cells[0], cells[2]))
    return loaded, aside


def test_gzip_is_read_like_text(landing: Landing, build: Path) -> None:
    """In several members, the wrong record across their border."""
    plain = row("Profile", MONTH)
    text = text_of(list(plain), [["1", "2", "x"], ["3", "", "y"], ["5", "6", "z"]]).encode()
    (landing.root / MONTH).mkdir(parents=True)
    cut = text.index(b"3,") + 1
    (landing.root / MONTH / "Profile.csv.gz").write_bytes(
        gzip.compress(text[:cut]) + gzip.compress(text[cut:])
    )
    load_one(landing.root, build, "Profile", MONTH)
    assert query(build, ASIDE) == [(2, 3, "PGAMpnId", "required_value_empty")]
    assert query(build, "select raw_text from raw.quarantine") == [("3,,y",)]
