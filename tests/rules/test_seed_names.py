"""The seeds agree with each other: spellings are unique, names and sources that are used exist."""

import re
from collections import defaultdict
from datetime import date

import pytest

from tests.rules.seed_rows import SEEDS, Row, read

SEED_NAMES = sorted(f"{path.parent.name}/{path.stem}" for path in SEEDS.glob("*/*.csv"))
ALIASES = {
    "service_names": "service",
    "workload_names": "workload",
    "association_names": "association",
    "offer_names": "offer",
    "certification_titles": "certification",
}
# What a delivered certificate title loses at its ends before it is compared.
MAKERS = ("microsoft certified:", "microsoft 365 certified:", "microsoft 365", "microsoft")
GRADES = ("associate", "expert")

# Spellings met in extracts, each under the name it must lead to.
SPELLINGS = {
    "service_names": {
        "Application Gateway": "Application Gateway WAF v2; WAF Application Gateway",
        "Azure Active Directory B2C": "Microsoft Entra ID B2C; Azure AD B2C",
        "Microsoft Entra External ID": "Azure Active Directory for External Identities;"
        " Microsoft Entra ID for External Identities; External Identities",
        "Microsoft Entra Domain Services": "Azure Active Directory Domain Services;"
        " Azure AD Domain Services",
        "Azure DDoS Protection": "Azure DDOS Protection",
        "Microsoft Defender for Cloud": "Azure Defender; Security Center; Security Centre;"
        " Azure Security Center; Advanced Threat Protection; Advanced Data Security;"
        " Microsoft Defender for Servers; Microsoft Defender for SQL;"
        " Microsoft Defender for Storage; Microsoft Defender for App Service;"
        " Microsoft Defender for Key Vault; Microsoft Defender for Containers;"
        " Microsoft Defender for Kubernetes; Microsoft Defender for container registries;"
        " Microsoft Defender for CSPM; Microsoft Defender CSPM",
        "Azure Front Door Service": "Azure Front Door",
        "Azure IoT Security": "Microsoft Defender for IoT; Azure Defender for IoT",
        "Key Vault": "Azure Key Vault",
        "Network Watcher": "Azure Network Watcher",
        "Sentinel": "Microsoft Sentinel; Azure Sentinel",
        "Microsoft Entra": "Microsoft Entra ID",
        "Microsoft Security Copilot": "Security Copilot; Copilot for Security",
    },
    "workload_names": {
        "Microsoft Entra ID P1": "Azure AD Premium; Azure Active Directory Premium; AADP;"
        " Microsoft Entra ID P2; Entra ID P1; Entra ID P2",
        "Microsoft Defender for Office 365": "MDO",
        "Microsoft Defender for Endpoint": "Microsoft Defender for Endpoints; MDE",
        "Microsoft Defender for Identity": "AATP",
        "Microsoft Purview Information Protection": "Microsoft Information Protection;"
        " Azure Information Protection; Purview Information Protection; AIP; Azip",
        "Microsoft Intune": "Intune",
    },
    "association_names": {
        "PAL": "Partner Admin Link; PartnerAdminLink; Partner Admin Link (PAL)",
        "CPOR": "Claiming Partner of Record; Claiming Partner of Record (CPOR)",
        "CSP Tier 1": "CSP Tier1; CSP T1",
        "CSP Tier 2": "CSP Tier2; CSP T2",
        "Partner of Record": "Partner of record",
        "Digital Partner of Record": "Digital Partner of Record; DPOR",
        "Transacting Partner of Record": "Transacting partner of record",
        "Partner as End-Customer": "Partner as end-customer",
        "Deal Registration": "Deal registration",
    },
    "offer_names": {
        "Internal": "Internal Use",
        "Benefit Program": "Benefit Programs",
        "Trial": "Free Trial",
    },
    "certification_titles": {
        "MS-500": "Microsoft 365 Certified: Security Administrator Associate;"
        " Microsoft 365 Security Administrator Associate",
        "AZ-500": "Microsoft Certified: Azure Security Engineer Associate",
        "SC-100": "Microsoft Certified: Cybersecurity Architect Expert;"
        " Microsoft Cybersecurity Architect Expert",
        "SC-200": "Security Operations Analyst Associate; Microsoft Security Operations Analyst",
        "SC-300": "Identity and Access Administrator Associate;"
        " Microsoft Identity and Access Administrator",
        "SC-400": "Information Protection Administrator Associate;"
        " Information Protection and Compliance Administrator Associate",
        "SC-401": "Microsoft Certified: Information Security Administrator Associate",
        "SC-500": "Cloud and AI Security Engineer Associate",
    },
}


def rules(name: str) -> list[Row]:
    """Rows of one seed of the rules."""
    return read(f"rules/{name}")


