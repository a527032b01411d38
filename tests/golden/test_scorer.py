"""The scorer by itself, without any build: values, names, certificates, steps, thresholds."""

from datetime import date
from decimal import Decimal

import pytest

from tests.scorer.metrics import Standing, has_size, passes, passes_now, whole_steps
from tests.scorer.names import certificate_of, is_excluded_offer, service_of, workload_of
from tests.scorer.points import shown_points, stored_points
from tests.scorer.reading import CertificateRow
from tests.scorer.rules import AZURE, M365, VERSIONS, LineRule, version_in_force
from tests.scorer.skilling import counts_on, score_skilling
from tests.scorer.tables import header_key
from tests.scorer.values import month_index, read_day, read_id, read_month, read_number
from tests.worlds.golden_cases.people import FIRST_RULES, POINTS, THREE_STEPS

BY_NAME = {version.name: version for version in VERSIONS}


@pytest.mark.parametrize(
    "text",
    [
        *["APR-2023", "apr-2023", "20230401", "2023-04-01", "2023-04-01T00:00:00Z", "2023-04"],
        *["4/1/2023", "04/01/2023", "4/1/2023 12:00:00 AM", "2023-04-01 00:00:00", " 2023-04 "],
    ],
)
def test_month_spellings(text: str) -> None:
    """All are April 2023."""
    assert read_month(text) == month_index(date(2023, 4, 1))


@pytest.mark.parametrize("text", ["4/2/2023", "2023-04-15", "20230402", "13-2023", "April", "2023"])
def test_no_months(text: str) -> None:
    """Another day than the first, or no month at all."""
    with pytest.raises(ValueError):
        read_month(text)


@pytest.mark.parametrize("text", ["22 Aug 2021", "20210822", "2021-08-22", "8/22/2021"])
def test_day_spellings(text: str) -> None:
    """Slashes put the month first."""
    assert read_day(text) == date(2021, 8, 22)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("1234.5", "1234.5"), ("1,234.50", "1234.5"), ("(12.00)", "-12"), ("1e-06", "0.000001")],
        *[("", "0"), ("-0.5", "-0.5"), ("12,345,678", "12345678"), ("2.5E+2", "250")],
        *[("0.12345678905", "0.1234567891"), (" 7 ", "7"), (".5", "0.5")],
    ],
)
def test_number_spellings(text: str, number: str) -> None:
    """Empty counts as zero; ten decimals are kept."""
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234,50", "12,5", "1,23,456", "abc", "(", "1 000", "--1", "e5"])
def test_no_numbers(text: str) -> None:
    """Decimal commas and other nonsense."""
    with pytest.raises(ValueError):
        read_number(text)


def test_any_comma_is_refused_in_a_semicolon_file() -> None:
    """There 1,234 may mean either."""
    with pytest.raises(ValueError):
        read_number("1,234.50", True)


@pytest.mark.parametrize(
    "text", ["", " ", "UNKNOWN", "null", "00000000-0000-0000-0000-000000000000"]
)
def test_ids_that_name_nobody(text: str) -> None:
    """They mean the same as nothing."""
    assert read_id(text) is None


def test_headers_and_names() -> None:
    """Old and new spellings meet."""
    assert header_key("PGA_MPNID") == header_key("PGA Partner ID") == header_key("PGAMpnId")
    assert header_key("TotalACR") == header_key("ACR_USD")
    assert service_of("Standard", " azure  sentinel ", "Key Vault") == "Sentinel"
    assert service_of("", None, "Virtual Machines") is None
    assert workload_of("entra id p2") == workload_of("AADP") == "Microsoft Entra ID P1"
    assert is_excluded_offer(" free  TRIAL") and not is_excluded_offer("Trial plan")
    assert certificate_of("Microsoft 365 Certified: Security Administrator Associate") == "MS-500"
    assert certificate_of("microsoft security operations analyst") == "SC-200"
    assert certificate_of("Azure Fundamentals") is None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        *[(date(2022, 10, 31), "2022_10"), (date(2023, 5, 31), "2022_10")],
        *[(date(2023, 6, 30), "2023_06"), (date(2023, 11, 30), "2023_06")],
        *[(date(2023, 12, 31), "2023_12"), (date(2024, 12, 31), "2023_12")],
        *[(date(2025, 1, 31), "2025_01"), (date(2026, 6, 30), "2025_01")],
        *[(date(2026, 7, 31), "2026_07"), (date(2030, 1, 31), "2026_07")],
    ],
)
def test_version_in_force(day: date, name: str) -> None:
    """The newest that has begun by the last day of the month."""
    assert version_in_force(day).name == f"security_{name}"


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("MS-500", date(2024, 6, 30)),
        ("AZ-500", date(2027, 8, 31)),
        ("SC-400", date(2026, 5, 31)),
    ],
)
def test_withdrawn_certificates_count_until(code: str, last: date) -> None:
    """The last day still counts, the next does not."""
    row = CertificateRow("1", "someone", code, date(2022, 1, 1), None)
    assert counts_on(row, last)
    assert not counts_on(row, date.fromordinal(last.toordinal() + 1))


