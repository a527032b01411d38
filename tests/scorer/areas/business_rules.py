"""The numbers and names of Business Applications, typed for this scorer alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.scorer.areas.classes import WorkloadRule
from tests.scorer.areas.names import (
    ADDS,
    ADVANCED,
    BUSINESS,
    DEPLOYMENTS,
    ENTERPRISE,
    GROWTH,
    INTERMEDIATE,
    SMB,
)
from tests.scorer.areas.points import BASELINE, DIFFERENCE, PERCENT, Gate, PartRule, UsageRule
from tests.scorer.areas.rules import AreaPath, AreaVersion
from tests.scorer.areas.skilling import SkillRule, SkillStep
from tests.scorer.rules import Band
from tests.scorer.values import name_key

BUSINESS_PART, DYNAMICS, POWER_PLATFORM = "business", "dynamics", "power_platform"
MAU, CAPACITY = "mau", "capacity"

#: In the order in which one is kept of those that speak of the same line.
REVENUE_ASSOCIATIONS = (
    *("CPOR RevRec", "CPOR RevRec Performance", "CPOR OSA"),
    *("CSP Tier 1", "CSP Tier 2", "Digital Partner of Record"),
)
USAGE_ASSOCIATIONS = {
    DYNAMICS: ("CPOR OSU", "CSP Tier 1", "CSP Tier 2", "Digital Partner of Record"),
    POWER_PLATFORM: ("PAL",),
}


@dataclass(frozen=True)
class Rate:
    """What one user, or one profile, of a workload is worth in a month."""

    part: str
    weight: Decimal
    unit: str = MAU


REVENUE_WORKLOADS: dict[str, list[str]] = {
    **{
        name: []
        for name in (
            *("AI Builder", "Business Central", "CE Bundle", "Commerce", "Customer Insights"),
            *("Customer Service", "F&O Bundle", "Field Service", "Finance"),
            *("Intelligent Order Management", "Mixed Reality", "Power Automate", "Power BI"),
            *("Power Pages", "Project Operations", "Sales", "Supply Chain"),
            *("Fraud Protection", "Marketing", "Non-workload specific", "Contact Center"),
            *("Copilot Studio", "Copilot Studio PAYG", "Non-workload specific (F&O)"),
        )
    },
    "HR": ["Human Resources", "HR (Human Resources)"],
    "Omni Channel": ["Omni-channel", "Omnichannel"],
    "Power Apps": ["Power App"],
    "Power Virtual Agent": ["Power Virtual Agents"],
}
ONLY_BEFORE_2026 = {"Fraud Protection", "Marketing"}
ONLY_SINCE_2023_03 = {"Non-workload specific"}
ONLY_SINCE_2026 = {
    "Contact Center",
    "Copilot Studio",
    "Copilot Studio PAYG",
    "Non-workload specific (F&O)",
}

USAGE_WORKLOADS: dict[str, list[str]] = {
    "Business Central": [],
    "Contact Center": [],
    "Core HR": [],
    "Common data service": [
        *["Customer Engagement", "CE", "Sales", "Sales Insights", "Customer Service"],
        "Field Service",
    ],
    "Customer Insights Partner": ["Customer Insights"],
    "Finance & Operations": ["F&O", "Finance and Operations", "Finance", "Project Operations"],
    "Guides": [],
    "Portals": ["Power Pages"],
    "Power Apps": ["Power App"],
    "Power Automate": [],
    "Power BI": [],
    "Remote Assist": [],
    "Retail": [],
    "Talent Attract": [],
    "Talent Onboard": [],
}
RATES = {
    "Business Central": Rate(DYNAMICS, Decimal(1000)),
    "Contact Center": Rate(DYNAMICS, Decimal(200)),
    "Core HR": Rate(DYNAMICS, Decimal(1000)),
    "Common data service": Rate(DYNAMICS, Decimal(200)),
    "Customer Insights Partner": Rate(POWER_PLATFORM, Decimal("0.2"), CAPACITY),
    "Finance & Operations": Rate(DYNAMICS, Decimal(100)),
    "Guides": Rate(DYNAMICS, Decimal(1000)),
    "Portals": Rate(POWER_PLATFORM, Decimal(100)),
    "Power Apps": Rate(POWER_PLATFORM, Decimal(200)),
    "Power Automate": Rate(POWER_PLATFORM, Decimal(200)),
    "Power BI": Rate(POWER_PLATFORM, Decimal(200)),
    "Remote Assist": Rate(DYNAMICS, Decimal(1000)),
    "Retail": Rate(DYNAMICS, Decimal(100)),
    "Talent Attract": Rate(DYNAMICS, Decimal(1000)),
    "Talent Onboard": Rate(DYNAMICS, Decimal(1000)),
}
FIRST_ENGAGEMENT_RATE = Rate(DYNAMICS, Decimal(40))

OLD_INTERMEDIATE = (
    "MB-310 MB-340 MB-500 MB-330 MB-320 MB-230 MB-210 MB-240 MB-800 MB-220 PL-100 PL-300 PL-200 "
    "PL-400 MB-260 DP-500 PL-500"
)
MAY_INTERMEDIATE = "MB-310 MB-500 MB-330 MB-230 MB-240 MB-800 PL-300 PL-200 PL-400 PL-500 MB-280"
INTERMEDIATE_LISTS = {
    "2022_10": OLD_INTERMEDIATE,
    "2023_03": OLD_INTERMEDIATE,
    "2026_05": MAY_INTERMEDIATE,
    "2026_07": f"{MAY_INTERMEDIATE} AB-210 AB-410 AB-250",
}
ADVANCED_LISTS = {
    "2022_10": "MB-335 MB-700 PL-600 MB-600",
    "2023_03": "MB-335 MB-700 PL-600 MB-600",
    "2026_05": "MB-335 MB-700 PL-600 MB-820",
    "2026_07": "MB-335 MB-700 PL-600 MB-820 AB-100",
}
STARTS = {
    "2022_10": date(2022, 10, 3),
    "2023_03": date(2023, 3, 1),
    "2026_05": date(2026, 5, 8),
    "2026_07": date(2026, 7, 1),
}
CLASS = WorkloadRule(Decimal(5_000), 5)


@dataclass(frozen=True)
class BusinessVersion(AreaVersion):
    """One rule version with the workloads that earn in it."""

    revenue_workloads: frozenset[str] = frozenset()
    rates: Mapping[str, Rate] = field(default_factory=dict)


@dataclass(frozen=True)
class _Terms:
    """The numbers in which versions and paths differ."""

    adds: Band
    adds_steps: int
    deployment: int
    deployment_steps: int
    percent: int
    gate: int
    intermediate_people: int
    advanced_people: int


_FIRST = Band(above=Decimal(500))
FIRST_TERMS = {
    ENTERPRISE: _Terms(_FIRST, 10, 10_000, 5, 30, 50_000, 20, 7),
    SMB: _Terms(_FIRST, 20, 5_000, 10, 45, 50_000, 5, 2),
}
TERMS = {
    ENTERPRISE: _Terms(Band(at_least=Decimal(1_500)), 5, 10_000, 5, 30, 50_000, 20, 7),
    SMB: _Terms(Band(at_least=Decimal(250)), 5, 5_000, 5, 30, 25_000, 5, 2),
}


def _parts(unit: str, steps: int, is_proportional: bool = False) -> tuple[PartRule, ...]:
    return tuple(
        PartRule(part, unit, Decimal(steps), is_proportional) for part in (DYNAMICS, POWER_PLATFORM)
    )


def _people(metric: str, points: int, people: int, codes: str) -> SkillRule:
    step = SkillStep(frozenset(codes.split()), 0, Decimal(0), Decimal(points), people)
    return SkillRule(metric, Decimal(points), (step,))


def _path(suffix: str, path: str) -> AreaPath:
    terms = (FIRST_TERMS if suffix == "2022_10" else TERMS)[path]
    success = "customer_success"
    adds = PartRule(BUSINESS_PART, "workloads", Decimal(terms.adds_steps))
    usage = (
        UsageRule(ADDS, "performance", Decimal(15), DIFFERENCE, (adds,)),
        UsageRule(
            GROWTH,
            success,
            Decimal(30),
            PERCENT,
            _parts("mcv", terms.percent, is_proportional=True),
            gate=Gate(BASELINE, Decimal(terms.gate)),
        ),
        UsageRule(
            DEPLOYMENTS,
            success,
            Decimal(20),
            DIFFERENCE,
            _parts("workloads", terms.deployment_steps),
        ),
    )
    skilling = (
        _people(INTERMEDIATE, 20, terms.intermediate_people, INTERMEDIATE_LISTS[suffix]),
        _people(ADVANCED, 15, terms.advanced_people, ADVANCED_LISTS[suffix]),
    )
    deployment = Band(at_least=Decimal(terms.deployment))
    return AreaPath(usage, skilling, {ADDS: terms.adds, DEPLOYMENTS: deployment})


def _earning(suffix: str) -> frozenset[str]:
    earning = set(REVENUE_WORKLOADS)
    earning -= ONLY_SINCE_2023_03 if suffix == "2022_10" else set()
    earning -= ONLY_SINCE_2026 if suffix < "2026_05" else ONLY_BEFORE_2026
    return frozenset(earning)


def _rates(suffix: str) -> dict[str, Rate]:
    rates = dict(RATES)
    if suffix == "2022_10":
        rates["Common data service"] = FIRST_ENGAGEMENT_RATE
    if suffix < "2026_05":
        del rates["Contact Center"]
    return rates


VERSIONS = tuple(
    BusinessVersion(
        BUSINESS,
        f"{BUSINESS}_{suffix}",
        start,
        {path: _path(suffix, path) for path in (ENTERPRISE, SMB)},
        enterprise_workloads=CLASS,
        revenue_workloads=_earning(suffix),
        rates=_rates(suffix),
    )
    for suffix, start in STARTS.items()
)


def _lookup(names: dict[str, list[str]]) -> dict[str, str]:
    return {name_key(alias): name for name, aliases in names.items() for alias in [name, *aliases]}


_REVENUE_OF, _USAGE_OF = _lookup(REVENUE_WORKLOADS), _lookup(USAGE_WORKLOADS)


def revenue_workload_of(name: str | None) -> str | None:
    """Name a workload of the revenue report; None for one that earns in no version."""
    return _REVENUE_OF.get(name_key(name))


def usage_workload_of(name: str | None) -> str | None:
    """Name a workload of the usage report; None for one that has no rate in any version."""
    return _USAGE_OF.get(name_key(name))


def consumption(rate: Rate, units: Decimal) -> Decimal:
    """Give the consumption value of a month's users or profiles."""
    return rate.weight * units
