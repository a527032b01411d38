"""Why a record may be set aside: the closed list.

Belongs here: the reasons, in words for a person. Does not belong here: finding them
(value_checks.py), keeping them (quarantine.py).
"""

from __future__ import annotations

#: Every reason there is. A record has one: that of its first wrong column in the order of the
#: contract, a wrong number of fields before all.
REASONS = {
    "too_few_fields": "fewer fields than the header",
    "too_many_fields": "more fields than the header",
    "header_repeated": "the header again, in the middle of the file",
    "required_value_empty": "a required value is empty",
    "not_an_id": "a number that cannot be an id: it has a fraction, or too many digits to be exact",
    "not_a_number": "not a readable number",
    "negative_units": "fewer than no licences or users",
    "negative_value": "a value below zero",
    "points_out_of_bounds": "points below zero, or more than the metric can earn",
    "unknown_path": "a path that is neither Enterprise nor SMB",
    "contradicts_another": "another row of the delivery says otherwise of the same",
    "not_a_date": "not a readable date",
    "not_a_month": "not a readable month",
    "month_not_first_day": "a date that is not the first day of a month",
    "month_too_old": "usage from too long before the as-of month",
}

#: Stands for the column where no single one is wrong.
WHOLE_RECORD = "(record)"
