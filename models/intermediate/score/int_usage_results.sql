-- One row per evaluation, rule (path, metric and part) and tenant that counts at either end
-- (every tenant that a row of the product line names, where the evaluation is explained):
-- whether it counts now and at the baseline, and what it adds to the metric. The score adds
-- these rows up and every explanation reads them.
with now as (
    select
        asked.evaluation_key,
        asked.rule_key,
        results.*
    from {{ ref('int_asked_rules') }} as asked
    inner join {{ ref('int_criterion_results') }} as results
        on asked.current_end_key = results.end_key and asked.criteria_key = results.criteria_key
    where results.is_met or results.is_grown or asked.is_explained
),

before as (
    select
        asked.evaluation_key,
        asked.rule_key,
        results.*
    from {{ ref('int_asked_rules') }} as asked
    inner join {{ ref('int_criterion_results') }} as results
        on asked.baseline_end_key = results.end_key and asked.criteria_key = results.criteria_key
    where results.is_met or results.was_sized
),

sides as (
    select
        coalesce(now.evaluation_key, before.evaluation_key) as evaluation_key,
        coalesce(now.rule_key, before.rule_key) as rule_key,
        coalesce(now.tenant_key, before.tenant_key) as tenant_key,
        coalesce(now.is_met, false) as is_met_current,
        coalesce(before.was_sized and now.is_grown, false) as is_carried,
        coalesce(before.is_met, false) as is_qualified_baseline,
        coalesce(now.is_sized, false) as is_sized_current
    from now
    full outer join before
        on
            now.evaluation_key = before.evaluation_key
            and now.rule_key = before.rule_key
            and now.tenant_key = before.tenant_key
),

present as (
    select
        asked.evaluation_key,
        asked.rule_key,
        tenants.tenant_key
    from {{ ref('int_asked_rules') }} as asked
    inner join {{ ref('int_present_tenants') }} as tenants using (evaluation_key, part)
    where asked.is_explained and asked.counts <> 'service'
),

tenants as (
    select sides.*
    from sides
    inner join {{ ref('int_asked_rules') }} as asked using (evaluation_key, rule_key)
    where
        not asked.is_explained
        and (sides.is_met_current or sides.is_carried or sides.is_qualified_baseline)
    union all
    select
        present.evaluation_key,
        present.rule_key,
        present.tenant_key,
        coalesce(sides.is_met_current, false) as is_met_current,
        coalesce(sides.is_carried, false) as is_carried,
        coalesce(sides.is_qualified_baseline, false) as is_qualified_baseline,
        coalesce(sides.is_sized_current, false) as is_sized_current
    from present
    left join sides using (evaluation_key, rule_key, tenant_key)
),

-- Over all items of the tenant, and of its largest and smallest item.
tenant_measures as (
    select
        end_key,
        tenant_key,
        measure,
        cast(sum(value) as decimal(28, 10)) as total,
        max(value) as largest,
        min(value) as smallest
    from {{ ref('int_measures') }}
    group by end_key, tenant_key, measure
),

results as (
    select
        tenants.*,
        asked.counts,
        asked.comparison,
        coalesce(sizes.smallest > criteria.at_most, false) as is_above_range,
        {% for window in ['current', 'baseline'] %}
            coalesce(
                case
                    when criteria.is_value_of_largest then {{ window }}_values.largest
                    else {{ window }}_values.total
                end,
                0
            ) as {{ window }}_value,
        {% endfor %}
        sizes.largest as largest_size
    from tenants
    inner join {{ ref('int_asked_rules') }} as asked using (evaluation_key, rule_key)
    inner join {{ ref('int_criteria') }} as criteria using (criteria_key)
    {% for relation, end, measure in [
        ('sizes', 'current', 'size_measure'),
        ('current_values', 'current', 'value_measure'),
        ('baseline_values', 'baseline', 'value_measure'),
    ] %}
        left join tenant_measures as {{ relation }}
            on
                asked.{{ end }}_end_key = {{ relation }}.end_key
                and criteria.{{ measure }} = {{ relation }}.measure
                and tenants.tenant_key = {{ relation }}.tenant_key
    {% endfor %}
)

select
    evaluation_key,
    rule_key,
    tenant_key,
    is_sized_current,
    {{ tenant_result() }},
    largest_size
from results
