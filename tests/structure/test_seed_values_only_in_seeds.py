"""What the seeds hold stands nowhere else: numbers, days and names of the programme.

Numbers and names are taken from the CSV files, so a new rule is watched as soon as its row exists.
They are looked for in models, macros, the YAML beside them, dbt_project.yml and orchestration (the
demo generator and the benchmark make up data and are left out; so are unit tests in YAML, and the
Markdown beside the models, where worked examples belong).

Names count wherever they stand, comments too. Numbers count by how telling they are:
- in SQL code every one but 0 and 1, which no SQL does without. Not counted are what merely shapes
  an expression (sizes of types, digits to round to, lengths and places in a text, digits of a text
  pattern, scaling by a hundred, a thousand and so on, the class that a row is ordered in), and 2
  counts only where something is compared with it, since rounding half up doubles;
- in comments and in strings of Python that are no SQL: large numbers and fractions;
- in YAML and as numbers in Python: those above ten, because small ones are indexes and counts; in
  Python not as the bounds of a slice, nor beside a name that tells of seconds, widths and the like
  (as the default of an argument too).
"""

import ast
import csv
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
NAME_COLUMNS = (
    "alias", "service", "workload", "association", "offer", "certification", "admin_type",
    "rule_version",
)  # fmt: skip
# These order rows and are no amounts.
ORDINALS = {"rank", "display_order", "decision_number", "decision", "skilling_steps.step"}
ORDINALS.add("step_certifications.step")
# Not when somebody looked, but when something begins or ends.
DAY_COLUMNS = ("effective_from", "retired_on", "counts_until")
# Spellings that are also heads of columns of the extract, which have to be named to be read.
COLUMN_HEADS = {"aadp", "intune", "azip", "aatp", "mdo", "mde"}
COMMON = {Decimal(0), Decimal(1)}
TECHNICAL = re.compile(
    r"(?i)(seconds|minutes|width|indent|bytes|lines|named|releases|deliveries|chunk|at_once|measured"
    r"|shortest_key|most_months|_text)$"
)

# What stands right behind a placeholder is part of a name.
_NUMBER = re.compile(r"(?<![\w.}])(?:\d+(?:_\d+)*(?:\.\d+)?|\.\d+)(?!\w)")
_GROUPED = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?![\w,])")
_PER_CENT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?%(?!\})")
# A day, a month, or a delivery, which may have the number of a correction.
_DAY = re.compile(r"\b\d{4}-\d{2}(?:-\d{2}\b|\.\d+\b|\b)")
_SQL_COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/|--[^\n]*", re.S)
_TYPE = re.compile(r"(?i)\b(?:decimal|numeric|varchar)\s*\(\s*\d+\s*(?:,\s*\d+\s*)?\)")
_PLACES = re.compile(r"(?i)\b(?:round|lpad|rpad|left|right|substr|substring|split_part)\s*\(")
_PATTERN = re.compile(r"(?<!\{)\{\d+(?:,\d*)?\}(?!\})|\d?\[\d[\d-]*\]")
_SCALE = re.compile(r"(?:\*|//|%)\s*10{2,}(?![\w.])")
_CLASS = re.compile(r"\border_number\(\s*\d+")
_COMPARED = re.compile(r"(?i)(?:[<>=]|\bbetween)\s*'?$")
_DECISION = re.compile(r"(?i)\bdecisions?\s+\d+(?:(?:\s*,\s*|\s+and\s+)\d+)*")
# A purchase lasts as many days as the product's name says.
_PRODUCT = re.compile(r"(?i)\b(?:microsoft|office|dynamics)\s+365\b|\bm365\b")
_LOOKS_LIKE_SQL = re.compile(r"(?is)\b(?:select|delete)\b.+\bfrom\b|\b(?:where|when|and)\b.*[<>=]")
_UNIT_TESTS = re.compile(r"(?ms)^unit_tests:.*?(?=^\S|\Z)")


def _seeds() -> Iterator[tuple[str, dict[str, str]]]:
    """Every row of every seed, with the seed's name."""
    for path in sorted(SEEDS.glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield path.stem, row


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace("_", "").replace(",", ""))
    except InvalidOperation:
        return None


def seed_numbers() -> set[Decimal]:
    """Amounts in the seeds, without those too common to look for."""
    numbers = {
        number
        for seed, row in _seeds()
        for column, text in row.items()
        if not {column, f"{seed}.{column}"} & ORDINALS and (number := _number(text)) is not None
    }
    return numbers - COMMON


def seed_days() -> set[str]:
    """Days on which a version begins or a certificate ends."""
    return {row[column] for _, row in _seeds() for column in DAY_COLUMNS if row.get(column)}


def seed_names() -> set[str]:
    """Names in lower case: spellings, canonical names, codes and titles of certificates."""
    names = {row[column] for _, row in _seeds() for column in NAME_COLUMNS if row.get(column)}
    names |= {row["title"] for seed, row in _seeds() if seed == "certifications"}
    return {name.lower() for name in names} - COLUMN_HEADS


