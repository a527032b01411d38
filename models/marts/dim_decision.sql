select
    decision_number,
    question,
    reading,
    other_reading,
    reason,
    where_it_stands,
    rule_table,
    rule_name
from {{ ref('decisions') }}
