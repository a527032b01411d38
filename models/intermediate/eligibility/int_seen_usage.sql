-- One row per reported evaluation, part, tenant, product and association that the rows of the current
-- window name, whether they earn or not: what a customer without eligible usage has instead.
-- Names are read as the score reads them; an association without an eligible name keeps its own
-- spelling.
with window_ends as (
    select
        evaluations.evaluation_key,
        evaluations.partner_id,
        evaluations.solution_area,
        evaluations.rule_version,
        months.part,
        min(months.usage_month) as first_month,
        max(months.usage_month) as last_month,
    from {{ ref('int_explained_evaluations') }} as evaluations
    inner join {{ ref('int_window_months') }} as months using (evaluation_key)
    where months.is_current
    group by all
),

spans as (
    select
        partner_id,
        part,
        min(first_month) as first_month,
        max(last_month) as last_month,
    from window_ends
    group by partner_id, part
),

azure_rows as (
    select
        tenants.partner_id,
        tenants.tenant_id,
        records.spelling_key,
        records.attribution_key,
        min(records.usage_month) as first_month,
        max(records.usage_month) as last_month,
    from {{ ref('int_azure_records') }} as records
    inner join {{ ref('int_tenants') }} as tenants using (tenant_key)
    inner join spans
        on
            spans.part = 'azure'
            and tenants.partner_id = spans.partner_id
            and records.usage_month between spans.first_month and spans.last_month
    group by all
),

kinds as (
    select distinct
        spelling_key,
        service,
        offer,
    from {{ ref('int_azure_kinds') }}
),

azure_seen as (
    select
        'azure' as part,
        seen.partner_id,
        seen.tenant_id,
        kinds.service as product,
        coalesce(attributed.association, {{ as_text('attributed.partner_attribution_type') }})
            as association,
        kinds.offer,
        true as is_paid,
        min(seen.first_month) as first_month,
        max(seen.last_month) as last_month,
    from azure_rows as seen
    inner join kinds using (spelling_key)
    inner join {{ ref('int_azure_attributed') }} as attributed using (attribution_key)
    group by all
),

seen as (
    select *, from azure_seen
    union all by name
    select *, from {{ ref('int_seen_seats') }}
),

eligible_names as (
    select distinct
        solution_area,
        rule_version,
        part,
        kind,
        name,
    from {{ ref('int_eligibility_rows') }}
)

select
    window_ends.evaluation_key,
    seen.part,
    tenants.tenant_key,
    seen.product,
    seen.association,
    seen.offer,
    bool_or(
        products.name is not null and excluded_offers.name is null and seen.is_paid
    ) as is_eligible_product,
    bool_or(associations.name is not null) as is_eligible_association,
from seen
inner join {{ ref('int_tenants') }} as tenants using (partner_id, tenant_id)
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
group by all