NUMBERS = seed_numbers()
DAYS = seed_days()
TELLING = {n for n in NUMBERS if n > 100 or n % 1}
ABOVE_TEN = {n for n in NUMBERS if n > 10 or n % 1}


def _names_pattern(kind: str) -> re.Pattern[str]:
    """Names of one plain word only where they are a value: in quotes, or an item of a YAML list."""
    names = sorted(seed_names(), key=len, reverse=True)
    plain = "|".join(name for name in names if name.isalpha())
    others = "|".join(re.escape(name) for name in names if not name.isalpha())
    others = others.replace(r"\ ", r"\s+")
    pattern = rf"(?<![\w-])(?:{others})(?![\w-])|(['\"])(?:{plain})\1"
    item = rf"(?:^\s*-|\[|,)\s*(?:{plain})\s*(?:$|,|\])"
    return re.compile(f"{pattern}|{item}" if kind == "yml" else pattern, re.I | re.M)


NAMES = {kind: _names_pattern(kind) for kind in ("sql", "yml", "py")}


def _found(text: str, watched: set[Decimal]) -> Iterator[str]:
    """Watched numbers in a text: plain, with grouped thousands, or as a percentage of one."""
    text = _PRODUCT.sub("", _DECISION.sub("", _DAY.sub("", text)))
    for match in _NUMBER.finditer(text):
        number = _number(match[0])
        doubling = number == 2 and not _COMPARED.search(text[: match.start()])
        if number in watched and not doubling:
            yield match[0]
    yield from (m[0] for m in _GROUPED.finditer(text) if _number(m[0]) in watched)
    yield from (m[0] for m in _PER_CENT.finditer(text) if Decimal(m[1]) / 100 in watched)


def _without_places(sql: str) -> str:
    """SQL without the whole numbers that only say how many digits or which place in a text."""
    for call in reversed(list(_PLACES.finditer(sql))):
        depth, cuts = 1, [call.end() - 1]
        for at in range(call.end(), len(sql)):
            depth += {"(": 1, ")": -1}.get(sql[at], 0)
            if depth == 0 or (depth == 1 and sql[at] == ","):
                cuts.append(at)
            if depth == 0:
                break
        for start, end in reversed(list(pairwise(cuts[1:]))):
            if sql[start + 1 : end].strip().isdigit():
                sql = sql[: start + 1] + sql[end:]
    return sql


def in_sql(text: str) -> Iterator[str]:
    """Numbers of the seeds in SQL, Jinja included."""
    for comment in _SQL_COMMENT.findall(text):
        yield from _found(comment, TELLING)
    code = _SQL_COMMENT.sub(" ", text)
    for shape in (_TYPE, _PATTERN, _SCALE, _CLASS):
        code = shape.sub("", code)
    yield from _found(_without_places(code), NUMBERS)


def in_yaml(text: str) -> Iterator[str]:
    """Numbers of the seeds in YAML."""
    yield from _found(_TYPE.sub("", text), ABOVE_TEN)


def _tells_of_technique(node: ast.AST) -> bool:
    names = (getattr(part, "id", getattr(part, "attr", "")) for part in ast.walk(node))
    return any(TECHNICAL.search(name) for name in (*names, getattr(node, "arg", None) or ""))


def in_python(text: str) -> Iterator[str]:
    """Numbers of the seeds in Python: as numbers, and in strings, most of all in SQL."""
    exempt: set[int] = set()
    joined: set[int] = set()
    tree = ast.parse(text)
    for node in ast.walk(tree):
        slices = isinstance(node, ast.Slice)
        named = isinstance(node, ast.Assign | ast.AnnAssign | ast.keyword | ast.BinOp | ast.Compare)
        if slices or (named and _tells_of_technique(node)):
            exempt |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.arguments):
            taken = node.args[len(node.args) - len(node.defaults) :]
            for argument, default in zip(taken, node.defaults, strict=True):
                if TECHNICAL.search(argument.arg):
                    exempt |= {id(part) for part in ast.walk(default)}
        if isinstance(node, ast.JoinedStr):
            joined |= {id(part) for part in node.values}
    for node in ast.walk(tree):
        string = None
        if isinstance(node, ast.JoinedStr):
            string = "{}".join(part.value for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            string = None if id(node) in joined else node.value
        elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
            watched = id(node) not in exempt and Decimal(str(node.value)) in ABOVE_TEN
            yield from [str(node.value)] * watched
        if string is not None:
            yield from in_sql(string) if _LOOKS_LIKE_SQL.search(string) else _found(string, TELLING)


def offences(kind: str, text: str) -> list[str]:
    """Numbers, days and names of the seeds that a text of this kind (sql, yml, py) repeats."""
    if kind == "yml":
        text = _UNIT_TESTS.sub("", text)
    numbers = {"sql": in_sql, "yml": in_yaml, "py": in_python}[kind](text)
    days = (match[0] for match in _DAY.finditer(text) if match[0] in DAYS)
    return [*numbers, *days, *(match[0].strip() for match in NAMES[kind].finditer(text))]


def watched_files() -> list[Path]:
    """Files that must not repeat what the seeds hold."""
    patterns = ("models/**/*.sql", "models/**/*.yml", "macros/**/*.sql", "macros/**/*.yml")
    patterns += ("dbt_project.yml", "orchestration/**/*.py", "orchestration/**/*.sql")
    made_up = (ROOT / "orchestration/demo", ROOT / "orchestration/bench")
    files = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path for path in files if not any(path.is_relative_to(d) for d in made_up))


