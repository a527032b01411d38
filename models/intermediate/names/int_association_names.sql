-- One row per spelling of an association.
select distinct
    {{ as_key('alias') }} as association_key,
    association
from {{ ref('association_names') }}
