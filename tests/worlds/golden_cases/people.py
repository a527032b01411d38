"""The worked examples of certifications, one partner each, and the days one counts.

The rules of 2022 need MS-500, which stopped counting in June 2024: those examples are seen from May
2023.
"""

from datetime import date

from tests.worlds.golden_cases.case import AS_OF, EARLY, NEWEST, SKILLING, Book, Case

MAY_2023 = date(2023, 5, 1)
ALL_2022 = "MS-500 AZ-500 SC-200"

# Name, who holds what, points.
FIRST_RULES = [
    ("ab_hold_all_three", {"a": ALL_2022, "b": ALL_2022}, "13.3333"),
    ("one_step_each", {"a": "MS-500", "b": "AZ-500", "c": "SC-200"}, "0"),
    ("a_holds_steps_1_2", {"a": "MS-500 AZ-500"}, "0"),
    ("a_holds_steps_1_2_3", {"a": "MS-500 AZ-500 SC-300"}, "6.6667"),
    ("ab_hold_steps_2_3", {"a": "AZ-500 SC-400", "b": "AZ-500 SC-200"}, "0"),
    ("ab_hold_steps_2_3_and_1", {"a": "AZ-500 SC-400 MS-500", "b": ALL_2022}, "13.3333"),
    ("three_hold_all_three", {"a": ALL_2022, "b": ALL_2022, "c": ALL_2022}, "20"),
    ("seven_hold_all_three", {p: ALL_2022 for p in "abcdefg"}, "40"),
    ("one_of_two_holds_all", {"a": ALL_2022, "b": "SC-300 SC-400"}, "6.6667"),
]

THREE_STEPS = {
    "two_two_three": {"a": "AZ-500", "b": "AZ-500", "c": "SC-200", "d": "SC-200"}
    | {"e": "SC-100", "f": "SC-300", "g": "SC-100"},
    "two_two_two": {"a": "AZ-500", "b": "AZ-500", "c": "SC-200", "d": "SC-200"}
    | {"e": "SC-100", "f": "SC-300"},
    "two_zero_two": {"a": "AZ-500", "b": "AZ-500", "e": "SC-100", "f": "SC-300"},
    "one_two_two": {"a": "AZ-500", "c": "SC-200", "d": "SC-200", "e": "SC-100", "f": "SC-300"},
    "two_one_two": {"a": "AZ-500", "b": "AZ-500", "c": "SC-200", "e": "SC-100", "f": "SC-300"},
    "zero_two_two": {"c": "SC-200", "d": "SC-200", "e": "SC-100", "f": "SC-300"},
    "zero_zero_two": {"e": "SC-100", "f": "SC-300"},
    "zero_one_zero": {"c": "SC-200"},
    "one_zero_zero": {"a": "AZ-500"},
    "one_one_one": {"a": "AZ-500", "b": "SC-200", "c": "SC-100"},
    "two_people_hold_all": {"a": "AZ-500 SC-200 SC-100", "b": "AZ-500 SC-200 SC-300"},
    "several_scoring_on_one_person": {
        "a": "AZ-500 SC-200 SC-100 SC-300 SC-401",
        "b": "AZ-500 SC-200",
    },
    "four_four_four": {p: "AZ-500 SC-200 SC-100" for p in "abcd"},
    "six_six_six": {p: "AZ-500 SC-200 SC-100" for p in "abcdef"},
    "seven_seven_seven": {p: "AZ-500 SC-200 SC-401" for p in "abcdefg"},
    "sc_500_beside_az_500": {"a": "SC-500", "b": "AZ-500", "c": "SC-200 SC-300", "d": "SC-200"},
    "both_of_step_1_on_one_person": {"a": "SC-500 AZ-500", "c": "SC-200 SC-300", "d": "SC-200"},
}

