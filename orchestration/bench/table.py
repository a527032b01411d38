"""Refreshes measured and printed as a table: `make bench`.

Belongs here: which worlds are refreshed, and the table. Does not belong here: measuring one
(measure.py).

Each made-up world is refreshed from nothing, then again with nothing new; then the last of twelve
deliveries is added to eleven that are loaded. Every result is compared with the hand-written
script: same partners, same counted units, same points. Where a world has one delivery, the marts
that a refresh made of it are also compared with those written by hand, row by row (floor.py).
Worlds are kept for the next time; together they take about 11 GB.
"""

import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from orchestration.bench.floor import differences, is_plain, write_marts
from orchestration.bench.handwritten import score
from orchestration.bench.measure import Refresh, model_seconds, published_scores, refresh
from orchestration.demo import make_bench_world, make_demo_world

ROW = "{:<34}{:>7}{:>7}{:>9}{:>9}{:>9}{:>7}{:>9}{:>8}{:>9}{:>9}{:>7}{:>7}{:>7}  {}"


def measure_floor(landing: Path, publish: Path, folder: Path) -> tuple[float, list[str]]:
    """Write the marts of a landing folder by hand; return the seconds, and what differs, in words.

    They are compared with what is published, and not kept.
    """
    started = time.perf_counter()
    write_marts(landing, folder)
    seconds = time.perf_counter() - started
    found = differences(folder, publish)
    shutil.rmtree(folder)
    return seconds, [
        f"{mart}: {by_hand:,} rows only by hand, {released:,} only in the release"
        for mart, (by_hand, released) in found.items()
    ]


def print_row(name: str, run: Refresh, landing: Path, build: Path, publish: Path) -> bool:
    """Print one line of the table and return whether scores and marts agree."""
    started = time.perf_counter()
    expected = score(landing)
    by_hand = time.perf_counter() - started
    agrees = published_scores(publish) == expected
    floor, differs = None, []
    if run.steps and is_plain(landing):
        floor, differs = measure_floor(landing, publish, build.parent / "by_hand")
    if run.steps:
        models = model_seconds(build)
        scoring = models["scoring"]
        shares = {purpose: seconds / scoring for purpose, seconds in models.items()}
        seconds = {**run.steps, **shares, "scoring": scoring}
    else:
        seconds = {}
    steps = [
        f"{seconds[step]:.{digits}f}" if seconds else "-"
        for step, digits in (
            ("load", 1),
            ("build", 1),
            ("scoring", 1),
            ("accounting", 2),
            ("explaining", 2),
            ("test", 1),
            ("publish", 1),
        )
    ]
    print(
        ROW.format(
            name,
            *steps,
            f"{run.seconds:.1f}",
            f"{run.peak_megabytes:.0f}",
            f"{by_hand:.1f}",
            f"{run.seconds / by_hand:.1f}",
            f"{floor:.1f}" if floor else "-",
            f"{run.seconds / floor:.1f}" if floor else "-",
            "yes" if agrees and not differs else "NO",
        ),
        flush=True,
    )
    for line in differs:
        print(f"  {line}", flush=True)
    return agrees and not differs


def measure_world(name: str, landing: Path, work: Path) -> bool:
    """Refresh a landing folder from nothing and again, and print both; tell whether all agrees."""
    build, publish = work / "build", work / "published"
    for folder in (build, publish):
        shutil.rmtree(folder, ignore_errors=True)
    return all(
        [
            print_row(label, refresh(landing, build, publish), landing, build, publish)
            for label in (name, f"{name}, nothing new")
        ]
    )


def measure_last_delivery(name: str, world: Path, work: Path) -> bool:
    """Load all deliveries of a world but the last, then the last, and print both refreshes."""
    build, publish, landing = work / "build", work / "published", work / "landing"
    for folder in (build, publish, landing):
        shutil.rmtree(folder, ignore_errors=True)
    *older, last = sorted(path for path in world.iterdir() if path.is_dir())
    agrees = []
    for label, folders in ((f"{name}, first {len(older)}", older), (f"{name}, the last", [last])):
        for folder in folders:
            # Linked, not copied: the world stays whole.
            shutil.copytree(folder, landing / folder.name, copy_function=os.link)
        agrees.append(print_row(label, refresh(landing, build, publish), landing, build, publish))
    return all(agrees)


def measure(lines: Sequence[int], formats: Sequence[str], deliveries: int, work: Path) -> int:
    """Print all that is asked for as a table; returns 1 where anything disagrees.

    `deliveries` are the usage lines of each of the twelve, 0 for none of them.
    """
    work = work.resolve()
    print(
        ROW.format(
            *("world", "load", "build", "scoring", "account", "explain", "test", "publish"),
            *("total", "peak MB", "by hand", "ratio", "floor", "ratio"),
            "agrees",
        )
    )
    agrees = [measure_world("demo", make_demo_world(work / "demo"), work)]
    for count in lines:
        for file_format in formats:
            landing = make_bench_world(
                work / f"{count}_{file_format}", usage_lines=count, file_format=file_format
            )
            agrees.append(measure_world(f"{count:,} lines {file_format}", landing, work))
    if deliveries:
        file_format = formats[0]
        world = make_bench_world(
            work / f"{deliveries}_{file_format}_12",
            usage_lines=deliveries,
            deliveries=12,
            file_format=file_format,
        )
        agrees.append(measure_last_delivery(f"12 of {deliveries:,} {file_format}", world, work))
    print(
        "seconds; scoring is the sum over the models that scores are made of; account and explain\n"
        "are the shares of it that accounting for the rows loaded and explaining the scores take;\n"
        "total is the whole process; by hand is the script for the newest month's scores, floor\n"
        "the one for the main marts of all that is scored, each with the ratio of total to it"
    )
    return 0 if all(agrees) else 1
