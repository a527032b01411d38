"""One look through the bytes of a text file, beside DuckDB's reading of it.

Belongs here: what bytes alone tell, at the speed of a search: lines, quotes, blanks beside them.
Does not belong here: telling records (physical_lines.py), and what follows from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestration.landing.content import DAMAGED, unpacked
from orchestration.landing.extract_files import Extract, damaged
from orchestration.landing.faults import Refused
from orchestration.landing.text_header import HEADER_BYTES

_BLANK_AND_QUOTE, _QUOTE_AND_BLANK = re.compile(b' "'), re.compile(b'" ')
#: Where as many blanks follow each other, what stands behind them may be an edge.
_FAR = 64


@dataclass(frozen=True)
class TextScan:
    """What one look through the bytes of a text file finds, unpacked."""

    lines: int = 0
    #: The last of them that is not empty.
    last_line: bytes = b""
    #: Some line has an odd number of quotes: one that it opens, or one that is a mere letter.
    has_odd_quotes: bool = False
    #: Somewhere a blank stands between a quote and what may be the edge of a field.
    has_blank_at_edge: bool = False


def scan_text(extract: Extract) -> TextScan:
    """Look through a text file; of Parquet there is nothing to say.

    Raises `Refused` for a gzip file that is cut off or damaged.
    """
    if extract.delimiter is None:
        return TextScan()
    lines, last_line, unended, is_odd, has_blank = 0, b"", b"", False, False
    try:
        with unpacked(extract.file.path, extract.content) as content:
            while piece := content.read(HEADER_BYTES):
                text = unended + piece
                *whole, unended = text.split(b"\n")
                lines += len(whole)
                last_line = next((line for line in reversed(whole) if line.strip(b"\r")), last_line)
                is_odd = is_odd or any(line.count(b'"') % 2 for line in whole)
                has_blank = has_blank or has_blank_at_edge(text, extract.delimiter)
                if len(unended) > HEADER_BYTES:
                    # Longer than any record. It is not held; the file has to be looked at closely.
                    unended, is_odd = unended[-1:], True
    except DAMAGED as error:
        raise Refused([damaged(extract.file, error)]) from None
    if unended:
        lines, last_line = lines + 1, unended
    return TextScan(lines, last_line.rstrip(b"\r"), is_odd, has_blank)


def has_blank_at_edge(text: bytes, delimiter: str) -> bool:
    """Whether a blank stands before a quote that may open a field, or behind one that may close it.

    Readers differ in what such a blank is. Within quotes, where quotes are doubled, a blank beside
    them is nothing special, and it may look the same there; whoever asks has to look closely.
    """
    edges = (delimiter.encode(), b"\n", b"\r", b"")
    # A search for two fixed letters is ten times quicker than one for a whole pattern.
    for found in _BLANK_AND_QUOTE.finditer(text):
        if text[max(found.start() - _FAR, 0) : found.start()].rstrip(b" ")[-1:] in edges:
            return True
    for found in _QUOTE_AND_BLANK.finditer(text):
        before = text[max(found.start() - _FAR, 0) : found.start() + 1]
        is_single = (len(before) - len(before.rstrip(b'"'))) % 2 == 1
        if is_single or text[found.end() : found.end() + _FAR].lstrip(b" ")[:1] in edges:
            return True
    return False
