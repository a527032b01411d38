"""The seeds agree with each other: spellings are unique, names and sources that are used exist."""

import re
from collections import defaultdict
from datetime import date

import pytest

from orchestration.landing.contracts import CONTRACTS
from tests.rules.seed_rows import AZURE, MODERN_WORK, SECURITY, SEEDS, Row, read

SEED_NAMES = sorted(f"{path.parent.name}/{path.stem}" for path in SEEDS.glob("*/*.csv"))
ALIASES = {
    "service_names": "service",
    "workload_names": "workload",
    "association_names": "association",
    "offer_names": "offer",
}

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
        "Digital Partner of Record": "Digital Partner of Record; DPOR; Partner of record; POR;"
        " Direct Partner of Record",
        "CPOR RevRec": "CPOR Rev Rec; CPOR - RevRec; Microsoft Business Applications Revenue",
        "CPOR RevRec Performance": "CPOR RevRec performance",
        "CPOR OSA": "OSA; MCI BizApps Presales Advisor",
        "CPOR OSU": "OSU; Usage Recognition - Biz Apps",
        "Transacting Partner of Record": "Transacting partner of record",
        "Partner as End-Customer": "Partner as end-customer",
        "Deal Registration": "Deal registration",
    },
    "offer_names": {
        "Internal": "Internal Use",
        "Benefit Program": "Benefit Programs",
        "Trial": "Free Trial",
    },
}


def rules(name: str) -> list[Row]:
    """Rows of one seed of the rules."""
    return read(f"rules/{name}")


def names(name: str) -> list[Row]:
    """Rows of one seed of spellings."""
    return read(f"names/{name}")


def normal(text: str) -> str:
    """How a spelling is compared: trimmed, blanks collapsed, lower case."""
    return re.sub(r"\s+", " ", text).strip().lower()


@pytest.mark.parametrize("seed", ALIASES)
def test_a_spelling_leads_to_one_name_once(seed: str):
    found = defaultdict(list)
    for row in names(seed):
        found[normal(row["alias"])].append(row["alias"])
    assert {key: aliases for key, aliases in found.items() if len(aliases) > 1} == {}


@pytest.mark.parametrize("seed", ALIASES)
def test_spellings_lead_to_their_names_and_there_are_no_others(seed: str):
    leads_to = {normal(row["alias"]): row[ALIASES[seed]] for row in names(seed)}
    expected = {
        normal(spelling): name
        for name, spellings in SPELLINGS[seed].items()
        for spelling in spellings.split(";")
    }
    expected |= {normal(name): name for name in leads_to.values()}
    assert leads_to == expected


@pytest.mark.parametrize("seed", ALIASES)
def test_a_canonical_name_is_a_spelling_of_itself(seed: str):
    leads_to = {row["alias"]: row[ALIASES[seed]] for row in names(seed)}
    assert {name: leads_to.get(name) for name in leads_to.values()} == {
        name: name for name in leads_to.values()
    }


def test_a_title_leads_to_one_certificate_and_every_certificate_has_its_own():
    """Without the maker too; grades are kept (test_certificate_titles.py asks the model)."""
    leads_to: dict[str, str] = {}
    for row in names("certification_titles"):
        assert normal(row["alias"]) not in leads_to, row
        leads_to[normal(row["alias"])] = row["certification"]
    for row in rules("certifications"):
        assert leads_to[normal(row["title"])] == row["certification"]


def test_names_used_by_rules_exist():
    services = {row["service"] for row in names("service_names")}
    workloads = {row["workload"] for row in names("workload_names")}
    for row in read("rules/eligible_products", SECURITY):
        assert row["product"] in (services if row["part"] == "azure" else workloads), row
    associations = {row["association"] for row in names("association_names")}
    # The associations of Business Applications have no spellings yet.
    for row in read("rules/eligible_associations", SECURITY, *AZURE, MODERN_WORK):
        assert row["association"] in associations, row
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
    services, workloads = ({normal(row["alias"]) for row in names(seed)} for seed in seeds)
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


#: Questions of the other areas that wait for their inputs.
WAITING = {10, 19, 23, 24, 25, 29, 30}


def test_open_questions_each_answered():
    """29 that came with Security, and 42 of the other areas but for those that wait."""
    decisions = rules("decisions")
    first = [(str(number), str(number)) for number in range(1, 30)]
    others = [(f"{100 + n}", f"A{n}") for n in range(1, 43) if n not in WAITING]
    named = [(row["decision_number"], row["decision"]) for row in decisions]
    assert named == first + others
    assert all(
        value for row in decisions for name, value in row.items() if not name.startswith("rule_")
    )


def test_open_questions_name_areas_and_the_cells_that_hold_them():
    areas = {row["solution_area"] for row in rules("solution_areas")}
    for row in rules("decisions"):
        assert row["solution_areas"] == "*" or set(row["solution_areas"].split("|")) <= areas, row
        assert bool(row["rule_table"]) == bool(row["rule_name"])
        if row["rule_table"]:
            assert row["where_it_stands"].startswith(f"seeds/rules/{row['rule_table']}.csv: ")
            assert row["rule_name"] in rules(row["rule_table"])[0], row
        else:
            assert row["where_it_stands"].startswith(("models/", "seeds/")), row
        if row["decision"].startswith("A"):
            assert not {"*", SECURITY} & set(row["solution_areas"].split("|")), row


def test_readings_are_of_open_questions_and_of_metrics_of_their_areas():
    asked = {row["decision_number"]: row["solution_areas"] for row in rules("decisions")}
    metrics = {(row["solution_area"], row["metric"]) for row in rules("metrics")}
    for row in rules("decision_readings"):
        areas = asked[row["decision_number"]].split("|")
        assert all(area == "*" or (area, row["metric"]) in metrics for area in areas), row
        assert (row["computation"] == "computed") == bool(row["reading"]), row


def test_segments_lead_to_the_classes_that_a_track_asks_for() -> None:
    classes = defaultdict(set)
    for row in names("segment_names"):
        classes[row["segment_class"]].add(row["spelling"])
    assert {kind: len(found) for kind, found in classes.items()} == {
        "smb": 5,
        "corporate": 3,
        "smc": 4,
        "other": 7,
    }
    # A name for none is no class.
    spellings = {row["spelling"].lower() for row in names("segment_names")}
    assert not spellings & {"", "unknown", "null"}


def test_every_area_is_found_by_its_key_and_its_label() -> None:
    found = {
        row["spelling"].lower(): row["solution_area"]
        for row in names("solution_area_names")
        if row["is_group"] == "false"
    }
    for area in rules("solution_areas"):
        for spelling in (area["solution_area"], area["label"]):
            assert found[spelling.lower()] == area["solution_area"]
    groups = {row["spelling"] for row in names("solution_area_names") if row["is_group"] == "true"}
    assert not {group.lower() for group in groups} & set(found)


def test_no_association_of_the_further_areas_earns_for_security() -> None:
    """Names were added for them alone: what Security counts stays as it was."""
    further = {
        row["association"] for row in names("association_names") if row["checked_on"] > "2026-11-22"
    }
    earning = {
        row["association"]
        for row in rules("eligible_associations")
        if row["solution_area"] == "security"
    }
    assert further and not further & earning


def test_only_the_first_datasets_begin_scores() -> None:
    begin = [row["dataset"] for row in names("dataset_coverage") if row["begins_scores"] == "true"]
    assert begin == ["AzureUsage", "EMSUsage", "CPORM365Usage"]
    usage = {contract.dataset for contract in CONTRACTS if contract.is_usage}
    assert {row["dataset"] for row in names("dataset_coverage")} == usage
