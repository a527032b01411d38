"""Rows that the other areas read beside those of Security.

Rows of optional datasets are read leniently: what cannot be used is None, and the row still names
its partner.
"""

from decimal import Decimal
from typing import NamedTuple

from tests.scorer.areas.names import area_of, metric_of, path_of, track_areas
from tests.scorer.reading import needed, usage_month
from tests.scorer.tables import Table
from tests.scorer.values import name_key, read_id, read_number


class CustomerRow(NamedTuple):
    """One row of CustomersAndTenants: a tenant, its customer, and what segments are told of it."""

    partner: str
    month: int | None
    tenant: str | None
    tpid: str | None
    segments: tuple[str | None, str | None, str | None]


class TrackRow(NamedTuple):
    """One row of PartnerTrack: a path that Partner Center showed, for one area or three."""

    partner: str
    month: int | None
    areas: tuple[str, ...]
    path: str | None


class DeclaredRow(NamedTuple):
    """One row of PartnerCenterScore; `path` is '' where none was given."""

    partner: str
    month: int | None
    area: str | None
    path: str | None
    metric: str | None
    points: Decimal | None


def _month(text: str | None, as_of: int) -> int | None:
    try:
        return usage_month(text, as_of)
    except ValueError:
        return None


CUSTOMER_COLUMNS = [
    *["pgampnid", "month", "customertenantid", "customertpid"],
    *["subsegment", "customersegment", "topsegment"],
]


def read_customer(row: tuple, table: Table, as_of: int) -> CustomerRow:
    """Read one row of CustomersAndTenants; its segments stand in the order they are believed."""
    pga, month, tenant, tpid, *segments = row
    return CustomerRow(
        partner=needed(pga, "partner"),
        month=_month(month, as_of),
        tenant=read_id(tenant),
        tpid=read_id(tpid),
        segments=(segments[0], segments[1], segments[2]),
    )


TRACK_COLUMNS = ["pgampnid", "month", "solutionarea", "path"]


def read_track(row: tuple, table: Table, as_of: int) -> TrackRow:
    """Read one row of PartnerTrack."""
    pga, month, area, path = row
    return TrackRow(needed(pga, "partner"), _month(month, as_of), track_areas(area), path_of(path))


DECLARED_COLUMNS = ["pgampnid", "month", "solutionarea", "path", "metric", "points"]


def read_declared(row: tuple, table: Table, as_of: int) -> DeclaredRow:
    """Read one row of PartnerCenterScore; empty points are none."""
    pga, month, area, path, metric, points = row
    try:
        number = read_number(points, table.is_semicolon) if name_key(points) else None
    except ValueError:
        number = None
    return DeclaredRow(
        partner=needed(pga, "partner"),
        month=_month(month, as_of),
        area=area_of(area),
        path=path_of(path) if name_key(path) else "",
        metric=metric_of(metric),
        points=number,
    )
