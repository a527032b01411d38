-- One row per explained evaluation, part, tenant, product and association that the rows of the
-- current window name, whether they earn or not: what a customer without eligible usage has
-- instead. Names are read as the score reads them; an association without an eligible name keeps
-- its own spelling.
with window_ends as (
    select
        evaluations.evaluation_key,
        evaluations.partner_id,
        evaluations.solution_area,
        evaluations.rule_version,
        months.part,
        min(months.usage_month) as first_month,
        max(months.usage_month) as last_month
    from {{ ref('int_explained_evaluations') }} as evaluations
    inner join {{ ref('int_window_months') }} as months using (evaluation_key)
    where months.is_current
    group by
        evaluations.evaluation_key, evaluations.partner_id, evaluations.solution_area,
        evaluations.rule_version, months.part
),

spans as (
    select
        partner_id,
        part,
        min(first_month) as first_month,
        max(last_month) as last_month
    from window_ends
    group by partner_id, part
),

-- A record of EMSUsage has columns for every workload: zeros name none.
rows as (
    select
        spans.partner_id,
        spans.part,
        records.tenant_hash,
        case
            when
                datasets.has_items
                and datasets.lines_add_up
                and not coalesce(records.amount > 0 or records.active_count > 0, false)
                then null
            else records.product_key
        end as product_key,
        records.attribution_key,
        records.is_free,
        min(delivered.usage_month) as first_month,
        max(delivered.usage_month) as last_month
    from {{ ref('int_usage_records') }} as records
    inner join {{ ref('stg_delivered_months') }} as delivered using (delivered_month_key)
    inner join {{ ref('usage_datasets') }} as datasets using (dataset)
    inner join spans
        on
            delivered.partner_id = spans.partner_id
            and datasets.part = spans.part
            and delivered.usage_month between spans.first_month and spans.last_month
    where delivered.is_truth and records.tenant_hash is not null
    group by
        spans.partner_id, spans.part, records.tenant_hash, records.attribution_key,
        records.is_free,
        case
            when
                datasets.has_items
                and datasets.lines_add_up
                and not coalesce(records.amount > 0 or records.active_count > 0, false)
                then null
            else records.product_key
        end
),

seen as (
    select
        rows.part,
        rows.partner_id,
        rows.tenant_hash,
        rows.is_free,
        products.product,
        products.offer,
        coalesce(attributions.association, attributions.association_text) as association,
        min(rows.first_month) as first_month,
        max(rows.last_month) as last_month
    from rows
    inner join {{ ref('int_attributions') }} as attributions using (attribution_key)
    left join {{ ref('int_products') }} as products using (product_key)
    group by
        rows.part, rows.partner_id, rows.tenant_hash, rows.is_free, products.product,
        products.offer, coalesce(attributions.association, attributions.association_text)
),

eligible_names as (
    select distinct
        solution_area,
        rule_version,
        part,
        kind,
        name
    from {{ ref('int_eligibility_rows') }}
)

select
    window_ends.evaluation_key,
    seen.part,
    tenants.tenant_key,
    seen.product,
    seen.association,
    seen.offer,
    bool_or(products.name is not null and excluded_offers.name is null and not seen.is_free)
        as is_eligible_product,
    bool_or(associations.name is not null) as is_eligible_association
from seen
inner join {{ ref('int_tenants') }} as tenants using (partner_id, tenant_hash)
-- A row of the span lies in a window that it overlaps: the spans of two windows that follow each
-- other hold no month outside both.
inner join window_ends
    on
        seen.partner_id = window_ends.partner_id
        and seen.part = window_ends.part
        and seen.first_month <= window_ends.last_month
        and seen.last_month >= window_ends.first_month
{% for relation, kind, column in [
    ('products', 'product', 'product'),
    ('associations', 'association', 'association'),
    ('excluded_offers', 'excluded_offer', 'offer'),
] %}
    left join eligible_names as {{ relation }}
        on
            {{ relation }}.kind = '{{ kind }}'
            and window_ends.solution_area = {{ relation }}.solution_area
            and window_ends.rule_version = {{ relation }}.rule_version
            and window_ends.part = {{ relation }}.part
            and seen.{{ column }} = {{ relation }}.name
{% endfor %}
group by
    window_ends.evaluation_key, seen.part, tenants.tenant_key, seen.product, seen.association,
    seen.offer
