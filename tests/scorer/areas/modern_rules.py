"""The numbers and names of Modern Work, typed for this scorer alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.scorer.areas.certificates import TEAMS_ROOMS
from tests.scorer.areas.names import (
    ADDS,
    ADVANCED,
    DEPLOYMENTS,
    ENTERPRISE,
    GROWTH,
    INTERMEDIATE,
    MODERN_WORK,
    SMB,
)
from tests.scorer.areas.points import BEST_OF, DIFFERENCE, PartRule, UsageRule
from tests.scorer.areas.rules import AreaPath, AreaVersion
from tests.scorer.areas.skilling import SkillRule, SkillStep
from tests.scorer.names import ENTRA, INTUNE
from tests.scorer.names import WORKLOADS as SECURITY_WORKLOADS
from tests.scorer.rules import M365, Band
from tests.scorer.values import name_key

CPOR, DPOR, CSP = "cpor", "dpor", "csp"
ACTIVE_PCT = 40
#: Associations by part, and those that bring a customer, by path.
PART_ASSOCIATIONS = {
    CPOR: ("CPOR",),
    DPOR: ("Digital Partner of Record",),
    CSP: ("CSP Tier 1", "CSP Tier 2"),
}
PARTS = {ENTERPRISE: (CPOR, DPOR), SMB: (CPOR, CSP)}

FIRST_WORKLOADS: dict[str, list[str]] = {
    INTUNE: ["Intune"],
    "Exchange Online": ["EXO", "Exchange"],
    "Microsoft 365 Apps": ["ProPlus", "Office 365 ProPlus", "M365 Apps"],
    "SharePoint Online": ["SPO", "SharePoint"],
    "Teams": ["Microsoft Teams"],
    "Teams Meetings": ["TeamsMeetings"],
    "Teams Phone calling": [
        *["Teams Phone calling 1p/3p", "TeamsPhonecalling1p/3p", "Teams Calling"],
    ],
    "Teams Apps": ["Teams Platform", "TeamsPlatform"],
    "Viva Engage": ["Yammer"],
    "Teams Phone": ["TeamsPhone"],
}
WORKLOADS_2023: dict[str, list[str]] = {
    "Viva Insights": ["VivaInsights"],
    "Viva Topics": ["VivaTopics"],
    "Viva Learning": ["VivaLearning"],
    "Viva Connections": ["VivaConnections"],
}
WORKLOADS_2026: dict[str, list[str]] = {
    "Viva Goals": ["VivaGoals"],
    "M365 Copilot": ["Microsoft 365 Copilot", "Copilot for Microsoft 365"],
    ENTRA: SECURITY_WORKLOADS[ENTRA],
    "Teams for Frontline Workers": [],
    "Teams Phone Enabled Users": [],
    "Teams Rooms Monthly Active Devices": [],
    "Windows 365": [],
}
#: Earns in customer success alone.
SUCCESS_WORKLOADS_2026: dict[str, list[str]] = {"Teams Premium": []}

OLD_INTERMEDIATE = "MS-900 MS-600 MS-700 MS-203 SC-300 MS-721 MD-102"
NEW_INTERMEDIATE = "MS-900 MS-700 SC-300 MS-721 MD-102 AB-900"
ADVANCED_LIST = f"MS-102 {TEAMS_ROOMS}"
STARTS = {
    "2022_10": date(2022, 10, 3),
    "2023_06": date(2023, 6, 12),
    "2026_05": date(2026, 5, 8),
    "2026_07": date(2026, 7, 1),
}
SIZES = {
    ENTERPRISE: Band(above=Decimal(300)),
    SMB: Band(at_least=Decimal(11), at_most=Decimal(300)),
}


@dataclass(frozen=True)
class ModernVersion(AreaVersion):
    """One rule version; with `carries_over` a tenant that outgrew SMB stays counted there."""

    workloads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    carries_over: bool = False


def _parts(path: str, unit: str, cpor: int, other: int, is_proportional: bool = False):
    first, second = PARTS[path]
    return (
        PartRule(first, unit, Decimal(cpor), is_proportional),
        PartRule(second, unit, Decimal(other), is_proportional),
    )


def _people(metric: str, points: int, people: int, codes: str) -> SkillRule:
    step = SkillStep(frozenset(codes.split()), 0, Decimal(0), Decimal(points), people)
    return SkillRule(metric, Decimal(points), (step,))


def _path(suffix: str, path: str) -> AreaPath:
    is_smb = path == SMB
    success = "customer_success"
    adds = PartRule(M365, "tenants", Decimal(10 if is_smb else 5))
    growth = (500, 2_000) if is_smb else (1_000, 4_000)
    usage = (
        UsageRule(ADDS, "performance", Decimal(20), DIFFERENCE, (adds,)),
        UsageRule(
            GROWTH,
            success,
            Decimal(30),
            DIFFERENCE,
            _parts(path, "users", *growth, is_proportional=True),
            BEST_OF,
        ),
        UsageRule(
            DEPLOYMENTS,
            success,
            Decimal(25),
            DIFFERENCE,
            _parts(path, "tenants", 5, 10),
            BEST_OF,
        ),
    )
    codes = OLD_INTERMEDIATE if suffix < "2026_05" else NEW_INTERMEDIATE
    skilling = (
        _people(INTERMEDIATE, 10, 2 if is_smb else 4, codes),
        _people(ADVANCED, 15, 1 if is_smb else 2, ADVANCED_LIST),
    )
    return AreaPath(usage, skilling, dict.fromkeys((ADDS, GROWTH, DEPLOYMENTS), SIZES[path]))


def _workloads(suffix: str) -> dict[str, frozenset[str]]:
    names = set(FIRST_WORKLOADS)
    names |= set(WORKLOADS_2023) if suffix >= "2023_06" else set()
    names |= set(WORKLOADS_2026) if suffix >= "2026_05" else set()
    success = names | (set(SUCCESS_WORKLOADS_2026) if suffix >= "2026_05" else set())
    return {
        ADDS: frozenset(names),
        GROWTH: frozenset(success),
        DEPLOYMENTS: frozenset(success),
    }


VERSIONS = tuple(
    ModernVersion(
        MODERN_WORK,
        f"{MODERN_WORK}_{suffix}",
        start,
        {path: _path(suffix, path) for path in (ENTERPRISE, SMB)},
        workloads=_workloads(suffix),
        carries_over=suffix >= "2026_07",
    )
    for suffix, start in STARTS.items()
)

_WORKLOAD_OF = {
    name_key(alias): name
    for names in (FIRST_WORKLOADS, WORKLOADS_2023, WORKLOADS_2026, SUCCESS_WORKLOADS_2026)
    for name, aliases in names.items()
    for alias in [name, *aliases]
}


def modern_workload_of(name: str | None) -> str | None:
    """Name a workload; None for one that no version takes."""
    return _WORKLOAD_OF.get(name_key(name))
