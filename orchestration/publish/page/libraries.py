"""The two kept libraries of the page, as text that may stand inside a script element.

Belongs here: taking them from their packages. Does not belong here: what the page does with them
(script/charts.js, script/tables.js).

Vega-Lite comes from vl-convert-python, DataTables from itables: both packages carry the built
library, so neither making nor opening the page needs a network.
"""

from __future__ import annotations

import os
import re
from importlib.metadata import version
from importlib.resources import files

import vl_convert

from orchestration.publish.release_files import PublishError
from orchestration.settings import PROJECT_ROOT

#: How the module of itables ends: which of its names is DataTables.
_EXPORTS = re.compile(r"\bexport\s*\{([^}]*)\}\s*;?")
_DATATABLES = re.compile(r"([\w$]+) as default\b")
#: What would end the element, or what a browser would read otherwise than it is hashed.
_END = {
    "script": re.compile(r"</script|\r", re.I),
    "style": re.compile(r"</style|\r", re.I),
}


class LibraryError(PublishError):
    """A library's package has changed; the text says what was looked for."""


def vega_script() -> str:
    """Vega, Vega-Lite and Vega-Embed as globals of these names.

    Bundling takes seconds, so the bundle is kept under `target/`, as the parsed project is.
    """
    kept = PROJECT_ROOT / "target" / f"vega-{version('vl-convert-python')}.js"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        # Processes side by side may both be the first.
        unfinished = kept.with_suffix(f".{os.getpid()}")
        # Its stub asks for what has a default.
        bundle = vl_convert.javascript_bundle()  # pyright: ignore[reportCallIssue]
        unfinished.write_text(bundle, encoding="utf-8")
        os.replace(unfinished, kept)
    return _for_element("script", kept.read_text(encoding="utf-8"))


def datatables_script() -> str:
    """DataTables as the global `DataTable`. A module inside a page exports to nobody."""
    module = files("itables").joinpath("html/dt_bundle.js").read_text(encoding="utf-8")
    exports = _EXPORTS.findall(module)
    name = _DATATABLES.search(exports[0]) if len(exports) == 1 else None
    if name is None:
        raise LibraryError("The DataTables of this version of itables export no default.")
    alone = _EXPORTS.sub("", module)
    script = f'(() => {{"use strict";{alone}\nwindow.DataTable = {name[1]};\n}})();'
    return _for_element("script", script)


def datatables_style() -> str:
    """The style that DataTables come with."""
    style = files("itables").joinpath("html/dt_bundle.css").read_text(encoding="utf-8")
    return _for_element("style", style)


def _for_element(kind: str, text: str) -> str:
    if _END[kind].search(text):
        raise LibraryError("A library of this version would end the element that it stands in.")
    # A comment of HTML may begin inside a script and swallow its end; escaped it says the same.
    return text.replace("<!--", "<\\!--")
