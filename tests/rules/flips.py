"""Not tests: every decision that is data, flipped by one edit of one seed in a version of its own.

A variant is a copy of all rows of a published version under another name, with one edit. Its first
day lies far ahead, so that it is in force nowhere, and the newest month is scored under it as under
every version. Partners are made so that the edit changes one figure that is worked out here by
hand.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.worlds.writer import Delivery, add_months

NEWEST, YEAR_AGO = date(2026, 10, 1), date(2025, 10, 1)
#: Seeds with rows by rule version, the first of them with the day it begins.
VERSIONED = (
    "rule_versions", "programme", "metrics", "metric_parts", "criteria", "eligible_associations",
    "eligible_products", "excluded_offers", "partner_classes", "skilling_steps",
    "step_certifications",
)  # fmt: skip

Row = dict[str, str]


@dataclass(frozen=True)
class Flip:
    """One edit: in the row of `seed` that `where` finds, `column` becomes `value`; with value None
    the row is gone. `shipped` and `flipped` are what the column `read` of the scores says of the
    partner, path and metric before and after."""

    decision: int
    name: str
    seed: str
    where: Row
    column: str
    value: str | None
    partner: str
    path: str
    metric: str | None
    read: str
    shipped: object
    flipped: object
    base: str = "security_2026_07"

    @property
    def version(self) -> str:
        return f"security_flip_{self.name}"


ADDS, DEPLOYMENTS, GROWTH = "net_customer_adds", "deployments", "usage_growth"
SKILLING = "intermediate_certifications"


def _of(path: str, metric: str, part: str = "", **more: str) -> Row:
    row = {"path": path, "metric": metric, **more}
    return row | ({"part": part} if part else {})


FLIPS = [
    # Two tenants gained on Azure, one lost on Microsoft 365: 2 + 0 by line, 2 - 1 netted; 4 each.
    Flip(1, "net_lines", "metrics", _of("smb", ADDS), "combine", "net_then_floor",
         "7100001", "smb", ADDS, "points", "8", "4"),
    # And the other way round for deployments: 2 - 1 netted, 2 by line; 20/6 each.
    Flip(1, "floor_lines", "metrics", _of("smb", DEPLOYMENTS), "combine", "floor_each",
         "7100001", "smb", DEPLOYMENTS, "points", "3.3333", "6.6667"),
    # 1,000 dollars more by 750: one whole step, or 1.3333.
    Flip(2, "part_steps", "metric_parts", _of("smb", GROWTH, "azure"), "step_rounding",
         "proportional", "7100002", "smb", GROWTH, "points", "1", "1.3333"),
    # 20 + 13.3333 + 3 + 33.3333 = 69.6666, which is shown as 70.
    Flip(3, "rounded_pass", "programme", {}, "pass_basis", "rounded",
         "7100003", "enterprise", None, "qualifies", False, True),
    # Usage growth has exactly one point, certificates have none.
    Flip(4, "above_one_point", "programme", {}, "metric_floor_points", "1",
         "7100002", "smb", None, "metrics_without_points", 1, 2),
    # Intune 2 of 20 active is a tenth; 6 of all 24 licences are a quarter.
    Flip(5, "activity_of_tenant", "criteria",
         _of("smb", DEPLOYMENTS, "m365", criterion="activity"), "holds_on", "tenant",
         "7100005", "smb", DEPLOYMENTS, "points", "0", "3.3333"),
    # One line reported as 12 x 40 by PAL and as 12 x 60 by CSP Tier 1; 600 are asked.
    Flip(8, "csp_first", "eligible_associations", {"part": "azure", "association": "PAL"}, "rank",
         "9", "7100008", "smb", ADDS, "points", "0", "4"),
    # 12 x 60 under the offer Trial.
    Flip(9, "trial_earns", "excluded_offers", {"offer": "Trial"}, "offer", None,
         "7100009", "smb", ADDS, "points", "0", "4"),
    # 20,000 dollars: a new customer on either path, until the SMB path ends at 12,000.
    Flip(10, "one_path", "criteria", _of("smb", ADDS, "azure"), "upper", "12000",
         "7100010", "smb", ADDS, "points", "4", "0"),
    # 1,500 now and a year ago: no growth, or two steps of 750 as a level.
    Flip(12, "growth_as_level", "metric_parts", _of("smb", GROWTH, "azure"), "comparison", "level",
         "7100012", "smb", GROWTH, "points", "0", "2"),
    # 10 licences of Defender for Endpoint and none of anything else.
    Flip(15, "without_endpoint", "eligible_products",
         {"part": "m365", "product": "Microsoft Defender for Endpoint"}, "product", None,
         "7100015", "smb", ADDS, "points", "4", "0"),
    # Step 1 is held (4 points), step 2 by nobody; two people hold step 3 (8 each).
    Flip(19, "without_second_step", "skilling_steps", _of("smb", SKILLING, step="3"), "needs_steps",
         "1", "7100019", "smb", SKILLING, "points", "4", "20"),
    # 60 + 50 protected users by 50: two steps; those of the largest workload: one.
    Flip(20, "largest_workload", "metric_parts", _of("smb", GROWTH, "m365"), "value_measure",
         "largest_protected_users", "7100020", "smb", GROWTH, "points", "2", "1"),
    # 100 licences without activity a year ago, 400 with 100 active now: carried over, or gone.
    Flip(21, "no_carry_over", "criteria", _of("smb", DEPLOYMENTS, "m365", criterion="size"),
         "carried_from_path", "", "7100021", "smb", DEPLOYMENTS, "points", "3.3333", "0"),
    # SMB qualifies with 77.6667; Enterprise has 80 and nothing in usage growth.
    Flip(22, "higher_total", "programme", {}, "path_choice", "total",
         "7100022", "smb", None, "is_best_path", True, False),
    # Two people hold steps 1 and 2, two others step 3: 2 x 40/6, or nobody who holds all.
    Flip(24, "same_people", "skilling_steps", _of("enterprise", SKILLING, step="3"), "same_person",
         "true", "7100024", "enterprise", SKILLING, "points", "13.3333", "0"),
]  # fmt: skip


def add_versions(seeds: Path, flips: Sequence[Flip], first_day: date) -> None:
    """Append a variant's rows for every flip; an edit that does not find one row is an error.

    The variants begin on `first_day` and the days after it, in which none of them is in force.
    """
    for name in VERSIONED:
        file = seeds / "rules" / f"{name}.csv"
        with file.open(newline="", encoding="utf-8") as existing:
            rows = list(csv.DictReader(existing))
        with file.open("a", newline="", encoding="utf-8") as appended:
            writer = csv.DictWriter(appended, list(rows[0]), lineterminator="\n")
            for number, flip in enumerate(flips):
                own = [row for row in rows if row["rule_version"] == flip.base]
                writer.writerows(
                    row | _named(flip, first_day + timedelta(number), name)
                    for row in _edited(flip, name, own)
                )


def _named(flip: Flip, first_day: date, seed: str) -> Row:
    if seed != "rule_versions":
        return {"rule_version": flip.version}
    return {"rule_version": flip.version, "effective_from": f"{first_day}"}


def _edited(flip: Flip, seed: str, rows: list[Row]) -> list[Row]:
    if seed != flip.seed:
        return rows
    hits = [row for row in rows if row.items() >= flip.where.items()]
    assert len(hits) == 1, (flip.name, len(hits))
    assert hits[0][flip.column] != flip.value, f"{flip.name} edits nothing"
    if flip.value is None:
        return [row for row in rows if row is not hits[0]]
    return [row | {flip.column: flip.value} if row is hits[0] else row for row in rows]


def fill(delivery: Delivery) -> None:
    """Add the partners that the flips tell of to the newest delivery."""

    def azure(
        partner: str, tenant: str, acr: str, back: int = 0, months: int = 12, **more: object
    ) -> None:
        for month in range(months):
            name = f"{partner} {tenant}"
            delivery.azure(partner, name, add_months(NEWEST, -month - back), acr, **more)

    def seats(partner: str, tenant: str, month: date, **seats: tuple[int, int]) -> None:
        names = {"intune": "Microsoft Intune", "entra": "Microsoft Entra ID P1"}
        names["endpoint"] = "Microsoft Defender for Endpoint"
        licences = {names[name]: figures for name, figures in seats.items()}
        delivery.ems(partner, f"{partner} {tenant}", month, licences)

    def people(partner: str, count: int, *codes: str, who: str = "person") -> None:
        for number in range(count):
            for code in codes:
                delivery.certificate(partner, f"{who} {number}", code)

    for partner in sorted({flip.partner for flip in FLIPS}):
        delivery.location(partner)
        _FILL[partner](azure, seats, people)


def _netting(azure: Callable, seats: Callable, people: Callable) -> None:
    azure("7100001", "gained one", "100")
    azure("7100001", "gained two", "100")
    seats("7100001", "lost", YEAR_AGO, intune=(10, 10))


def _steps(azure: Callable, seats: Callable, people: Callable) -> None:
    # 500 a year ago and 1,500 now: growth of 1,000, and a new customer of 600 and a deployment of
    # 750 besides.
    azure("7100002", "grown", "50", back=12, months=10)
    azure("7100002", "grown", "125")


def _third(azure: Callable, seats: Callable, people: Callable) -> None:
    for number in range(10):
        seats("7100003", f"large {number}", NEWEST, intune=(400, 100 if number < 4 else 0))
    people("7100003", 5, "SC-100")
    people("7100003", 2, "AZ-500", "SC-200")


def _activity(azure: Callable, seats: Callable, people: Callable) -> None:
    seats("7100005", "quiet", NEWEST, intune=(20, 2), entra=(4, 4))


def _ranks(azure: Callable, seats: Callable, people: Callable) -> None:
    azure("7100008", "seen twice", "40", attribution="PAL")
    azure("7100008", "seen twice", "60", attribution="CSP Tier 1")


def _offers(azure: Callable, seats: Callable, people: Callable) -> None:
    azure("7100009", "on trial", "60", AI_OfferType="Trial")


def _both_paths(azure: Callable, seats: Callable, people: Callable) -> None:
    azure("7100010", "between", "1666.67")


def _level(azure: Callable, seats: Callable, people: Callable) -> None:
    for back in (0, 12):
        azure("7100012", "steady", "125", back=back)


def _endpoint(azure: Callable, seats: Callable, people: Callable) -> None:
    seats("7100015", "endpoints", NEWEST, endpoint=(10, 10))


def _missing_step(azure: Callable, seats: Callable, people: Callable) -> None:
    people("7100019", 2, "AZ-500", "SC-100")


def _protected(azure: Callable, seats: Callable, people: Callable) -> None:
    seats("7100020", "protected", NEWEST, intune=(100, 60), entra=(100, 50))


def _carried(azure: Callable, seats: Callable, people: Callable) -> None:
    seats("7100021", "grown", YEAR_AGO, intune=(100, 0))
    seats("7100021", "grown", NEWEST, intune=(400, 100))


def _two_totals(azure: Callable, seats: Callable, people: Callable) -> None:
    # Enterprise: ten gained, seven of them active, and one that has lost all activity: 7 - 1 are
    # six deployments; 7 x 60 - 1,000 protected users are no growth.
    for number in range(10):
        seats("7100022", f"large {number}", NEWEST, intune=(400, 60 if number < 7 else 0))
    seats("7100022", "gone quiet", YEAR_AGO, intune=(1000, 1000))
    seats("7100022", "gone quiet", NEWEST, intune=(1000, 0))
    # SMB: five gained and active, 5 x 15 protected users are one step of 50.
    for number in range(5):
        seats("7100022", f"small {number}", NEWEST, intune=(20, 15))
    people("7100022", 6, "AZ-500", "SC-200", "SC-100")


def _others(azure: Callable, seats: Callable, people: Callable) -> None:
    people("7100024", 2, "AZ-500", "SC-200")
    people("7100024", 2, "SC-100", who="other")


_FILL = {
    "7100001": _netting,
    "7100002": _steps,
    "7100003": _third,
    "7100005": _activity,
    "7100008": _ranks,
    "7100009": _offers,
    "7100010": _both_paths,
    "7100012": _level,
    "7100015": _endpoint,
    "7100019": _missing_step,
    "7100020": _protected,
    "7100021": _carried,
    "7100022": _two_totals,
    "7100024": _others,
}
