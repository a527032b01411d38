"""Records that are set aside: the closed list of reasons, and the table that keeps them.

Belongs here: why a record may be set aside, how the first reason of a record is found, and writing
`raw.quarantine`. Does not belong here: which values are wrong (value_checks.py), and what follows
from it for a release (quarantine_report.py).

A record that is set aside stays in the table of its file, so that the numbers of all the others are
right, but the views `raw.<table>` pass it over: nothing counts it, nothing is covered by it.
"""

from __future__ import annotations

#: Every reason there is, with what it says to a person. A record has one: that of its first wrong
#: column in the order of the contract, a wrong number of fields before all.
REASONS = {
    "too_few_fields": "fewer fields than the header has",
    "too_many_fields": "more fields than the header has",
    "required_value_empty": "a value that must be there is empty",
    "not_a_number": "no number that can be read",
    "not_a_date": "no date that can be read",
    "not_a_month": "no month that can be read",
    "month_not_first_day": "a month that is not the first day of one",
    "month_too_old": "a usage month too long before the as-of month",
}

#: Stands for the column where no single one is wrong.
WHOLE_RECORD = "(record)"

_LIST = ", ".join(f"'{reason}'" for reason in REASONS)

#: `physical_line` is null for Parquet; `column_name` is Partner Center's spelling; `raw_text` is the
#: record as it stands in the file (for Parquet the contract's columns as JSON); `acr_usd` is null
#: where the dataset has no amount or it cannot be read. Raw text may hold personal data: it stays
#: in `raw`.
TABLE = f"""
create table raw.quarantine (
    file_id integer not null,
    record bigint not null,
    physical_line bigint,
    column_name varchar not null,
    reason varchar not null check (reason in ({_LIST})),
    raw_text varchar not null,
    acr_usd decimal(28, 10),
);
"""
