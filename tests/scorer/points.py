"""Rounding, the same everywhere: half up."""

from decimal import ROUND_HALF_UP, Decimal


def stored_points(exact: Decimal) -> Decimal:
    """Round a metric's points to the four decimals they are kept with."""
    return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def shown_points(total: Decimal) -> int:
    """Round a total to the whole number people see."""
    return int(total.quantize(Decimal(1), ROUND_HALF_UP))
