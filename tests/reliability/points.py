"""Where a refresh is killed, and in which of its phases a journal says that it was.

Belongs here: the named points and reading a journal. Does not belong here: killing (child.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PHASES = ("load", "dbt build", "tests", "copy", "switch")

#: The phases of a refresh's steps; publishing says itself when it copies and when it switches.
_PHASE_OF = {"check": "load", "load": "load", "build": "dbt build"}


@dataclass(frozen=True)
class Point:
    """The `call`th call of a function, before it, during it (after some seconds) or after it.

    Instead of a function: `model nodes` or `test nodes`, each run of one by dbt.
    """

    phase: str
    name: str
    module: str = ""
    call: int = 1
    moment: Literal["before", "during", "after"] = "before"
    after_seconds: float = 0.0

    @property
    def is_node(self) -> bool:
        return not self.module

    def __str__(self) -> str:
        number = f" (call {self.call})" if self.call > 1 else ""
        return f"{self.phase}: {self.moment} {self.name}{number}"


def _of(phase: str, module: str, name: str, *, call: int = 1, moment: str = "before") -> Point:
    return Point(phase, name, f"orchestration.{module}", call, moment)  # type: ignore[arg-type]


def _node(phase: str, kind: str, call: int, moment: str, seconds: float = 0.0) -> Point:
    return Point(phase, f"{kind} nodes", "", call, moment, seconds)  # type: ignore[arg-type]


#: Every transaction from inside and from both sides, and every step of publishing.
NAMED = (
    _of("load", "raw.store", "_lay_out", moment="after"),
    _of("load", "raw.file_load", "_create_table", moment="after"),
    _of("load", "raw.load", "recreate_view", call=3),
    _of("load", "raw.load", "load_dataset", call=4, moment="after"),
    _of("load", "raw.finish", "utc_now"),
    _of("load", "raw.load", "finish_month", moment="after"),
    _node("dbt build", "model", 1, "before"),
    _node("dbt build", "model", 30, "during", 0.01),
    _node("dbt build", "model", 60, "during", 0.05),
    _node("dbt build", "model", 75, "after"),
    _of("dbt build", "dagster.dbt_assets", "read_run_results"),
    _of("dbt build", "dagster.dbt_assets", "remember_build"),
    _node("tests", "test", 1, "before"),
    _node("tests", "test", 10, "during", 0.01),
    _node("tests", "test", 20, "during", 0.02),
    _node("tests", "test", 30, "during", 0.005),
    _node("tests", "test", 40, "before"),
    _of("copy", "publish.release_files", "_copy_table"),
    _of("copy", "publish.release_files", "_copy_table", call=9, moment="after"),
    _of("copy", "publish.release_files", "_write_meta", moment="after"),
    _of("copy", "publish.release_files", "sync"),
    _of("copy", "publish.release_files", "sync", call=12, moment="after"),
    _of("copy", "publish.publishing", "write_release", moment="after"),
    _of("copy", "publish.publishing", "write_workbook", moment="after"),
    _of("copy", "publish.publishing", "write_parquet", moment="after"),
    _of("copy", "publish.publishing", "write_page", moment="after"),
    _of("switch", "publish.publishing", "sync"),
    _of("switch", "publish.publishing", "switch_current"),
    _of("switch", "publish.publishing", "os.replace"),
    _of("switch", "publish.publishing", "os.replace", moment="after"),
    _of("switch", "publish.publishing", "_prune"),
    _of("switch", "publish.publishing", "shutil.rmtree"),
)


@dataclass(frozen=True)
class Journal:
    """What a killed or ended refresh wrote about itself."""

    lines: tuple[dict[str, object], ...]

    @classmethod
    def read(cls, path: Path) -> Journal:
        text = path.read_text() if path.exists() else ""
        # A process that is killed from outside may be writing: its last line may be cut off.
        return cls(tuple(json.loads(line) for line in text.splitlines() if line.endswith("}")))

    @property
    def killed_itself_at(self) -> str | None:
        return next((str(line["killed"]) for line in self.lines if "killed" in line), None)

    @property
    def phase(self) -> str:
        """The phase under way when the journal ends, or a word for what lies before and after."""
        return phase_of(self.lines)


def phase_of(lines: Iterable[dict[str, object]]) -> str:
    """The phase under way after these lines; the short gaps belong to the step that ended last.

    Models and tests run side by side: a kill during a model is one of the build.
    """
    under_way: list[str] = []
    killed_during = ""
    last = "start"
    publishing = "audit"
    for line in lines:
        if "begin" in line:
            under_way.append(str(line["begin"]))
        elif "end" in line:
            last = str(line["end"])
            under_way.remove(last)
        elif line.get("done") in ("copy", "switch"):
            publishing = str(line["done"])
        elif "killed" in line:
            killed_during = "model " if "model nodes" in str(line["killed"]) else ""
    in_a_model = killed_during and any(name.startswith(killed_during) for name in under_way)
    if not in_a_model and any(name.startswith("test ") for name in under_way):
        return "tests"
    if "publish" in under_way:
        return publishing
    if not under_way and last == "publish":
        return "end"
    if under_way:
        # Nodes of dbt begin and end inside the step `build`.
        return _PHASE_OF.get(under_way[0], under_way[0])
    return "load" if last == "prepare" else _PHASE_OF.get(last, last)
