"""The made-up world: seeded landing folders in the formats a partner really downloads.

Belongs here: everything that invents extracts, for the demo and for the benchmark. Does not: what
reads them.
"""

from orchestration.demo.bench_world import make_bench_world
from orchestration.demo.demo_world import make_demo_world

__all__ = ["make_bench_world", "make_demo_world"]
