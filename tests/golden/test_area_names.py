"""Names in the other areas: services, segments, tracks, metrics, certificates and their days."""

from datetime import date

import pytest

from tests.scorer.areas.certificates import (
    COUNTS_UNTIL,
    TEAMS_ROOMS,
    TITLES,
    area_certificate_of,
    area_certificates_held,
    counting_code,
)
from tests.scorer.areas.classes import segment_by_words
from tests.scorer.areas.names import (
    ADDS,
    APP_INNOVATION,
    DATA_AI,
    INFRASTRUCTURE,
    area_of,
    metric_of,
    service_key,
    track_areas,
)
from tests.scorer.reading import CertificateRow


@pytest.mark.parametrize("name", ["", " ", "Unknown", "NULL", "null", None])
def test_services_without_a_name(name: str | None) -> None:
    """Their dollars count, but not as a service."""
    assert service_key(name) is None


def test_services_compare_by_name() -> None:
    """Without case and with single blanks."""
    assert service_key(" SQL  Database") == service_key("sql database")


def test_segments_are_believed_in_order() -> None:
    """The first that tells; a vague one only where none does."""
    assert segment_by_words([None, "UNKNOWN", "smb - commercial", "Enterprise"]) == "smb"
    assert segment_by_words(["SMC", "", "Strategic"]) == "other"
    assert segment_by_words(["SMC Commercial", "whatever"]) == "smc"
    assert segment_by_words(["whatever", None]) is None


def test_names() -> None:
    """Ids and what people see, without case; a track of Azure is three."""
    assert area_of("data & ai (azure)") == area_of("DATA_AI") == DATA_AI
    assert track_areas("azure") == (DATA_AI, APP_INNOVATION, INFRASTRUCTURE)
    assert track_areas("Infrastructure (Azure)") == (INFRASTRUCTURE,)
    assert metric_of("Net Customer Adds") == ADDS


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Microsoft Certified: Azure Administrator Associate", "AZ-104"),
        ("azure administrator", "AZ-104"),
        ("Microsoft Azure  Solutions Architect", "AZ-305"),
        ("Microsoft 365 Certified: Fundamentals", "MS-900"),
        ("Microsoft 365 Fundamentals", "MS-900"),
        ("Microsoft 365 Certified: Administrator Expert", "MS-102"),
        ("GitHub Certified: Agentic AI Developer", "GH-600"),
        ("Agentic AI Developer", "GH-600"),
        ("GitHub Actions", "GH-200"),
        ("GitHub Certified: GitHub Actions", "GH-200"),
        ("Microsoft Certified: Azure for SAP Workloads", "AZ-120"),
        ("Dynamics 365 Supply Chain Management Functional Consultant Associate", "MB-330"),
        ("Dynamics 365 Supply Chain Management Functional Consultant Expert", "MB-335"),
        ("Dynamics 365 Supply Chain Management Functional Consultant", None),
        (
            "Microsoft Certified: Dynamics 365 Finance and Operations Apps Developer Associate",
            "MB-500",
        ),
        ("Microsoft Certified: Azure Fundamentals", None),
        ("Microsoft Certified: Azure Developer Associate", "AZ-204"),
        ("", None),
    ],
)
def test_titles(title: str, code: str | None) -> None:
    """Whole, without the maker, and without the grade where one alone is left."""
    assert area_certificate_of(title) == code


def test_no_title_means_two() -> None:
    """Every printed title is told."""
    for code, titles in TITLES.items():
        assert [area_certificate_of(title) for title in titles] == [code] * len(titles)


def _row(title: str, **more: object) -> CertificateRow:
    row = CertificateRow("1", "someone", None, date(2022, 1, 1), None, title, "certification")
    return row._replace(**more)


@pytest.mark.parametrize("code", COUNTS_UNTIL)
def test_withdrawn_certificates(code: str) -> None:
    """The last day still counts, the next does not."""
    last = COUNTS_UNTIL[code]
    row = _row(TITLES[code][0])
    assert area_certificates_held([row], last) == {"someone": {code}}
    assert area_certificates_held([row], date.fromordinal(last.toordinal() + 1)) == {}


def test_assessments() -> None:
    """Of them one is kept; of exams none."""
    rooms = TITLES[TEAMS_ROOMS][0]
    assert counting_code(_row(rooms, kind="assessment")) == TEAMS_ROOMS
    assert counting_code(_row(TITLES["MS-700"][0], kind="assessment")) is None
    assert counting_code(_row(TITLES["MS-700"][0], kind="exam")) is None
