"""One case: a partner that proves one thing, and scores worked out by hand for it.

The golden world is looked at from October 2026, under every version. Two deliveries tell it: May
2023 for certificates and rules of the first years, October 2026 for the rest.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.worlds.writer import Delivery, World, add_months

NEWEST, EARLY, LAST_MONTH = "2026-10", "2023-05", "2026-09"
AS_OF = date(2026, 10, 1)
NONE = "nothing"

SINGLE = ["security_2022_10", "security_2023_06", "security_2023_12"]
TWO_PATHS = ["security_2025_01", "security_2026_07"]

ADDS, DEPLOYMENTS, GROWTH = "net_customer_adds", "deployments", "usage_growth"
SKILLING = "intermediate_certifications"


def columns_of(column: str) -> list[tuple[str, str]]:
    """Say which versions and paths a short word means: single, smb, or smb_2026_07 for one."""
    path, _, version = column.partition("_")
    versions = [f"security_{version}"] if version else (SINGLE if path == "single" else TWO_PATHS)
    return [(name, path) for name in versions]


@dataclass(frozen=True)
class Expected:
    """One figure: `table` as the scorer's result calls it, `key` within it, `column`."""

    case: str
    partner: str
    table: str
    key: tuple
    column: str
    value: object
    why: str

    @property
    def name(self) -> str:
        """A readable name for the test."""
        shown = [k.strftime("%Y-%m") if isinstance(k, date) else str(k) for k in self.key]
        return f"{self.case}: {' '.join(shown)} {self.column}"


@dataclass
class Case:
    """One partner of the golden world; its first location is its id with a 1 behind it."""

    name: str
    partner: str
    world: World
    expected: list[Expected] = field(default_factory=list)

    @property
    def newest(self) -> Delivery:
        """The delivery of October 2026."""
        return self.world.delivery(NEWEST)

    def tenant(self, name: str = "") -> str:
        """Name a tenant of this case."""
        return f"{self.name} {name}".strip()

    def spend(self, now: str, then: str = "0", tenant: str = "", **more: object) -> None:
        """Give a tenant trailing dollars, half in the window's first month, half in its last."""
        for total, last in ((Decimal(now), AS_OF), (Decimal(then), add_months(AS_OF, -12))):
            half = (total / 2).quantize(Decimal("0.01"))
            for amount, month in ((half, add_months(last, -11)), (total - half, last)):
                if amount:
                    name = self.tenant(tenant)
                    self.newest.azure(self.partner, name, month, amount, **more)

    def seats(
        self,
        now: tuple[int, int] | None,
        then: tuple[int, int] | None = None,
        tenant: str = "",
        workload: str = "Microsoft Entra ID P1",
        as_claim: bool = True,
        **more: object,
    ) -> None:
        """Give a tenant paid and active licences in the as-of month and a year before."""
        for licences, month in ((now, AS_OF), (then, add_months(AS_OF, -12))):
            name = self.tenant(tenant)
            if licences and as_claim:
                self.newest.claim(self.partner, name, month, *licences, workload=workload, **more)
            elif licences:
                self.newest.ems(self.partner, name, month, {workload: licences}, **more)

    def people(self, delivery: str = NEWEST, **codes: str) -> None:
        """Certify people: `anna="AZ-500 SC-200"`."""
        for person, held in codes.items():
            for code in held.split():
                self.world.delivery(delivery).certificate(self.partner, person, code)

    def expect(self, metric: str, why: str, as_of: date = AS_OF, **points: str) -> None:
        """Expect points of a metric, by path or by path and version."""
        for column, value in points.items():
            for version, path in columns_of(column):
                key = (as_of, version, path, metric)
                self.note("metric_scores", key, "points", Decimal(value), why)

    def expect_three(self, why: str, **points: tuple[str, str, str]) -> None:
        """Expect points of adds, deployments and growth, in this order."""
        for column, values in points.items():
            for metric, value in zip((ADDS, DEPLOYMENTS, GROWTH), values, strict=True):
                self.expect(metric, why, **{column: value})

    def note(self, table: str, key: tuple, column: str, value: object, why: str) -> None:
        """Expect any figure."""
        self.expected.append(Expected(self.name, self.partner, table, key, column, value, why))


@dataclass
class Book:
    """All cases of one world; every case gets a partner of its own."""

    world: World = field(default_factory=World)
    cases: dict[str, Case] = field(default_factory=dict)

    def case(self, name: str, *deliveries: str) -> Case:
        """Begin a case; Profile names its partner in these deliveries, or in the newest."""
        if name in self.cases:
            raise ValueError(f"two cases are called {name}")
        case = Case(name, str(4_000_001 + len(self.cases)), self.world)
        self.cases[name] = case
        for delivery in deliveries or (NEWEST,):
            if delivery != NONE:
                self.world.delivery(delivery).location(case.partner, name=name)
        return case
