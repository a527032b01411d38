-- One row per reported evaluation, part, tenant with a row of the product line in either window, and
-- workload: whether its current window has usage that earns, and the licences of workloads.
select
    windows.evaluation_key,
    'azure' as part,
    windows.tenant_key,
    cast(null as varchar) as workload,
    cast(null as decimal(13, 4)) as paid_count,
    bool_or(windows.current_acr_usd is not null) as is_earning,
from {{ ref('int_azure_windows') }} as windows
inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
group by windows.evaluation_key, windows.tenant_key
union all
select
    windows.evaluation_key,
    'm365' as part,
    windows.tenant_key,
    windows.workload,
    max(windows.current_paid_count) as paid_count,
    coalesce(
        bool_or(windows.current_paid_count > 0 or windows.current_active_count > 0), false
    ) as is_earning,
from {{ ref('int_m365_windows') }} as windows
inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
group by windows.evaluation_key, windows.tenant_key, windows.workload
