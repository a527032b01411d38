"""Random worlds: many small partners, told by deliveries that overlap, contradict and have gaps.

Every delivery is a valid one. What differs between deliveries of a world: who is in usage and who
in Profile, how far back each file reaches, single amounts that were restated, who had left, and
every spelling.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random

from tests.worlds.random_partner import Partner, draw_partner
from tests.worlds.spelling import Style, varied_style
from tests.worlds.writer import Delivery, Row, World, add_months, guid, month_of

USAGE = ("AzureUsage", "EMSUsage", "CPORM365Usage")
ALL = (*USAGE, "TrainingCompletions", "Profile")
ANCHOR = "4999999"
PARTS = ("_1", "_2", "_late")

OPTIONAL_COLUMNS = {
    "AzureUsage": ["ServiceLevel1", "UsageUnits", "AI_OfferType", "AdminType", "SalesChannel"],
    "TrainingCompletions": ["CorpEmail", "Email", "MPNId"],
    "EMSUsage": ["CustomerTenantName"],
}
NEWER_WORKLOADS = [
    f"{prefix}{measure}"
    for prefix in ("AATP", "MDO", "MDE")
    for measure in ("PaidAvailableUnits", "MonthlyActiveUsers")
]


@dataclass(frozen=True)
class Plan:
    """One folder to come: its datasets, and whether it declares months beyond its rows."""

    name: str
    datasets: tuple[str, ...] = ALL
    declares: bool = False


@dataclass(frozen=True)
class Span:
    """The months of one dataset that a delivery tells, for partners of one part file."""

    first: date
    last: date

    def holds(self, month: date) -> bool:
        """Say whether a month is inside."""
        return self.first <= month <= self.last


class Telling:
    """One delivery in the making."""

    def __init__(self, seed: int, plan: Plan, delivery: Delivery):
        self.seed, self.plan, self.delivery = seed, plan, delivery
        self.rng = Random(f"delivery {plan.name} of world {seed}")
        last = delivery.as_of
        # With declared months the rows of seats end a month early and those of Azure begin late.
        self.spans = {
            "AzureUsage": Span(add_months(last, -17 if plan.declares else -23), last),
            "EMSUsage": Span(add_months(last, -12), add_months(last, -1 if plan.declares else 0)),
            "CPORM365Usage": Span(add_months(last, -self.rng.choice([11, 12])), last),
        }

    def span(self, dataset: str, part: str) -> Span:
        """Give the months a part file tells: the late one holds the newest few only."""
        span = self.spans[dataset]
        return replace(span, first=add_months(span.last, -6)) if part == "_late" else span

    def restated(self, amount: Decimal) -> Decimal:
        """Change an amount now and then."""
        if self.rng.random() < 0.03:
            return amount + Decimal(self.rng.choice(["0.01", "-0.01", "150", "-75.5"]))
        return amount

    def anchor(self) -> None:
        """Stretch every usage extract over its months by a partner that earns nothing."""
        for month in (self.spans["AzureUsage"].first, self.spans["AzureUsage"].last):
            self.delivery.azure(ANCHOR, "anchor", month, "1", AI_OfferType="Support")
        for month in (self.spans["EMSUsage"].first, self.spans["EMSUsage"].last):
            self.delivery.ems(ANCHOR, "anchor", month, {}, FreeVsPaidSKU="Free")
        for month in (self.spans["CPORM365Usage"].first, self.spans["CPORM365Usage"].last):
            self.delivery.claim(ANCHOR, "anchor", month, 0, 0, workload="Microsoft Teams")
        self.delivery.certificate(ANCHOR, "anchor", "SC-401")
        self.delivery.location(ANCHOR, name="anchor")

    def usage(self, partner: Partner, part: str) -> None:
        """Tell a partner's Azure usage."""
        span = self.span("AzureUsage", part)
        # A download in mid-month carries the running month too.
        has_running_month = self.rng.random() < 0.2
        for tenant in partner.tenants:
            spelled = self.rng.choice([guid(tenant.name), guid(tenant.name).upper()])
            for line in tenant.lines:
                for month, amount in line.amounts.items():
                    told = self.restated(amount)
                    months = [month] if span.holds(month) else []
                    if has_running_month and month == self.delivery.as_of:
                        months.append(add_months(month, 1))
                    for told_month in months:
                        for columns, share in line.attributions:
                            more = line.columns | columns | {"CustomerTenantId": spelled}
                            row = self.delivery.azure(
                                partner.id, tenant.name, told_month, told * share, **more
                            )
                            self._anonymous(row)

    def _anonymous(self, row: Row) -> None:
        if self.rng.random() < 0.005:
            row["CustomerTenantId"] = self.rng.choice(["", "UNKNOWN", "null"])

    def licences(self, partner: Partner, part: str) -> None:
        """Tell a partner's seats, by subscription and by claim."""
        spans = {dataset: self.span(dataset, part) for dataset in USAGE}
        for tenant in partner.tenants:
            for licences in tenant.licences:
                dataset = "CPORM365Usage" if licences.claim else "EMSUsage"
                for month, seats in licences.seats.items():
                    if not spans[dataset].holds(month):
                        continue
                    if licences.claim:
                        self._claim(partner, tenant.name, month, licences, seats)
                    else:
                        self._subscription(partner, tenant.name, month, licences, seats)

    def _claim(self, partner, tenant, month, licences, seats) -> None:
        (paid, active), *_ = seats.values()
        is_known = self.rng.random() > 0.01
        row = self.delivery.claim(
            partner.id,
            tenant,
            month,
            paid,
            active,
            claim=licences.claim,
            location=licences.location if is_known else "31415926",
            PartnerAttributionType=licences.attach,
            **licences.columns,
        )
        self._anonymous(row)

    def _subscription(self, partner, tenant, month, licences, seats) -> None:
        more = {"PartnerAttachType": licences.attach, "MPNId": licences.location}
        paid_word = self.rng.choice(["Paid", "Paid", "PAID ", "paid"])
        if self.rng.random() < 0.05:
            paid_word = "Free"
        row = self.delivery.ems(
            partner.id, tenant, month, seats, FreeVsPaidSKU=paid_word, **licences.columns, **more
        )
        self._anonymous(row)

    def people(self, partner: Partner) -> None:
        """Tell who is certified and still there."""
        as_of = self.delivery.as_of
        for person in partner.people:
            if person.first <= as_of <= person.last:
                for row in person.rows:
                    self.delivery.add("TrainingCompletions", **row)

    def declare(self) -> None:
        """Declare the months that were asked for, beyond the rows."""
        last = self.delivery.as_of
        for dataset, months in (("AzureUsage", 23), ("EMSUsage", 12)):
            if dataset in self.plan.datasets:
                self.delivery.coverage(dataset, add_months(last, -months), last)

    def dress(self, part_of: dict[str, str]) -> None:
        """Choose the spelling of every dataset, and split usage into part files by partner."""
        for dataset in self.plan.datasets:
            style = varied_style(self.rng)
            optional = OPTIONAL_COLUMNS.get(dataset, [])
            dropped = [column for column in optional if self.rng.random() < 0.1]
            if dataset == "EMSUsage" and self.rng.random() < 0.2:
                dropped += NEWER_WORKLOADS
            self.delivery.styles[dataset] = replace(style, dropped=tuple(dropped))
        self.delivery.styles["Coverage"] = Style(month=self.rng.choice(["iso_month", "named"]))
        for dataset in ("AzureUsage", "EMSUsage"):
            self.delivery.parts[dataset] = lambda row: part_of[row["PGAMpnId"]]
        by_location = {f"{ANCHOR}1": PARTS[0], "31415926": PARTS[0]}
        self.delivery.parts["CPORM365Usage"] = lambda row: by_location.get(
            row["MpnId"], part_of.get(row["MpnId"][-7:], PARTS[0])
        )