# Points of the cases above: 2023_06 (one person a step, SC-200 scores too), 2023_12, enterprise,
# smb; 2026_07 where it differs. A scoring person is 40 / 6 = 6.6667, on smb 8, its steps 4 + 4.
POINTS = {
    # people of step 3 in 2023_06: c, d by SC-200 as well
    "two_two_three": {"2023_06": "33.3333", "2023_12": "20", "enterprise": "20", "smb": "32"},
    "two_two_two": {
        "2023_06": "26.6667",
        "2023_12": "13.3333",
        "enterprise": "13.3333",
        "smb": "24",
    },
    "two_zero_two": {"2023_06": "0", "2023_12": "0", "enterprise": "0", "smb": "4"},
    "one_two_two": {"2023_06": "26.6667", "2023_12": "0", "enterprise": "0", "smb": "24"},
    "two_one_two": {"2023_06": "20", "2023_12": "0", "enterprise": "0", "smb": "24"},
    "zero_two_two": {"2023_06": "0", "2023_12": "0", "enterprise": "0", "smb": "4"},
    "zero_zero_two": {"2023_06": "0", "2023_12": "0", "enterprise": "0", "smb": "0"},
    "zero_one_zero": {"2023_06": "0", "2023_12": "0", "enterprise": "0", "smb": "4"},
    "one_zero_zero": {"2023_06": "0", "2023_12": "0", "enterprise": "0", "smb": "4"},
    "one_one_one": {"2023_06": "13.3333", "2023_12": "0", "enterprise": "0", "smb": "16"},
    "two_people_hold_all": {
        "2023_06": "13.3333",
        "2023_12": "13.3333",
        "enterprise": "13.3333",
        "smb": "24",
    },
    "several_scoring_on_one_person": {
        "2023_06": "13.3333",
        "2023_12": "6.6667",
        "enterprise": "6.6667",
        "smb": "16",
    },
    "four_four_four": {
        "2023_06": "26.6667",
        "2023_12": "26.6667",
        "enterprise": "26.6667",
        "smb": "40",
    },
    "six_six_six": {"2023_06": "40", "2023_12": "40", "enterprise": "40", "smb": "40"},
    # SC-401 scores since 2025; in 2023_06 SC-200 scores
    "seven_seven_seven": {"2023_06": "40", "2023_12": "0", "enterprise": "40", "smb": "40"},
    # one AZ-500 is enough for 2023_06 and for smb; c and d score by SC-200 in 2023_06
    "sc_500_beside_az_500": {
        "2023_06": "13.3333",
        "2023_12": "0",
        "enterprise_2025_01": "0",
        "enterprise_2026_07": "6.6667",
        "smb": "16",
    },
    "both_of_step_1_on_one_person": {
        "2023_06": "13.3333",
        "2023_12": "0",
        "enterprise": "0",
        "smb": "16",
    },
}


def _expect(case: Case, points: dict[str, str], why: str) -> None:
    for column, value in points.items():
        path = {"2023_06": "single_2023_06", "2023_12": "single_2023_12"}.get(column, column)
        case.expect(SKILLING, why, **{path: value})


def _examples(book: Book) -> None:
    for name, people, points in FIRST_RULES:
        case = book.case(f"rules_of_2022_{name}", EARLY)
        case.people(EARLY, **people)
        why = "40 / 6 for each who holds all three steps"
        case.expect(SKILLING, why, as_of=MAY_2023, single_2022_10=points)
    case = book.case("rules_of_june_2023_one_step_each")
    case.people(a="AZ-500", b="SC-200", c="SC-300")
    why = "b scores by SC-200 and c by SC-300"
    case.expect(SKILLING, why, single_2023_06="13.3333")
    # MS-500 opens the gate and does not score; it counts until June 2024.
    case = book.case("rules_of_june_2023_one_step_each_by_ms_500", EARLY)
    case.people(EARLY, a="AZ-500", b="MS-500", c="SC-300")
    why = "one scoring person"
    case.expect(SKILLING, why, as_of=date(2023, 6, 1), single_2023_06="6.6667")
    case.expect(SKILLING, why, as_of=date(2023, 11, 1), single_2023_06="6.6667")
    case.expect(SKILLING, "two of each step are asked", date(2023, 12, 1), single_2023_12="0")
    for name, people in THREE_STEPS.items():
        case = book.case(name)
        case.people(**people)
        _expect(case, POINTS[name], "steps 1, 2 and 3 by their people")
    key = (AS_OF, "security_2026_07", "enterprise", SKILLING)
    for name, status in (
        ("two_zero_two", "prerequisites_missing"),
        ("six_six_six", "scored"),
        ("seven_seven_seven", "capped"),
    ):
        book.cases[name].note("metric_scores", key, "status", status, "the gate, the cap")


