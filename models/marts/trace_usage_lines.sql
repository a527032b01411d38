-- A view in a schema of its own: the release gets its rows as Parquet only, those of the newest
-- month's windows, read once, as they are many. Nothing here costs a refresh anything before that.
{{ config(materialized='view', schema='trace') }}

with bases as (
    select distinct
        basis_key,
        usage_basis
    from {{ ref('int_usage_bases') }}
),

windows as (
    select
        months.partner_id,
        months.part,
        bases.usage_basis,
        months.usage_month,
        bool_or(months.is_current) as is_in_current_window,
        bool_or(not months.is_current) as is_in_baseline_window
    from {{ ref('int_window_months') }} as months
    inner join {{ ref('int_scored_evaluations') }} as evaluations using (evaluation_key)
    inner join bases using (basis_key)
    where evaluations.is_newest_month and evaluations.is_rule_in_force
    group by months.partner_id, months.part, bases.usage_basis, months.usage_month
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
    case when not lines.has_items then lines.amount end as acr_usd,
    case when not lines.has_items then lines.counted_amount end as counted_acr_usd,
    case when lines.has_items then lines.amount end as paid_count,
    case when lines.has_items then lines.active_count end as active_count,
    case when lines.has_items then lines.counted_amount end as counted_paid_count,
    case when lines.has_items then lines.counted_active_count end as counted_active_count,
    lines.reason = 'counted' as is_counted,
    lines.reason
from {{ ref('int_usage_trace') }} as lines
left join windows
    on
        lines.partner_id = windows.partner_id
        and lines.product_line = windows.part
        and lines.usage_basis = windows.usage_basis
        and lines.usage_month = windows.usage_month
inner join {{ ref('stg_known_files') }} as files on lines.file_id = files.file_id
