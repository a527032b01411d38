select
    certification,
    title,
    retired_on,
    counts_until,
    source_id,
    source_place
from {{ ref('certifications') }}
