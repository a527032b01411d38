-- One row per title of a certification.
select distinct
    {{ certificate_title_key('alias') }} as title_key,
    certification
from {{ ref('certification_titles') }}
