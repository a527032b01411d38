"""Not tests: one edit for every column of the rules' seeds that is meant to steer a score.

Each is a version of its own, like the flips of flips.py, and is compared with the version that it
is a copy of over all partners of that world.
"""

from tests.rules.flips import ADDS, DEPLOYMENTS, GROWTH, NEWEST, SKILLING, Flip, Row
from tests.worlds.writer import Delivery, add_months


def _edit(seed: str, column: str, value: str | None, **where: str) -> Flip:
    path, metric = where.get("path", ""), where.get("metric", "")
    row: Row = {name.removesuffix("_"): text for name, text in where.items()}
    return Flip(
        0, f"steer_{seed}_{column}", seed, row, column, value, "", path, metric, "", None, None
    )


_AZURE = {"part": "azure", "criterion": "size"}
_SEATS = {"part": "m365", "criterion": "size"}
_ACTIVITY = {"path": "smb", "metric": DEPLOYMENTS, "part": "m365", "criterion": "activity"}
_THIRD = {"path": "smb", "metric": SKILLING, "step": "3"}

EDITS = [
    _edit("programme", "qualifying_points", "4"),
    _edit("programme", "metric_floor_points", "5"),
    _edit("programme", "metric_floor_inclusive", "true"),
    _edit("programme", "pass_basis", "rounded"),
    _edit("programme", "path_choice", "total"),
    _edit("programme", "baseline_months", "11"),
    _edit("metrics", "max_points", "19", path="smb", metric=ADDS),
    _edit("metrics", "combine", "net_then_floor", path="smb", metric=ADDS),
    _edit("metric_parts", "counts", "value", path="smb", metric=ADDS, part="azure"),
    _edit("metric_parts", "value_measure", "paid", path="smb", metric=GROWTH, part="m365"),
    _edit("metric_parts", "comparison", "level", path="smb", metric=GROWTH, part="azure"),
    _edit("metric_parts", "step", "3", path="smb", metric=GROWTH, part="m365"),
    _edit("metric_parts", "step_rounding", "proportional", path="smb", metric=GROWTH, part="azure"),
    _edit("criteria", "holds_on", "tenant", path="smb", metric=ADDS, **_SEATS),
    _edit("criteria", "measure", "active", path="smb", metric=ADDS, **_SEATS),
    _edit("criteria", "per_measure", "active", **_ACTIVITY),
    _edit("criteria", "window_months", "11", path="smb", metric=ADDS, **_AZURE),
    _edit("criteria", "window_function", "max", path="smb", metric=ADDS, **_AZURE),
    _edit("criteria", "lower", "1", path="smb", metric=ADDS, **_AZURE),
    _edit("criteria", "upper", "1", path="smb", metric=ADDS, **_SEATS),
    _edit("criteria", "carried_from_path", "", path="smb", metric=GROWTH, **_AZURE),
    _edit("criteria", "carried_by_metric", GROWTH, path="smb", metric=DEPLOYMENTS, **_AZURE),
    _edit("skilling_steps", "min_people", "9", path="smb", metric=SKILLING, step="1"),
    _edit("skilling_steps", "points_once", "3", path="smb", metric=SKILLING, step="1"),
    _edit("skilling_steps", "points_at_max", "30", **_THIRD),
    _edit("skilling_steps", "max_people", "5", **_THIRD),
    _edit("skilling_steps", "needs_steps", "", path="enterprise", metric=SKILLING, step="3"),
    _edit("skilling_steps", "same_person", "true", path="enterprise", metric=SKILLING, step="3"),
]

#: The partner whose tenants stand just where an edit of EDITS takes effect.
_PARTNER = "7100099"


def fill(delivery: Delivery) -> None:
    """Add that partner to the newest delivery."""
    delivery.location(_PARTNER)
    for back in range(12):
        month = add_months(NEWEST, -back)
        # 600 in twelve months, and 550 in eleven.
        delivery.azure(_PARTNER, f"{_PARTNER} even", month, "50")
        # Too small for a deployment a year ago, and too large for the SMB path now.
        delivery.azure(_PARTNER, f"{_PARTNER} outgrown", month, "1200")
        delivery.azure(_PARTNER, f"{_PARTNER} outgrown", add_months(month, -12), "40")
    # Three licences on each of two workloads: five only together.
    seats = {"Microsoft Intune": (3, 3), "Microsoft Entra ID P1": (3, 3)}
    delivery.ems(_PARTNER, f"{_PARTNER} small", NEWEST, seats)
