select
    decision_number,
    question,
    reading,
    other_reading,
    reason,
    where_it_stands,
from {{ ref('decisions') }}