def _tell(seed: int, plan: Plan, world: World, partners: list[Partner], is_newest: bool) -> None:
    delivery = world.delivery(plan.name)
    telling = Telling(seed, plan, delivery)
    rng = telling.rng
    telling.anchor()
    part_of = {ANCHOR: PARTS[0]}
    for place, partner in enumerate(partners):
        # In usage and Profile mostly; in one of them or in none now and then.
        in_usage, in_profile = rng.random() < 0.85, rng.random() < 0.9
        part = part_of[partner.id] = rng.choices(PARTS, (5, 4, 1))[0]
        if in_usage:
            telling.usage(partner, part)
        if in_usage or rng.random() < 0.3:
            telling.licences(partner, part)
        if in_usage or in_profile:
            telling.people(partner)
        if in_profile:
            # A few last locations move on to the next partner before the newest delivery.
            moves = is_newest and place % 11 == 0 and len(partner.locations) > 1
            for location in partner.locations[: -1 if moves else None]:
                delivery.location(partner.id, location)
            if moves:
                delivery.location(partners[place - 1].id, partner.locations[-1])
    delivery.rows = {name: rows for name, rows in delivery.rows.items() if name in plan.datasets}
    if plan.declares:
        telling.declare()
    telling.dress(part_of)


def random_world(seed: int, partners: int, plans: list[Plan]) -> World:
    """Make a world; the same seed and plans give the same files."""
    newest = max(month_of(plan.name) for plan in plans)
    drawn = [draw_partner(seed, number, newest, years=5) for number in range(partners)]
    return told_world(seed, drawn, plans)


def told_world(seed: int, drawn: list[Partner], plans: list[Plan]) -> World:
    """Tell of partners that are drawn already, delivery by delivery."""
    newest = max(month_of(plan.name) for plan in plans)
    world = World()
    for plan in plans:
        _tell(seed, plan, world, drawn, month_of(plan.name) == newest)
    return world
