"""What the other areas call things: areas, metrics, services without a name, segments."""

from tests.scorer.values import name_key

DATA_AI = "data_ai"
APP_INNOVATION = "digital_app_innovation"
INFRASTRUCTURE = "infrastructure"
BUSINESS = "business_applications"
MODERN_WORK = "modern_work"
AZURE_AREAS = (DATA_AI, APP_INNOVATION, INFRASTRUCTURE)
AREAS = (*AZURE_AREAS, BUSINESS, MODERN_WORK)

AREA_NAMES = {
    DATA_AI: "Data & AI (Azure)",
    APP_INNOVATION: "Digital & App Innovation (Azure)",
    INFRASTRUCTURE: "Infrastructure (Azure)",
    BUSINESS: "Business Applications",
    MODERN_WORK: "Modern Work",
}

ADDS, GROWTH, DEPLOYMENTS = "net_customer_adds", "usage_growth", "deployments"
INTERMEDIATE, ADVANCED = "intermediate_certifications", "advanced_certifications"
METRIC_NAMES = {
    ADDS: "Net customer adds",
    INTERMEDIATE: "Intermediate certifications",
    ADVANCED: "Advanced certifications",
    GROWTH: "Usage growth",
    DEPLOYMENTS: "Deployments",
}
SINGLE, ENTERPRISE, SMB = "single", "enterprise", "smb"

SMB_SEGMENT, CORPORATE, SMC, OTHER = "smb", "corporate", "smc", "other"
SEGMENTS: dict[str, list[str]] = {
    SMB_SEGMENT: [
        *["SMB", "Small and Medium Business", "SMC-SMB", "SMB - Commercial", "SMB-Commercial"],
    ],
    CORPORATE: ["SMC-Corporate", "SMC Corporate", "Corporate"],
    SMC: [
        *["SMC", "SMC Commercial", "Small, Medium & Corporate"],
        "Small, Medium & Corporate Commercial",
    ],
    OTHER: [
        *["Enterprise", "Enterprise Commercial", "Major Commercial", "Major Public Sector"],
        *["Strategic", "Education", "EDU"],
    ],
}

NO_SERVICE = {"", "unknown", "null"}
VIRTUAL_MACHINES = [
    "Virtual Machines",
    *[
        f"{start} {end}"
        for start in ("Virtual Machines", "Virtual Machine")
        for end in ("Licenses", "License", "Licences", "Licence")
        if (start, end) != ("Virtual Machine", "License")
    ],
]

_SEGMENT_OF = {name_key(text): name for name, texts in SEGMENTS.items() for text in texts}
_AREA_OF = {name_key(text): area for area, shown in AREA_NAMES.items() for text in (area, shown)}
_METRIC_OF = {
    name_key(text): metric for metric, shown in METRIC_NAMES.items() for text in (metric, shown)
}
_EXCLUDED_SERVICES = {name_key(name) for name in VIRTUAL_MACHINES}


def segment_of(text: str | None) -> str | None:
    """Name the class of a segment; None for one that is not known."""
    return _SEGMENT_OF.get(name_key(text))


def service_key(text: str | None) -> str | None:
    """Bring a service to the form that compares; None where it has no name."""
    key = name_key(text)
    return None if key in NO_SERVICE else key


def is_excluded_service(key: str) -> bool:
    """Tell whether a service, in the form that compares, is no deployment."""
    return key in _EXCLUDED_SERVICES


def area_of(text: str | None) -> str | None:
    """Name a solution area by its id or as people see it."""
    return _AREA_OF.get(name_key(text))


def track_areas(text: str | None) -> tuple[str, ...]:
    """Name the areas a track speaks of; Azure speaks of three."""
    if name_key(text) == "azure":
        return AZURE_AREAS
    area = area_of(text)
    return (area,) if area else ()


def metric_of(text: str | None) -> str | None:
    """Name a metric by its id or as people see it."""
    return _METRIC_OF.get(name_key(text))


def path_of(text: str | None) -> str | None:
    """Name one of the two paths."""
    key = name_key(text)
    return key if key in (ENTERPRISE, SMB) else None
