"""Made-up extracts in a folder of one's own: `python -m orchestration demo --landing DIR`.

Belongs here: choosing the generator, and saying where the world is. Does not belong here: what is
in it (demo/), and when the demo is made by itself (demo_landing.py).
"""

from __future__ import annotations

from pathlib import Path

import typer

from orchestration.demo.bench_world import make_bench_world
from orchestration.demo.demo_world import DEMO_TENANTS, make_demo_world


def write_world(
    landing: Path,
    seed: int,
    tenants: tuple[int, int, int] | None,
    usage_lines: int | None,
    deliveries: int,
    file_format: str,
) -> None:
    """Write the demo world, or with `usage_lines` one to measure with, and say where it is."""
    try:
        if usage_lines is None:
            landing = make_demo_world(landing, seed=seed, tenants=tenants or DEMO_TENANTS)
        else:
            landing = make_bench_world(
                landing,
                usage_lines=usage_lines,
                deliveries=deliveries,
                file_format=file_format,
                seed=seed,
            )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    print(f"The made-up extracts are in {landing}")
