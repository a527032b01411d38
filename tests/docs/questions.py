"""The page of questions: its queries and calls, run again, and the page written anew.

`python -m tests.docs.questions` writes the answers of docs/questions.md from the current demo
release. Under each block of SQL stands its answer as a table; under each `make explain` a block of
text with lines of what it prints, which a person chose and the test looks for.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.publish.docs_pages import markdown_table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "questions.md"

_SQL = re.compile(r"```sql\n(?P<query>.*?)```\n\n(?P<answer>(?:\|[^\n]*\n)*)", re.S)
_EXPLAIN = re.compile(
    r"```sh\nmake explain (?P<words>.*?)\n```\n\n```text\n(?P<lines>.*?)```", re.S
)


@dataclass(frozen=True)
class Explained:
    """A call of `make explain` and the lines it is said to print, in their order."""

    words: dict[str, str]
    lines: list[str]


def answered(page: str, connection: duckdb.DuckDBPyConnection) -> str:
    """The page with the answer of every query as the release gives it now."""
    return _SQL.sub(lambda found: _block(found["query"], connection), page)


def _block(query: str, connection: duckdb.DuckDBPyConnection) -> str:
    return f"```sql\n{query}```\n\n{markdown_table(connection.execute(query))}\n"


def queries(page: str) -> list[str]:
    return [found["query"] for found in _SQL.finditer(page)]


def explained(page: str) -> Iterator[Explained]:
    for found in _EXPLAIN.finditer(page):
        words = dict(word.split("=", 1) for word in found["words"].split())
        yield Explained(words, [_squeezed(line) for line in found["lines"].splitlines() if line])


def missing_lines(said: Explained, run: Callable[[dict[str, str]], str]) -> list[str]:
    """The lines that the call does not print, or not in this order."""
    printed = [_squeezed(line) for line in run(said.words).splitlines()]
    missing, start = [], 0
    for line in said.lines:
        place = next((at for at in range(start, len(printed)) if line in printed[at]), None)
        if place is None:
            missing.append(line)
        else:
            start = place + 1
    return missing


def _squeezed(line: str) -> str:
    return " ".join(line.split())


def run_explain(words: dict[str, str], environment: dict[str, str]) -> str:
    """What `make explain` prints, as a terminal without colours does."""
    return subprocess.run(
        [sys.executable, "-m", "orchestration", "explain"],
        cwd=ROOT,
        env={**os.environ, **environment, **words},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=True,
    ).stdout


if __name__ == "__main__":
    from orchestration.publish.release import current_release
    from orchestration.settings import Settings

    release = current_release(Settings.from_environment().publish_dir)
    assert release is not None and release.label.is_demo
    with duckdb.connect(str(release.database), read_only=True) as marts:
        PAGE.write_text(answered(PAGE.read_text(encoding="utf-8"), marts), encoding="utf-8")
