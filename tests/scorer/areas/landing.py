"""The landing folder as the other areas see it: coverage, customers, what the partner typed.

Unlike for Security a file of a header alone says that nothing was there, in its last 13 months.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, NamedTuple

from tests.scorer.areas.reading import CustomerRow, DeclaredRow, TrackRow
from tests.scorer.landing import Extract, Landing
from tests.scorer.rules import BASELINE_MONTHS

CUSTOMERS = "CustomersAndTenants"
#: Datasets that give a tenant the number of its customer.
WITH_CUSTOMERS = ("AzureUsage", "EMSUsage", "OfficeUsage", CUSTOMERS)
#: Reports of the portal, each of one partner: they say nothing of those they do not name.
OF_ONE_PARTNER = ("BusinessApplicationsRevenue", "BusinessApplicationsUsage")


def _month_text(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def _files(extract: Extract | None) -> list[list[Any]]:
    """Give the rows of each file; what a row has depends on its dataset."""
    return list(extract.files) if extract else []


def _span(rows: list[Any]) -> range:
    months = [row.month for row in rows if row.month is not None]
    return range(min(months), max(months) + 1) if months else range(0)


def _covered_by_name(extract: Extract, listed: set[str]) -> dict[str, set[int]]:
    """Give what a report of one partner covers: those it names, and those it was asked for."""
    covered: dict[str, set[int]] = defaultdict(set)
    for rows in _files(extract):
        for partner in {row.partner for row in rows}:
            covered[partner].update(_span(rows))
    is_empty = not any(_files(extract))
    if is_empty and not extract.declared_for:
        asked = range(extract.as_of - BASELINE_MONTHS, extract.as_of + 1)
        return {partner: set(asked) for partner in listed}
    for named, months in extract.declared_for:
        for partner in [named] if named else listed | covered.keys():
            covered[partner].update(months)
    return covered


class AreaLanding:
    """What the deliveries in force say, by dataset, partner and month."""

    def __init__(self, landing: Landing):
        self.landing = landing
        self.truth = cache(self._truth)
        self.rows = cache(self._rows)
        self.covered = cache(self._covered)
        #: The rows of one delivery, by partner.
        self.by_partner = cache(self._by_partner)

    def extract(self, dataset: str, as_of: int) -> Extract | None:
        """Give the dataset of a delivery, if it has it."""
        return self.landing.extracts.get((dataset, as_of))

    def _covered(self, dataset: str, as_of: int) -> dict[str, set[int]]:
        extract = self.extract(dataset, as_of)
        if extract is None:
            return {}
        profile = _files(self.extract("Profile", as_of))
        listed = {row.partner for rows in profile for row in rows}
        if dataset in OF_ONE_PARTNER:
            return _covered_by_name(extract, listed)
        files = [[row for row in rows if row.month is not None] for rows in _files(extract)]
        if any(files):
            dated = Extract(as_of, files, extract.declared)
            return self.landing._covered_by(dated, listed)
        first, last = extract.declared or (as_of - BASELINE_MONTHS, as_of)
        return {partner: set(range(first, last + 1)) for partner in listed}

    def _truth(self, dataset: str, partner: str) -> dict[int, int]:
        truth: dict[int, int] = {}
        for as_of in self.landing.as_of_months:
            truth |= dict.fromkeys(self.covered(dataset, as_of).get(partner, ()), as_of)
        return truth

    def _by_partner(self, dataset: str, as_of: int) -> dict[str, list[Any]]:
        rows_of: dict[str, list[Any]] = defaultdict(list)
        extract = self.extract(dataset, as_of)
        for row in (row for rows in _files(extract) for row in rows):
            partner = self.landing.partner_of(row, as_of)
            if partner:
                rows_of[partner].append(row)
        return rows_of

    def _rows(self, dataset: str, partner: str) -> list[Any]:
        truth = self.truth(dataset, partner)
        return [
            row
            for as_of in self.landing.as_of_months
            for row in self.by_partner(dataset, as_of).get(partner, ())
            if truth.get(row.month) == as_of
        ]

    def has_rows(self, dataset: str, partner: str) -> bool:
        """Say whether any delivery in force has a row of the partner."""
        months = self.landing.as_of_months
        return any(self.by_partner(dataset, as_of).get(partner) for as_of in months)

    def missing(self, dataset: str, partner: str, month: int) -> str | None:
        """Say why a dataset tells nothing of a month; None where it does."""
        if month in self.truth(dataset, partner):
            return None
        told = self.covered(dataset, month).get(partner)
        if told and max(told) < month:
            return f"dataset_ends: {dataset} at {_month_text(max(told))}"
        return f"dataset_missing: {dataset}"

    @cached_property
    def customers(self) -> dict[str, str]:
        """Customer by tenant: the newest number that any dataset gives it."""
        newest: dict[str, tuple[int, int, str]] = {}
        for (dataset, as_of), extract in self.landing.extracts.items():
            if dataset not in WITH_CUSTOMERS:
                continue
            for row in (row for rows in _files(extract) for row in rows):
                if row.tenant and row.tpid and row.month is not None:
                    found = (as_of, row.month, row.tpid)
                    newest[row.tenant] = max(found, newest.get(row.tenant, found))
        return {tenant: tpid for tenant, (*_, tpid) in newest.items()}

    def customer_of(self, tenant: str) -> str:
        """Give the customer of a tenant: itself, where no dataset names one."""
        return self.customers.get(tenant, tenant)

    def customer_rows(self, partner: str) -> list[CustomerRow]:
        """Give the rows of CustomersAndTenants that are the truth of their month."""
        return [row for row in self.rows(CUSTOMERS, partner) if isinstance(row, CustomerRow)]

    def _newest_word(
        self, dataset: str, partner: str, said: Callable[[NamedTuple], Iterable[object]]
    ) -> object | None:
        """Give what the newest delivery with such a row says; None where its rows differ."""
        for as_of in reversed(self.landing.as_of_months):
            rows = self.by_partner(dataset, as_of).get(partner, ())
            words = {word for row in rows for word in said(row)}
            if words:
                return words.pop() if len(words) == 1 else None
        return None

    def declared_path(self, partner: str, area: str, month: int) -> str | None:
        """Give the path that Partner Center showed, as the partner typed it."""

        def said(row: NamedTuple) -> list[str]:
            if isinstance(row, TrackRow) and row.path and area in row.areas and row.month == month:
                return [row.path]
            return []

        word = self._newest_word("PartnerTrack", partner, said)
        return word if isinstance(word, str) else None

    def declared_points(
        self, partner: str, month: int, place: tuple[str, str, str], most: Decimal
    ) -> Decimal | None:
        """Give the points that Partner Center showed; `place` is area, path, metric."""
        area, path, metric = place
        typed = "" if path == "single" else path

        def said(row: NamedTuple) -> list[Decimal]:
            if not isinstance(row, DeclaredRow) or row.points is None:
                return []
            is_there = (row.month, row.area, row.metric) == (month, area, metric)
            return (
                [row.points] if is_there and row.path == typed and 0 <= row.points <= most else []
            )

        word = self._newest_word("PartnerCenterScore", partner, said)
        return word if isinstance(word, Decimal) else None