def _days(book: Book) -> None:
    """Vary one scoring person beside two that keep both gates open: 6.6667 or nothing."""
    gate = {"gate1": "AZ-500 SC-200", "gate2": "AZ-500 SC-200"}
    last_day = date(2026, 10, 31)
    for name, completed, expires, points in (
        ("completed_on_the_last_day", last_day, None, "6.6667"),
        ("completed_a_day_late", date(2026, 11, 1), None, "0"),
        ("expires_on_the_last_day", date(2024, 1, 1), last_day, "6.6667"),
        ("expired_the_day_before", date(2024, 1, 1), date(2026, 10, 30), "0"),
        ("never_expires", date(2024, 1, 1), "NA", "6.6667"),
    ):
        case = book.case(name)
        case.people(**gate)
        case.newest.certificate(case.partner, "scorer", "SC-300", completed, expires)
        case.expect(SKILLING, f"held on {last_day}?", enterprise=points)

    for name, extra in (
        ("expired_and_renewed", {"expires": date(2025, 1, 1)}),
        ("one_person_at_two_locations", {"MPNId": "4"}),
        (
            "one_person_two_spellings_of_the_title",
            {"TrainingTitle": "Identity and Access Administrator"},
        ),
    ):
        case = book.case(name)
        case.people(**gate, scorer="SC-300")
        case.newest.certificate(case.partner, "scorer", "SC-300", **extra)
        case.expect(SKILLING, "one scoring person", enterprise="6.6667")

    case = book.case("people_without_an_mcp_id")
    case.people(**gate)
    for mail, second in (("Ann@P.example", ""), (" ann@p.EXAMPLE", ""), ("", "bob@p.example")):
        ids = {"MCPID": "", "CorpEmail": mail, "Email": second}
        case.newest.certificate(case.partner, "someone", "SC-100", **ids)
    case.newest.certificate(case.partner, "x", "SC-100", MCPID="", CorpEmail="", Email="")
    case.expect(SKILLING, "ann twice, bob, and nobody: two people", enterprise="13.3333")

    case = book.case("trainings_that_are_no_certifications")
    case.people(**gate)
    case.newest.certificate(case.partner, "x", "SC-300", TrainingType="Exam")
    case.newest.certificate(case.partner, "y", "SC-300", TrainingTitle="Azure Fundamentals")
    case.expect(SKILLING, "nobody scores", enterprise="0")

    for name, title in (
        ("title_without_a_brand", "identity and access administrator"),
        ("title_with_the_short_brand", "Microsoft Identity and Access Administrator Associate"),
        ("title_in_capitals", "MICROSOFT CERTIFIED:  IDENTITY AND ACCESS ADMINISTRATOR ASSOCIATE"),
    ):
        case = book.case(name)
        case.people(**gate)
        case.newest.certificate(case.partner, "scorer", "SC-300", TrainingTitle=title)
        case.expect(SKILLING, title, enterprise="6.6667")


def _withdrawn(book: Book) -> None:
    case = book.case("ms_500_until_june_2024", EARLY, NEWEST)
    case.people(EARLY, a="AZ-500 MS-500 SC-300", b="AZ-500 MS-500")
    case.newest.certificate(case.partner, "a", "SC-300")
    why = "two of each, one scores"
    case.expect(SKILLING, why, as_of=date(2024, 6, 1), single_2023_12="6.6667")
    case.expect(SKILLING, "MS-500 is over", as_of=date(2024, 7, 1), single_2023_12="0")

    case = book.case("sc_400_until_may_2026", EARLY, NEWEST)
    both = "AZ-500 SC-200"
    case.people(EARLY, a=both, b=f"{both} SC-400")
    case.people(a=both, b=both)
    why = "SC-400 still scores"
    case.expect(SKILLING, why, date(2026, 5, 1), enterprise_2025_01="6.6667", smb_2025_01="16")
    why = "SC-400 is over"
    case.expect(SKILLING, why, date(2026, 6, 1), enterprise_2025_01="0", smb_2025_01="8")

    case = book.case("left_between_the_deliveries", EARLY, NEWEST)
    case.people(EARLY, a=both, b=f"{both} SC-100")
    case.people(a=both, b=both)
    for as_of, basis in (
        ("2022-10", "reconstructed"),
        ("2023-05", "snapshot"),
        ("2026-09", "snapshot"),
    ):
        month = date(int(as_of[:4]), int(as_of[5:]), 1)
        version = {"2022-10": "2022_10", "2023-05": "2022_10", "2026-09": "2026_07"}[as_of]
        path = "enterprise" if version == "2026_07" else "single"
        key = (month, f"security_{version}", path)
        case.note(
            "designations", key, "skilling_basis", basis, "which delivery tells of the people"
        )
    why = "September 2026 knows the people of May 2023 only"
    case.expect(SKILLING, why, date(2026, 9, 1), enterprise_2026_07="6.6667")
    case.expect(SKILLING, "b's SC-100 is not in the newest list", enterprise="0")


def add(book: Book) -> None:
    """Add the cases of this file."""
    _examples(book)
    _days(book)
    _withdrawn(book)