def test_no_watched_file_repeats_a_seed():
    files = watched_files()
    assert {path.suffix for path in files} >= {".sql", ".yml", ".py"}
    repeated = {
        str(path.relative_to(ROOT)): found
        for path in files
        if (found := offences(path.suffix[1:], path.read_text(encoding="utf-8")))
    }
    assert repeated == {}


@pytest.mark.parametrize("number", sorted(NUMBERS))
def test_every_number_of_the_seeds_is_caught_in_a_comparison(number: Decimal):
    assert offences("sql", f"where measure >= {number}") == [str(number)]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("sql", "select 20.0 / units", "20.0"),
        ("sql", "least(units, 6)", "6"),
        ("sql", "when smb then 5 else 4", "5"),
        ("sql", "where ttm between 750 and 12_000", "12_000"),
        ("sql", "having count(*) >= 2", "2"),
        ("sql", "active >= .15 * paid", ".15"),
        ("sql", "{{ add_months('as_of_month', '-12') }}", "12"),
        ("sql", "round(points * 40 / 6, 4)", "40"),
        ("sql", "-- tenants of 12,000 USD and more", "12,000"),
        ("sql", "{# at least 15 % active #}", "15 %"),
        ("sql", "service = 'sentinel'", "'sentinel'"),
        ("sql", "offer in ('Support', 'x')", "'Support'"),
        ("sql", "-- such as Microsoft Defender  for Cloud", "Microsoft Defender  for Cloud"),
        ("sql", "as_of_month >= date '2026-07-01'", "2026-07-01"),
        ("sql", "rule_version = 'security_2025_01'", "security_2025_01"),
        ("yml", "vars:\n  qualifying_points: 70", "70"),
        ("yml", "description: a tenant of more than 300 seats", "300"),
        ("yml", "values:\n  - PAL\n  - x", "- PAL"),
        ("yml", "description: counts az-500 twice", "az-500"),
        ("py", "QUALIFYING = 70", "70"),
        ("py", "window = timedelta_months(12)", "12"),
        ("py", "SHARE = Decimal('0.15')", "0.15"),
        ("py", 'sql = f"select * from {table} where people >= 6"', "6"),
        ("py", "ORDER = ['PAL', 'x']", "'PAL'"),
        ("py", "# first the CSP Tier 1 rows", "CSP Tier 1"),
    ],
)
def test_a_repetition_is_caught(kind: str, text: str, found: str):
    assert found in offences(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("sql", "select cast(x as decimal(28, 10)), coalesce(y, 0) + 1 as as_of_month_2"),
        ("sql", "round(cast(a - b as double) * 100 / nullif(b, 0), 4) -- in per cent"),
        ("sql", r"regexp_full_match(day, '\d{4}-[0-5]\d{2,}|3[01]')"),
        ("sql", "cast(part * 10000 as bigint) // 1000000 + order_number(3, size) % 1000"),
        ("sql", "lpad(cast(rank as varchar), 4, '0') || split_part(name, '-', 2)"),
        ("sql", "(units * 2 + whole) // (whole * 2)  -- decisions 6 and 7"),
        ("sql", "aadp_paid_available_units -- {{ ['aadp', 'mdo'] }}"),
        ("sql", "solution_area = 'security' and path = 'smb'"),
        ("yml", "version: 2\ncolumns:\n  - {name: points, data_type: 'decimal(9,4)'}"),
        ("yml", "description: the smaller of both (decisions 12, 20 and 25)"),
        ("yml", "unit_tests:\n  - given: {acr_usd: 600, name: PAL}\n"),
        ("py", "STILL_FOR_SECONDS = 600.0\npause = min(1.0, wait_seconds / 20)"),
        ("py", "name = digest[:12]\nfor attempt in range(5): wait()"),
        ("py", 'SCHEDULE = "0 6 20 * *"\nexample = "such as 2026-10 or 2026-10.2"'),
        ("py", "def bench(lines: int = 1_000_000, rows_at_once=5000): pass"),
    ],
)
def test_what_only_looks_like_one_is_not(kind: str, text: str):
    assert offences(kind, text) == []


def test_heads_of_columns_are_spellings():
    aliases = {row["alias"].lower() for seed, row in _seeds() if seed == "workload_names"}
    assert aliases >= COLUMN_HEADS
