-- A view in a schema of its own: the release gets its rows as Parquet only, those of the newest
-- month's windows, read once, as they are many. Nothing here costs a refresh anything before that.
{{ config(materialized='view', schema='trace') }}

with bases as (
    select distinct
        basis_key,
        usage_basis,
    from {{ ref('int_usage_bases') }}
),

windows as (
    select
        months.partner_id,
        months.part,
        bases.usage_basis,
        months.usage_month,
        bool_or(months.is_current) as is_in_current_window,
        bool_or(not months.is_current) as is_in_baseline_window,
    from {{ ref('int_window_months') }} as months
    inner join {{ ref('int_scored_evaluations') }} as evaluations using (evaluation_key)
    inner join bases using (basis_key)
    where
        evaluations.is_newest_month
        and evaluations.is_rule_in_force
        -- Licences are read at the ends of the windows, amounts are added up over them.
        and (months.part = 'azure' or months.usage_month = months.end_month)
    group by months.partner_id, months.part, bases.usage_basis, months.usage_month
),

lines as (
    select
        'azure' as product_line,
        usage_basis,
        association_set,
        'AzureUsage' as dataset,
        file_id,
        record,
        partner_id,
        tenant_id,
        usage_month,
        product,
        association,
        location_id,
        acr_usd,
        case when reason = 'counted' then acr_usd else 0 end as counted_acr_usd,
        cast(null as decimal(28, 10)) as paid_count,
        cast(null as decimal(28, 10)) as active_count,
        cast(null as decimal(28, 10)) as counted_paid_count,
        cast(null as decimal(28, 10)) as counted_active_count,
        reason,
    from {{ ref('int_azure_trace') }}
    union all
    select
        'm365' as product_line,
        usage_basis,
        association_set,
        dataset,
        file_id,
        record,
        partner_id,
        tenant_id,
        usage_month,
        product,
        association,
        location_id,
        cast(null as decimal(28, 10)) as acr_usd,
        cast(null as decimal(28, 10)) as counted_acr_usd,
        paid_count,
        active_count,
        counted_paid_count,
        counted_active_count,
        reason,
    from {{ ref('int_m365_trace') }}
)

select
    lines.partner_id,
    lines.tenant_id,
    lines.product_line,
    lines.usage_basis,
    lines.association_set,
    lines.usage_month,
    coalesce(windows.is_in_current_window, false) as is_in_current_window,
    coalesce(windows.is_in_baseline_window, false) as is_in_baseline_window,
    lines.product,
    lines.association,
    lines.location_id,
    lines.dataset,
    files.delivery,
    files.file_name,
    lines.file_id,
    lines.record,
    cast(lines.acr_usd as decimal(28, 10)) as acr_usd,
    cast(lines.counted_acr_usd as decimal(28, 10)) as counted_acr_usd,
    cast(lines.paid_count as decimal(28, 10)) as paid_count,
    cast(lines.active_count as decimal(28, 10)) as active_count,
    cast(lines.counted_paid_count as decimal(28, 10)) as counted_paid_count,
    cast(lines.counted_active_count as decimal(28, 10)) as counted_active_count,
    lines.reason = 'counted' as is_counted,
    lines.reason,
from lines
left join windows
    on
        lines.partner_id = windows.partner_id
        and lines.product_line = windows.part
        and lines.usage_basis = windows.usage_basis
        and lines.usage_month = windows.usage_month
inner join {{ ref('stg_known_files') }} as files on lines.file_id = files.file_id
