-- One row per spelling of a Microsoft 365 workload, the heads of its columns in EMSUsage included.
select distinct
    {{ as_key('alias') }} as workload_key,
    workload
from {{ ref('workload_names') }}