@pytest.mark.parametrize(("name", "people", "points"), FIRST_RULES, ids=[r[0] for r in FIRST_RULES])
def test_worked_examples_of_the_first_rules(name: str, people: dict, points: str) -> None:
    """Only who holds all three steps scores."""
    rule = BY_NAME["security_2022_10"].paths["single"].skilling
    held = {person: set(codes.split()) for person, codes in people.items()}
    assert score_skilling(rule, held).points == Decimal(points)


@pytest.mark.parametrize("column", ["2023_06", "2023_12", "enterprise", "smb"])
@pytest.mark.parametrize("name", THREE_STEPS)
def test_worked_examples_of_three_steps(name: str, column: str) -> None:
    """Gate by steps 1 and 2, scoring by step 3, under the newest rules of each kind."""
    version, path = {
        "2023_06": ("security_2023_06", "single"),
        "2023_12": ("security_2023_12", "single"),
    }.get(column, ("security_2026_07", column))
    rule = BY_NAME[version].paths[path].skilling
    held = {person: set(codes.split()) for person, codes in THREE_STEPS[name].items()}
    points = POINTS[name].get(column) or POINTS[name][f"{column}_2026_07"]
    assert score_skilling(rule, held).points == Decimal(points)


def _line(version: str, path: str, metric: str, line: str) -> LineRule:
    rules = BY_NAME[f"security_{version}"].paths[path].metrics
    return next(rule.lines[line] for rule in rules if rule.metric == metric)


# Version, path, metric, and the dollars at which a tenant begins and ceases to pass (None: never).
BOUNDS_USD = [
    ("2022_10", "single", "net_customer_adds", "100", None),
    ("2023_12", "single", "deployments", "12000", None),
    ("2025_01", "enterprise", "net_customer_adds", "600", None),
    ("2025_01", "enterprise", "deployments", "12000.01", None),
    ("2025_01", "enterprise", "usage_growth", "12000.01", None),
    ("2025_01", "smb", "net_customer_adds", "600", None),
    ("2025_01", "smb", "deployments", "750", "12000.01"),
    ("2025_01", "smb", "usage_growth", "0.01", "12000.01"),
]


@pytest.mark.parametrize(("version", "path", "metric", "first", "end"), BOUNDS_USD)
def test_bounds_in_dollars(version: str, path: str, metric: str, first: str, end: str) -> None:
    """A cent on either side of each bound."""
    rule = _line(version, path, metric, AZURE)
    cent = Decimal("0.01")
    assert passes(AZURE, rule, Standing(Decimal(first)))
    assert not passes(AZURE, rule, Standing(Decimal(first) - cent))
    if end:
        assert passes(AZURE, rule, Standing(Decimal(end) - cent))
        assert not passes(AZURE, rule, Standing(Decimal(end)))


def _seats(paid: int, active: int = 0) -> Standing:
    return Standing(seats={"Microsoft Intune": (Decimal(paid), Decimal(active))})


def test_bounds_in_seats() -> None:
    """25; 5 to 300; more than 300."""
    single = _line("2023_06", "single", "net_customer_adds", M365)
    smb = _line("2025_01", "smb", "net_customer_adds", M365)
    enterprise = _line("2025_01", "enterprise", "net_customer_adds", M365)
    assert [has_size(M365, single, _seats(paid)) for paid in (24, 25)] == [False, True]
    in_smb = [has_size(M365, smb, _seats(paid)) for paid in (4, 5, 300, 301)]
    assert in_smb == [False, True, True, False]
    assert [has_size(M365, enterprise, _seats(paid)) for paid in (300, 301)] == [False, True]


def test_activity_is_asked_of_the_workload_with_the_size() -> None:
    """Another busy workload does not help."""
    rule = _line("2025_01", "enterprise", "deployments", M365)
    assert [passes(M365, rule, _seats(1000, active)) for active in (149, 150)] == [False, True]
    mixed = {"large": (Decimal(400), Decimal(1)), "busy": (Decimal(4), Decimal(4))}
    assert not passes(M365, rule, Standing(seats=mixed))


def test_carry_over_begins_in_july_2026() -> None:
    """A tenant that outgrew SMB within the year stays counted under the new rules alone."""
    grown = (_seats(301), _seats(300))
    before = _line("2025_01", "smb", "usage_growth", M365)
    since = _line("2026_07", "smb", "usage_growth", M365)
    assert not passes_now(M365, before, *grown)
    assert passes_now(M365, since, *grown)
    assert not passes_now(M365, since, _seats(301), _seats(4))


def test_rounding() -> None:
    """Half up, and a loss is counted in whole steps as a gain is."""
    assert stored_points(Decimal(20) * 1 / 6) == Decimal("3.3333")
    assert stored_points(Decimal("0.00005")) == Decimal("0.0001")
    assert shown_points(Decimal("69.5")) == 70
    assert shown_points(Decimal("69.4999")) == 69
    steps = [whole_steps(Decimal(v), Decimal(750)) for v in ("749.99", "750", "-749.99", "-1500")]
    assert steps == [0, 1, 0, -2]
