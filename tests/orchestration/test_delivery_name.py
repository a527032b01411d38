"""How deliveries are called. Acts: whoever changes delivery_name.py."""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.landing.delivery_name import DeliveryName


def test_a_name_is_read_and_made() -> None:
    name = DeliveryName.of("2026-10.12")
    assert (name.month, name.revision, name.as_of_month) == ("2026-10", 12, date(2026, 10, 1))
    for text in ("2026-10", "2026-10.2", "2026-10.12"):
        assert str(DeliveryName.of(text)) == text
    assert str(DeliveryName.of("2026-10").next_revision) == "2026-10.2"
    assert str(DeliveryName.of("2026-10.9").next_revision) == "2026-10.10"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-10.1", "2026-10.02", "2026-10.", "2026-10\n"]
)
def test_what_is_no_name(text: str) -> None:
    assert DeliveryName.parse(text) is None
    with pytest.raises(ValueError, match="is not the name of a delivery"):
        DeliveryName.of(text)


def test_they_are_in_the_order_of_month_and_revision() -> None:
    """Not of their letters: the tenth correction comes after the second."""
    names = ["2025-12.2", "2026-01", "2026-01.2", "2026-01.10", "2026-02"]
    assert [str(name) for name in sorted(map(DeliveryName.of, reversed(names)))] == names
