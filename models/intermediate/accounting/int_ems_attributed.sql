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
repeated as (
    select distinct
        tenant_key,
        usage_month,
        subscription_id,
    from attributed
    where not is_kept
),

differing as (
    select
        attributed.tenant_key,
        attributed.usage_month,
        attributed.subscription_id,
        {% for prefix in prefixes %}
            min(attributed.{{ prefix }}_paid_count) < max(attributed.{{ prefix }}_paid_count)
            {{ 'or' if not loop.last }}
        {% endfor %} as has_differing_amounts,
    from attributed
    inner join repeated
        on
            attributed.tenant_key = repeated.tenant_key
            and attributed.usage_month = repeated.usage_month
            and attributed.subscription_id is not distinct from repeated.subscription_id
    group by attributed.tenant_key, attributed.usage_month, attributed.subscription_id
)

select
    attributed.*,
    {% for prefix in prefixes %}
        attributed.{{ prefix }}_paid_count {{ '+' if not loop.last else 'as seats_count,' }}
    {% endfor %}
    coalesce(differing.has_differing_amounts, false) as has_differing_amounts,
from attributed
left join differing
    on
        attributed.tenant_key = differing.tenant_key
        and attributed.usage_month = differing.usage_month
        and attributed.subscription_id is not distinct from differing.subscription_id
