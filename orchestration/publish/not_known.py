"""Why a metric cannot be computed, in words, for whoever reads marts.

Belongs here: the words. Does not belong here: when it is so (int_missing_datasets.sql).
"""

from __future__ import annotations

_WORDS = (
    (r"dataset_missing: (\w+)", r"no \1 of this month"),
    (r"dataset_ends: (\w+) at ([\d-]+)", r"\1 ends in \2"),
    ("services_filtered", "AzureUsage was exported for some services only"),
)


def not_known(column: str) -> str:
    """SQL: the words for `column`, a reason_not_computable; null where that is."""
    for code, words in _WORDS:
        column = f"regexp_replace({column}, '{code}', '{words}', 'g')"
    return column
