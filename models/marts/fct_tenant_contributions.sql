with shown_pairs as (
    select
        pair_key,
        partner_id,
        as_of_month,
        solution_area,
        rule_version,
        is_rule_in_force,
        is_newest_month,
    from {{ ref('int_scored_pairs') }}
),

tenants as (
    select
        tenants.tenant_key,
        tenants.tenant_id,
        dim_tenant.customer_id,
    from {{ ref('int_tenants') }} as tenants
    inner join {{ ref('dim_tenant') }} as dim_tenant on tenants.tenant_id = dim_tenant.tenant_id
),

azure as (
    select
        results.pair_key,
        results.rule_key,
        cast(null as bigint) as test_key,
        results.tenant_key,
        results.is_qualified_current,
        results.is_carried_over,
        results.is_qualified_baseline,
        results.is_sized_current,
        results.is_above_range,
        results.current_value,
        results.baseline_value,
        results.contribution,
    from {{ ref('int_azure_results') }} as results
    inner join shown_pairs using (pair_key)
    where results.contribution <> 0 or shown_pairs.is_newest_month
),

m365 as (
    select
        results.pair_key,
        results.rule_key,
        results.test_key,
        results.tenant_key,
        results.is_qualified_current,
        results.is_carried_over,
        results.is_qualified_baseline,
        results.is_sized_current,
        results.is_above_range,
        cast(results.current_value as decimal(28, 10)) as current_value,
        cast(results.baseline_value as decimal(28, 10)) as baseline_value,
        results.contribution,
    from {{ ref('int_m365_results') }} as results
    inner join shown_pairs using (pair_key)
    where results.contribution <> 0 or shown_pairs.is_newest_month
),

shown as (
    select *, from azure
    union all
    select *, from m365
),

results as (
    select
        shown.*,
        rules.path,
        rules.metric,
        rules.part,
        rules.counts,
        deciding.deciding_workload,
        cast(deciding.current_paid_count as decimal(28, 10)) as current_paid_count,
        cast(deciding.current_active_count as decimal(28, 10)) as current_active_count,
        -- A tenant counted on Microsoft 365 shows the licences that decided, all else the value.
        rules.counts = 'tenant' and rules.part = 'm365' as shows_licences,
        cast(deciding.baseline_paid_count as decimal(28, 10)) as baseline_paid_count,
    from shown
    inner join {{ ref('int_part_rules') }} as rules using (rule_key)
    left join {{ ref('int_m365_deciding') }} as deciding
        on
            shown.pair_key = deciding.pair_key
            and shown.test_key = deciding.test_key
            and shown.tenant_key = deciding.tenant_key
)

select
    pairs.partner_id,
    pairs.as_of_month,
    pairs.solution_area,
    pairs.rule_version,
    results.path,
    results.metric,
    results.part as product_line,
    tenants.tenant_id,
    tenants.customer_id,
    pairs.is_rule_in_force,
    results.is_qualified_current,
    results.is_qualified_baseline,
    case
        when results.shows_licences then coalesce(results.current_paid_count, 0)
        else results.current_value
    end as current_value,
    case
        when results.shows_licences then coalesce(results.baseline_paid_count, 0)
        else results.baseline_value
    end as baseline_value,
    results.deciding_workload,
    results.current_paid_count,
    results.current_active_count,
    results.contribution,
    {{ contribution_reason() }} as reason,
from results
inner join shown_pairs as pairs using (pair_key)
inner join tenants using (tenant_key)
