"""The numbers of the three Azure areas, typed for this scorer alone."""

from datetime import date
from decimal import Decimal

from tests.scorer.areas.classes import ShareRule
from tests.scorer.areas.names import (
    ADDS,
    ADVANCED,
    APP_INNOVATION,
    AZURE_AREAS,
    CORPORATE,
    DATA_AI,
    DEPLOYMENTS,
    ENTERPRISE,
    GROWTH,
    INFRASTRUCTURE,
    INTERMEDIATE,
    SINGLE,
    SMB,
    SMB_SEGMENT,
    SMC,
)
from tests.scorer.areas.points import CURRENT, DIFFERENCE, LEVEL, PERCENT, Gate, PartRule, UsageRule
from tests.scorer.areas.rules import AreaPath, AreaVersion
from tests.scorer.areas.skilling import SkillRule, SkillStep
from tests.scorer.rules import AZURE, Band

#: In the order in which one is kept of those that speak of the same line.
ASSOCIATIONS = ("PAL", "Digital Partner of Record", "CSP Tier 1", "CSP Tier 2")
ADDS_MONTHS = 2

USAGE = (
    UsageRule(
        ADDS, "performance", Decimal(30), DIFFERENCE, (PartRule(AZURE, "tenants", Decimal(3)),)
    ),
    UsageRule(
        GROWTH,
        "customer_success",
        Decimal(20),
        PERCENT,
        (PartRule(AZURE, "usd", Decimal(20), is_proportional=True),),
        gate=Gate(CURRENT, Decimal(1_000)),
    ),
    UsageRule(
        DEPLOYMENTS,
        "customer_success",
        Decimal(10),
        LEVEL,
        (PartRule(AZURE, "services", Decimal(5)),),
    ),
)

# Lists of the scoring steps, by area and metric, then by version.
LISTS = {
    (DATA_AI, INTERMEDIATE): {
        "2022_10": "DP-300 AI-102 DP-100 DP-203 PL-300 MB-260 DP-420",
        "2025_01": "DP-300 AI-102 DP-100 PL-300 DP-420 DP-600 DP-700 DP-203 MB-260",
        "2026_07": "DP-300 AI-102 DP-100 PL-300 DP-420 DP-600 DP-700 DP-800 AI-103 AI-300 DP-750",
    },
    (APP_INNOVATION, INTERMEDIATE): {
        "2022_10": "AZ-204 PL-400",
        "2025_01": "AZ-204 PL-400",
        "2026_07": "AZ-204 PL-400 AI-200 GH-600",
    },
    (APP_INNOVATION, ADVANCED): {
        "2022_10": "AZ-220 AZ-400 PL-600",
        "2025_01": "AZ-400 PL-600 GH-200 GH-100 GH-500 GH-300",
        "2026_07": "AZ-400 PL-600 GH-200 GH-100 GH-500 GH-300",
    },
    (INFRASTRUCTURE, INTERMEDIATE): {
        "2022_10": "AZ-700 AZ-600 AZ-801",
        "2025_01": "AZ-700 AZ-801",
        "2026_07": "AZ-700 AZ-801",
    },
    (INFRASTRUCTURE, ADVANCED): {
        "2022_10": "AZ-140 AZ-120",
        "2025_01": "AZ-140 AZ-120",
        "2026_07": "AZ-140 AZ-120",
    },
}

SHARES = {
    "2025_01": ShareRule(frozenset({SMB_SEGMENT}), 80, False, Decimal(1_000_000)),
    "2026_07": ShareRule(frozenset({SMB_SEGMENT, CORPORATE, SMC}), 80, True),
}
STARTS = {
    "2022_10": date(2022, 10, 3),
    "2025_01": date(2025, 1, 1),
    "2026_07": date(2026, 7, 1),
}


def _steps(gates: list[str], scoring: str, is_smb: bool, people: int, points: int):
    """Give gates and the scoring step; on SMB a gate takes one person, and pays for that one."""
    paid = 4 if is_smb else 0
    opened = [SkillStep(frozenset({gate}), 1 if is_smb else 2, Decimal(paid)) for gate in gates]
    left = people - len(gates) if is_smb else people
    at_max = Decimal(points - paid * len(gates))
    return (*opened, SkillStep(frozenset(scoring.split()), 0, Decimal(0), at_max, left))


def _skilling(area: str, suffix: str, path: str) -> tuple[SkillRule, ...]:
    is_smb = path == SMB
    if area == DATA_AI:
        gates = ["AZ-305", "AZ-104"] if path == SINGLE else ["AZ-104", "AZ-305"]
        scoring = LISTS[area, INTERMEDIATE][suffix]
        return (SkillRule(INTERMEDIATE, Decimal(40), _steps(gates, scoring, is_smb, 10, 40)),)
    return tuple(
        SkillRule(
            metric,
            Decimal(20),
            _steps([gate], LISTS[area, metric][suffix], is_smb, 5, 20),
        )
        for metric, gate in ((INTERMEDIATE, "AZ-104"), (ADVANCED, "AZ-305"))
    )


def _path(area: str, suffix: str, path: str) -> AreaPath:
    size = Band(at_least=Decimal(500 if path == SMB else 1_000))
    return AreaPath(USAGE, _skilling(area, suffix, path), {ADDS: size})


def _version(area: str, suffix: str) -> AreaVersion:
    share = SHARES.get(suffix)
    paths = (ENTERPRISE, SMB) if share else (SINGLE,)
    return AreaVersion(
        area,
        f"{area}_{suffix}",
        STARTS[suffix],
        {path: _path(area, suffix, path) for path in paths},
        share,
    )


VERSIONS = tuple(_version(area, suffix) for area in AZURE_AREAS for suffix in STARTS)
