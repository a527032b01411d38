-- One row per evaluation, rule (path, metric and part) and tenant that counts at either end (every
-- tenant that a row of the product line names, where the evaluation is explained): whether it counts
-- now and at the baseline, and what it adds to the metric. The score adds these rows up and every
-- explanation reads them.
with now as (
    select
        asked.evaluation_key,
        asked.rule_key,
        results.*
    from {{ ref('int_asked_rules') }} as asked
    inner join {{ ref('int_criterion_results') }} as results
        on asked.current_end_key = results.end_key and asked.criteria_key = results.criteria_key
),

before as (
    select
        asked.evaluation_key,
        asked.rule_key,
        results.*
    from {{ ref('int_asked_rules') }} as asked
    inner join {{ ref('int_criterion_results') }} as results
        on asked.baseline_end_key = results.end_key and asked.criteria_key = results.criteria_key
),

present as (
    select
        asked.evaluation_key,
        asked.rule_key,
        tenants.tenant_key
    from {{ ref('int_asked_rules') }} as asked
    inner join {{ ref('int_present_tenants') }} as tenants using (evaluation_key, part)
    where asked.is_explained
),

sides as (
    select
        coalesce(now.evaluation_key, before.evaluation_key) as evaluation_key,
        coalesce(now.rule_key, before.rule_key) as rule_key,
        coalesce(now.tenant_key, before.tenant_key) as tenant_key,
        coalesce(now.is_met, false) as is_met_current,
        coalesce(before.was_sized and now.is_grown, false) as is_carried,
        coalesce(before.is_met, false) as is_qualified_baseline,
        coalesce(now.is_sized, false) as is_sized_current,
        coalesce(now.is_above_range, false) as is_above_range,
        coalesce(now.value, 0) as current_value,
        coalesce(before.value, 0) as baseline_value,
        now.largest_size,
        now.deciding_item_key,
        now.deciding_size,
        now.deciding_activity,
        before.deciding_size as baseline_deciding_size
    from now
    full outer join before
        on
            now.evaluation_key = before.evaluation_key
            and now.rule_key = before.rule_key
            and now.tenant_key = before.tenant_key
),

tenants as (
    select *
    from sides
    union all
    select
        present.evaluation_key,
        present.rule_key,
        present.tenant_key,
        false as is_met_current,
        false as is_carried,
        false as is_qualified_baseline,
        false as is_sized_current,
        false as is_above_range,
        0 as current_value,
        0 as baseline_value,
        null as largest_size,
        null as deciding_item_key,
        null as deciding_size,
        null as deciding_activity,
        null as baseline_deciding_size
    from present
    left join sides using (evaluation_key, rule_key, tenant_key)
    where sides.tenant_key is null
),

results as (
    select
        tenants.*,
        asked.counts,
        asked.comparison,
        asked.is_explained
    from tenants
    inner join {{ ref('int_asked_rules') }} as asked using (evaluation_key, rule_key)
)

select
    evaluation_key,
    rule_key,
    tenant_key,
    is_sized_current,
    {{ tenant_result() }},
    largest_size,
    deciding_item_key,
    deciding_size,
    deciding_activity,
    baseline_deciding_size
from results
where is_explained or is_met_current or is_carried or is_qualified_baseline
