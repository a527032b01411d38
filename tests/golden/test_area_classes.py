"""The class of a partner by the scorer: which path counts in the three Azure areas."""

from decimal import Decimal

import pytest

from tests.scorer.areas.azure_rules import SHARES
from tests.scorer.areas.classes import class_of, path_by_share, share_pct
from tests.scorer.areas.names import segment_of


def _class(suffix: str, usage: str, *customers: str) -> str | None:
    segments = [segment_of(customer) for customer in customers]
    return path_by_share(SHARES[suffix], segments, Decimal(usage))


FOUR_OF_FIVE = ("SMB", "SMB", "SMB", "SMB", "Enterprise")
FIVE_OF_SIX = (*FOUR_OF_FIVE, "SMB")


@pytest.mark.parametrize(
    ("suffix", "usage", "customers", "path"),
    [
        ("2025_01", "10", FOUR_OF_FIVE, "enterprise"),
        ("2025_01", "10", FIVE_OF_SIX, "smb"),
        ("2025_01", "999999.99", FIVE_OF_SIX, "smb"),
        ("2025_01", "1000000", FIVE_OF_SIX, "enterprise"),
        ("2026_07", "10", FOUR_OF_FIVE, "smb"),
        ("2026_07", "1000000", FOUR_OF_FIVE, "smb"),
        ("2026_07", "10", ("SMB", "SMB", "SMB", "EDU"), "enterprise"),
        ("2026_07", "10", ("SMC-Corporate", "SMC", "SMB", "Corporate", "EDU"), "smb"),
        ("2025_01", "10", ("Corporate", "SMB"), "enterprise"),
        ("2025_01", "10", ("SMC", "SMB"), None),
        ("2025_01", "1000000", ("SMC", "SMB"), "enterprise"),
        ("2025_01", "10", (*["SMB"] * 9, "whatever"), "smb"),
        ("2025_01", "10", (*["SMB"] * 4, "whatever"), None),
        ("2025_01", "10", ("Enterprise", "Enterprise", "whatever"), "enterprise"),
        ("2026_07", "10", ("UNKNOWN",), None),
        ("2026_07", "10", (), "enterprise"),
        ("2025_01", "10", (), "enterprise"),
    ],
)
def test_class_by_share(suffix: str, usage: str, customers: tuple, path: str | None) -> None:
    """Unknown where the customers of unknown segment could turn it."""
    assert _class(suffix, usage, *customers) == path


def test_share_in_percent() -> None:
    """Of the known customers; vague ones are known since July 2026 alone."""
    segments = [segment_of(name) for name in ("SMB", "SMC", "Enterprise", "whatever")]
    assert share_pct(SHARES["2025_01"], segments) == 50
    assert round(share_pct(SHARES["2026_07"], segments) or 0, 4) == Decimal("66.6667")
    assert share_pct(SHARES["2026_07"], [None]) is None


def test_a_declared_class_wins() -> None:
    """The share is shown all the same; without any coverage there is none."""
    rule = SHARES["2026_07"]
    declared = class_of(rule, ["smb"], Decimal(1), "enterprise")
    assert (declared.path, declared.basis, declared.share_pct) == ("enterprise", "declared", 100)
    unknown = class_of(rule, None, Decimal(1), None)
    assert (unknown.path, unknown.basis, unknown.share_pct) == ("enterprise", "unknown", None)
