"""The demo's landing folder: there when it is needed, and made by the generator as it is now.

Belongs here: deciding whether to make it. Does not belong here: what is in it (demo/).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from orchestration.settings import Settings

_GENERATOR = Path(__file__).parents[1] / "demo"


def ensure_demo_landing(settings: Settings) -> bool:
    """Make the demo world unless it is there already; returns whether it was made.

    A world of an older generator is replaced, and with it the build file: its deliveries would
    look like ones that were changed in place.
    """
    landing = settings.landing_dir
    stamp = landing.with_name(landing.name + ".generator")
    wanted = _generator_hash()
    if landing.is_dir() and stamp.exists() and stamp.read_text() == wanted:
        return False
    from orchestration.demo import make_demo_world

    stamp.unlink(missing_ok=True)
    unfinished = landing.with_name(landing.name + ".unfinished")
    for folder in (landing, unfinished):
        shutil.rmtree(folder, ignore_errors=True)
    settings.build_file.unlink(missing_ok=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    make_demo_world(unfinished)
    os.replace(unfinished, landing)
    stamp.write_text(wanted)
    return True


def _generator_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(_GENERATOR.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"\0{path.relative_to(_GENERATOR)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
