"""A reader of `scorecard.html` that shares nothing with what writes or opens it: not a test.

Belongs here: taking the page apart and its blocks of data to rows again. Does not belong here: what
should stand in them.
"""

from __future__ import annotations

import base64
import gzip
import json
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path


class Page(HTMLParser):
    """The elements of a page in order, its scripts, and its blocks of data by name."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.source = path.read_text(encoding="utf-8")
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.packed: dict[str, str] = {}
        self._blocks: dict[str, object] = {}
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, attributes = self._open[-1] if self._open else ("", {})
        if tag == "script" and attributes.get("data-block"):
            self.packed[attributes["data-block"]] = data
        elif tag == "script":
            self.scripts.append(data)
        elif tag != "style" and data.strip():
            self.texts.setdefault(tag, []).append(" ".join(data.split()))

    def block(self, name: str) -> object:
        """The content of a block: of a page of many partners, some are asked for very often."""
        if name not in self._blocks:
            packed = base64.b64decode(self.packed[name], validate=True)
            self._blocks[name] = json.loads(gzip.decompress(packed))
        return self._blocks[name]

    def rows(self, block: str, table: str | None = None) -> list[dict[str, object]]:
        """The rows of a table of a block."""
        content = self.block(block)
        packed = content[table] if table else content
        columns = {name: column(values) for name, values in packed["columns"].items()}
        assert all(len(values) == packed["count"] for values in columns.values())
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    @cached_property
    def areas(self) -> list[str]:
        """The solution areas, in the order of the page."""
        return [row["solution_area"] for row in self.rows("shared", "areas")]

    @cached_property
    def partners(self) -> dict[str, int]:
        """The number of each partner in the names of blocks."""
        return {
            row["partner_id"]: number for number, row in enumerate(self.rows("shared", "partners"))
        }


def column(packed: object) -> list:
    """The values of a column, one a row."""
    if isinstance(packed, list):
        return packed
    return [packed["values"][place] for place in packed["places"]]
