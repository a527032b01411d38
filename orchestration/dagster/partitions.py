"""The months that deliveries are named by, as Dagster partitions.

Belongs here: the partitions' definition and the arithmetic of ranges. Does not belong here: which
months are waiting to be loaded (arrivals.py).

A partition is an as-of month with all its folders (`2026-10`, `2026-10.2`, …). The landing folder
decides which months exist, so they are added as they are found: a calendar would promise months
that nobody downloaded.
"""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

AS_OF_MONTHS = dg.DynamicPartitionsDefinition(name="as_of_month")

#: Dagster's tags of a run over several partitions.
_FIRST_TAG = "dagster/asset_partition_range_start"
_LAST_TAG = "dagster/asset_partition_range_end"


def add_months(instance: dg.DagsterInstance, months: Sequence[str]) -> None:
    """Make the months known to Dagster, in the order of the calendar where they are new."""
    assert AS_OF_MONTHS.name is not None
    instance.add_dynamic_partitions(AS_OF_MONTHS.name, sorted(months))


def known_months(instance: dg.DagsterInstance) -> list[str]:
    """The months Dagster knows, in the order in which it came to know them."""
    assert AS_OF_MONTHS.name is not None
    return list(instance.get_dynamic_partitions(AS_OF_MONTHS.name))


def range_tags(known: Sequence[str], months: Sequence[str]) -> dict[str, str]:
    """Tags of one run that covers `months` (not empty, all of them in `known`).

    A range follows the order in which Dagster came to know the months, and it may hold more months
    than were asked for. Those are loaded already, and loading again changes nothing.
    """
    places = sorted(known.index(month) for month in months)
    return {_FIRST_TAG: known[places[0]], _LAST_TAG: known[places[-1]]}
