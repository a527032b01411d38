"""The spellings of services, workloads, associations, offers and certificates in an extract."""

from functools import lru_cache

from tests.scorer.values import name_key

SERVICES: dict[str, list[str]] = {
    "Application Gateway": ["Application Gateway WAF v2", "WAF Application Gateway"],
    "Azure Active Directory B2C": ["Microsoft Entra ID B2C", "Azure AD B2C"],
    "Microsoft Entra External ID": [
        "Azure Active Directory for External Identities",
        "Microsoft Entra ID for External Identities",
        "External Identities",
    ],
    "Microsoft Entra Domain Services": [
        "Azure Active Directory Domain Services",
        "Azure AD Domain Services",
    ],
    "Azure Bastion": [],
    "Azure DDoS Protection": ["Azure DDOS Protection"],
    "Microsoft Defender for Cloud": [
        "Azure Defender",
        "Security Center",
        "Security Centre",
        "Azure Security Center",
        "Advanced Threat Protection",
        "Advanced Data Security",
        "Microsoft Defender for Servers",
        "Microsoft Defender for SQL",
        "Microsoft Defender for Storage",
        "Microsoft Defender for App Service",
        "Microsoft Defender for Key Vault",
        "Microsoft Defender for Containers",
        "Microsoft Defender for Kubernetes",
        "Microsoft Defender for container registries",
        "Microsoft Defender for CSPM",
        "Microsoft Defender CSPM",
    ],
    "Azure Firewall": [],
    "Azure Firewall Manager": [],
    "Azure Front Door Service": ["Azure Front Door"],
    "Azure IoT Security": ["Microsoft Defender for IoT", "Azure Defender for IoT"],
    "Key Vault": ["Azure Key Vault"],
    "Network Watcher": ["Azure Network Watcher"],
    "Sentinel": ["Microsoft Sentinel", "Azure Sentinel"],
    "Microsoft Entra": ["Microsoft Entra ID"],
    "Microsoft Entra Verified ID": [],
    "Microsoft Purview": [],
    "Microsoft Security Copilot": ["Security Copilot", "Copilot for Security"],
}

ENTRA = "Microsoft Entra ID P1"
OFFICE = "Microsoft Defender for Office 365"
ENDPOINT = "Microsoft Defender for Endpoint"
IDENTITY = "Microsoft Defender for Identity"
INFORMATION = "Microsoft Purview Information Protection"
INTUNE = "Microsoft Intune"

WORKLOADS: dict[str, list[str]] = {
    ENTRA: [
        "Azure AD Premium",
        "Azure Active Directory Premium",
        "AADP",
        "Microsoft Entra ID P2",
        "Entra ID P1",
        "Entra ID P2",
    ],
    OFFICE: ["MDO"],
    ENDPOINT: ["Microsoft Defender for Endpoints", "MDE"],
    IDENTITY: ["AATP"],
    INFORMATION: [
        "Microsoft Information Protection",
        "Azure Information Protection",
        "Purview Information Protection",
        "AIP",
        "Azip",
    ],
    INTUNE: ["Intune"],
}

ASSOCIATIONS: dict[str, list[str]] = {
    "PAL": ["Partner Admin Link", "PartnerAdminLink", "Partner Admin Link (PAL)"],
    "CPOR": ["Claiming Partner of Record"],
    "CSP Tier 1": ["CSP Tier1", "CSP T1"],
    "CSP Tier 2": ["CSP Tier2", "CSP T2"],
    # These earn in the other areas alone.
    "Digital Partner of Record": [
        *["Partner of record", "DPOR", "POR", "Direct Partner of Record"],
    ],
    "CPOR RevRec": [
        *["CPOR Rev Rec", "CPOR - RevRec", "Microsoft Business Applications Revenue"],
    ],
    "CPOR RevRec Performance": [],
    "CPOR OSA": ["OSA", "MCI BizApps Presales Advisor"],
    "CPOR OSU": ["OSU", "Usage Recognition - Biz Apps"],
}

EXCLUDED_OFFERS = [
    "Support",
    "Internal",
    "Internal Use",
    "Benefit Program",
    "Benefit Programs",
    "Trial",
    "Free Trial",
]

CERTIFICATES: dict[str, list[str]] = {
    "MS-500": ["Security Administrator Associate"],
    "AZ-500": ["Azure Security Engineer Associate"],
    "SC-100": ["Cybersecurity Architect Expert"],
    "SC-200": ["Security Operations Analyst Associate", "Security Operations Analyst"],
    "SC-300": ["Identity and Access Administrator Associate", "Identity and Access Administrator"],
    "SC-400": [
        "Information Protection Administrator Associate",
        "Information Protection and Compliance Administrator Associate",
    ],
    "SC-401": ["Information Security Administrator Associate"],
    "SC-500": ["Cloud and AI Security Engineer Associate"],
}

# Longest first: the plain brand would otherwise hide the longer forms.
TITLE_STARTS = ["microsoft 365 certified:", "microsoft certified:", "microsoft 365", "microsoft"]
TITLE_ENDS = [" associate", " expert"]


def title_key(title: str | None) -> str:
    """Bring a certificate's title to the form that compares: without brand and level."""
    key = name_key(title)
    for start in TITLE_STARTS:
        if key.startswith(start):
            key = key.removeprefix(start).strip()
            break
    for end in TITLE_ENDS:
        if key.endswith(end):
            key = key.removesuffix(end).strip()
            break
    return key


def _lookup(names: dict[str, list[str]]) -> dict[str, str]:
    return {name_key(alias): name for name, aliases in names.items() for alias in [name, *aliases]}


_SERVICE_OF = _lookup(SERVICES)
_WORKLOAD_OF = _lookup(WORKLOADS)
_ASSOCIATION_OF = _lookup(ASSOCIATIONS)
_EXCLUDED_KEYS = {name_key(offer) for offer in EXCLUDED_OFFERS}
_CERTIFICATE_OF = {title_key(t): code for code, titles in CERTIFICATES.items() for t in titles}


def service_of(level_4: str | None, level_3: str | None, level_2: str | None) -> str | None:
    """Name the service of a row: the deepest level that names any service, eligible or not."""
    for level in (level_4, level_3, level_2):
        service = _SERVICE_OF.get(name_key(level))
        if service:
            return service
    return None


def workload_of(name: str | None) -> str | None:
    """Name the workload, None for one that the programme does not know."""
    return _WORKLOAD_OF.get(name_key(name))


def association_of(name: str | None) -> str | None:
    """Name an association that some version takes; None for all that never earn, known or not."""
    return _ASSOCIATION_OF.get(name_key(name))


def is_excluded_offer(name: str | None) -> bool:
    """Tell whether the offer keeps a row from counting."""
    return name_key(name) in _EXCLUDED_KEYS


@lru_cache(maxsize=10_000)
def certificate_of(title: str | None) -> str | None:
    """Give the code of a certificate by its title, None for other trainings."""
    return _CERTIFICATE_OF.get(title_key(title))
