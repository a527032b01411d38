"""What every command does before anything else: letters that a terminal knows, and a home.

Belongs here: what a process needs of its surroundings whatever it is asked to do. Does not belong
here: settings (settings.py), and what is printed.

A terminal or a file of another encoding than UTF-8 gets the letters that it knows; for signs there
is one of ASCII, for any other letter a question mark. No command ends for the sake of a letter.

A user that has no home, as services and containers may have none, gets the one that system users
have: a folder that is not there. Libraries ask where it is, and can do without.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path

#: The home of a user that has none, as Debian names it.
NO_HOME = "/nonexistent"

_HANDLER = "sign_or_question_mark"

#: What stands for a sign that means something.
_SIGNS = {
    **{"✓": "+", "✗": "x", "★": "*", "▸": ">", "→": ">", "·": "-", "■": "#"},
    **{"\N{EN DASH}": "-", "\N{MINUS SIGN}": "-", "…": "...", "━": "=", "─": "-"},
}


def prepare_process() -> None:
    """Let this process print any text and name a home, and the processes that it starts."""
    codecs.register_error(_HANDLER, _replaced)
    for stream in (sys.stdout, sys.stderr):
        # A test's own stream takes every letter.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)
            os.environ["PYTHONIOENCODING"] = f"{stream.encoding}:replace"
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = NO_HOME


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(_SIGNS.get(letter, "?") for letter in letters), error.end