def names(name: str) -> list[Row]:
    """Rows of one seed of spellings."""
    return read(f"names/{name}")


def normal(seed: str, text: str) -> str:
    """How a spelling is compared: trimmed, blanks collapsed, lower case; titles lose their ends."""
    text = re.sub(r"\s+", " ", text).strip().lower()
    if seed == "certification_titles":
        for maker in MAKERS:
            if text.startswith(maker):
                text = text.removeprefix(maker).strip()
                break
        for grade in GRADES:
            text = text.removesuffix(" " + grade)
    return text


@pytest.mark.parametrize("seed", ALIASES)
def test_a_spelling_leads_to_one_name_once(seed: str):
    found = defaultdict(list)
    for row in names(seed):
        found[normal(seed, row["alias"])].append(row["alias"])
    assert {key: aliases for key, aliases in found.items() if len(aliases) > 1} == {}


@pytest.mark.parametrize("seed", ALIASES)
def test_spellings_lead_to_their_names_and_there_are_no_others(seed: str):
    leads_to = {normal(seed, row["alias"]): row[ALIASES[seed]] for row in names(seed)}
    expected = {
        normal(seed, spelling): name
        for name, spellings in SPELLINGS[seed].items()
        for spelling in spellings.split(";")
    }
    if seed != "certification_titles":
        expected |= {normal(seed, name): name for name in leads_to.values()}
    assert leads_to == expected


@pytest.mark.parametrize("seed", [seed for seed in ALIASES if seed != "certification_titles"])
def test_a_canonical_name_is_a_spelling_of_itself(seed: str):
    leads_to = {row["alias"]: row[ALIASES[seed]] for row in names(seed)}
    assert {name: leads_to.get(name) for name in leads_to.values()} == {
        name: name for name in leads_to.values()
    }


def test_a_certificate_title_is_found_by_its_own_spelling():
    leads_to = {
        normal("certification_titles", row["alias"]): row["certification"]
        for row in names("certification_titles")
    }
    for row in rules("certifications"):
        assert leads_to[normal("certification_titles", row["title"])] == row["certification"]


def test_names_used_by_rules_exist():
    services = {row["service"] for row in names("service_names")}
    workloads = {row["workload"] for row in names("workload_names")}
    for row in rules("eligible_products"):
        assert row["product"] in (services if row["part"] == "azure" else workloads), row
    associations = {row["association"] for row in names("association_names")}
    assert {row["association"] for row in rules("eligible_associations")} <= associations
    offers = {row["offer"] for row in names("offer_names")}
    assert {row["offer"] for row in rules("excluded_offers")} == offers
    certificates = {row["certification"] for row in rules("certifications")}
    assert {row["certification"] for row in rules("step_certifications")} == certificates
    assert {row["certification"] for row in names("certification_titles")} == certificates
    metrics = {row["metric"] for row in rules("metric_labels")}
    assert {row["metric"] for row in rules("metrics")} == metrics
    paths = {row["path"] for row in rules("path_labels")}
    assert {row["path"] for row in rules("metrics")} == paths


def test_services_and_workloads_share_no_spelling():
    seeds = ("service_names", "workload_names")
    services, workloads = ({normal(seed, row["alias"]) for row in names(seed)} for seed in seeds)
    assert services & workloads == set()


def test_attributions_of_equal_rank_are_kept_by_role():
    ranks = {row["admin_type"]: row["rank"] for row in names("admin_types")}
    assert ranks == {"Owner": "1", "Contributor": "2"}


def test_words_that_look_like_security():
    words = "active directory,bastion,ddos,defender,entra,firewall,front door,key vault,purview,"
    words += "security,sentinel,waf"
    assert sorted(row["word"] for row in names("security_words")) == words.split(",")


@pytest.mark.parametrize("seed", SEED_NAMES)
def test_every_row_names_a_source_a_place_and_a_day(seed: str):
    rows = read(seed)
    assert rows
    assert all(None not in row and None not in row.values() for row in rows), "ragged rows"
    if seed == "rules/decisions":
        return  # our own readings; their reasons name the sources
    sources = {row["source_id"] for row in rules("rule_sources")}
    for row in rows:
        assert row["source_id"] in sources, row
        assert row.get("source_place", "the source itself"), row
        assert date.fromisoformat(row["checked_on"]), row
        assert row.get("is_assumed", "false") in ("true", "false"), row


def test_29_open_questions_each_answered():
    decisions = rules("decisions")
    assert [row["decision_number"] for row in decisions] == [str(n) for n in range(1, 30)]
    assert all(
        value for row in decisions for name, value in row.items() if not name.startswith("rule_")
    )
