-- One row per tenant, month, subscription of EMSUsage and attribution of it that may count: the
-- first by rank is counted, the others report the same seats once more.
{% set prefixes = ems_workload_prefixes() %}

with attributed as (
    select
        lines.tenant_key,
        lines.usage_month,
        lines.subscription_id,
        lines.attribution_rank,
        lines.is_kept,
        lines.attributions_count,
        lines.records_count,
        lines.first_record_key,
        lines.is_blind,
        {% for prefix in prefixes %}
            coalesce(lines.{{ prefix }}_paid_count, 0) as {{ prefix }}_paid_count,
        {% endfor %}
    from {{ ref('int_ems_lines') }} as lines
    inner join {{ ref('int_accounting_bases') }} as bases
        on lines.association_set = bases.association_set and bases.product_line = 'm365'
    -- Partners as known have tenants of their own, and no accounts.
    inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
),

-- Most subscriptions have one attribution: only the others need a look at their licences.
compared as (
    select
        *,
        {% for prefix in prefixes %}
            min({{ prefix }}_paid_count) over subscription
            < max({{ prefix }}_paid_count) over subscription {{ 'or' if not loop.last }}
        {% endfor %} as has_differing_amounts,
    from attributed
    where attributions_count > 1
    window subscription as (partition by tenant_key, usage_month, subscription_id)
    union all
    select
        *,
        false as has_differing_amounts,
    from attributed
    where attributions_count = 1
)

select
    * exclude (attributions_count),
    {% for prefix in prefixes %}
        {{ prefix }}_paid_count {{ '+' if not loop.last else 'as seats_count,' }}
    {% endfor %}
from compared
