"""Command line: `python -m orchestration.demo --landing DIR` writes the demo world.

With `--usage-lines` it writes the benchmark's world instead.
"""

import argparse
import sys
from pathlib import Path

from orchestration.demo.bench_world import make_bench_world
from orchestration.demo.demo_world import DEMO_TENANTS, make_demo_world
from orchestration.machine.access import in_words
from orchestration.machine.process import prepare_process


def main() -> int:
    """Parse the arguments, write the world and say where it is; 1 where it cannot be written."""
    prepare_process()
    parser = argparse.ArgumentParser(prog="python -m orchestration.demo", description=__doc__)
    parser.add_argument("--landing", type=Path, required=True, help="folder to write")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--size",
        type=int,
        nargs=3,
        default=DEMO_TENANTS,
        metavar="TENANTS",
        help="tenants of the three demo partners (default: %(default)s)",
    )
    parser.add_argument("--usage-lines", type=int, help="write a benchmark world of this size")
    parser.add_argument("--deliveries", type=int, default=1, help="benchmark: 1 to 12")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv", help="benchmark")
    options = parser.parse_args()
    try:
        if options.usage_lines is None:
            landing = make_demo_world(
                options.landing, seed=options.seed, tenants=tuple(options.size)
            )
        else:
            landing = make_bench_world(
                options.landing,
                usage_lines=options.usage_lines,
                deliveries=options.deliveries,
                file_format=options.format,
                seed=options.seed,
            )
    except OSError as error:
        print(in_words(error), file=sys.stderr)
        return 1
    print(f"made-up extracts are in {landing}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
