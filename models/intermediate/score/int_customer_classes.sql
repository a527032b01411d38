-- One row per usage basis by which partners are classed, hypothesis about usage, partner, month and
-- customer with eligible usage in it: the class of its segment. Of CustomersAndTenants the newest
-- month that names the customer counts, by its own number or else by its tenants; AzureUsage of the
-- month stands in for what it does not say. Of several words the first that tells a class; one that
-- leaves open which of two only where no other tells.
with usage as (
    select
        segments.basis_key,
        months.hypothesis,
        months.partner_key,
        months.partner_id,
        months.usage_month,
        coalesce(names.customer_id, tenants.tenant_id) as customer_id,
        {{ as_text('segments.segment') }} as segment,
        sum(coalesce(segments.amount, monthly.value)) as amount
    from {{ ref('int_segment_usage') }} as segments
    inner join {{ ref('int_months') }} as months using (delivered_month_key)
    inner join {{ ref('int_usage_months') }} as monthly
        on
            segments.basis_key = monthly.basis_key
            and months.month_key = monthly.month_key
            and segments.tenant_key = monthly.tenant_key
    inner join {{ ref('int_tenants') }} as tenants
        on segments.tenant_key = tenants.tenant_key
    left join {{ ref('int_tenant_names') }} as names on tenants.tenant_id = names.tenant_id
    group by
        segments.basis_key, months.hypothesis, months.partner_key, months.partner_id,
        months.usage_month, coalesce(names.customer_id, tenants.tenant_id),
        {{ as_text('segments.segment') }}
),

ordered as (
    select
        *,
        row_number() over (
            partition by basis_key, hypothesis, partner_key, usage_month, customer_id
            order by case when segment is null then 1 else 0 end, amount desc, segment
        ) as most_first,
        sum(amount) over (
            partition by basis_key, hypothesis, partner_key, usage_month, customer_id
        ) as customer_amount
    from usage
),

customers as (
    select *
    from ordered
    where most_first = 1 and customer_amount > 0
),

-- A row of CustomersAndTenants names a customer by its number, or by a tenant of it.
named as (
    select
        partner_id,
        usage_month,
        as_of_month,
        customer_tpid as customer_id,
        1 as named_by,
        sub_segment,
        segment,
        top_segment
    from {{ ref('stg_customers_and_tenants') }}
    where customer_tpid is not null and usage_month is not null
    union all
    select
        rows.partner_id,
        rows.usage_month,
        rows.as_of_month,
        names.customer_id,
        2 as named_by,
        rows.sub_segment,
        rows.segment,
        rows.top_segment
    from {{ ref('stg_customers_and_tenants') }} as rows
    inner join {{ ref('int_tenant_names') }} as names using (tenant_id)
    where rows.usage_month is not null
),

words as (
    select
        customers.basis_key,
        customers.hypothesis,
        customers.partner_key,
        customers.usage_month,
        customers.customer_id,
        named.sub_segment,
        named.segment,
        named.top_segment,
        dense_rank() over (
            partition by
                customers.basis_key, customers.hypothesis, customers.partner_key,
                customers.usage_month, customers.customer_id
            order by named.named_by, named.usage_month desc, named.as_of_month desc
        ) as newest_first
    from customers
    inner join named
        on
            customers.partner_id = named.partner_id
            and customers.customer_id = named.customer_id
            and customers.usage_month >= named.usage_month
),

newest as (
    select
        basis_key,
        hypothesis,
        partner_key,
        usage_month,
        customer_id,
        min(sub_segment) as sub_segment,
        min(segment) as segment,
        min(top_segment) as top_segment
    from words
    where newest_first = 1
    group by basis_key, hypothesis, partner_key, usage_month, customer_id
),

spellings as (
    select
        {{ as_key('spelling') }} as segment_key,
        segment_class,
        leaves_open
    from {{ ref('segment_names') }}
)

select
    customers.basis_key,
    customers.hypothesis,
    customers.partner_key,
    customers.usage_month,
    customers.customer_id,
    coalesce(
        {% for column in ['sub_segments', 'segments', 'top_segments', 'usage_segments'] %}
            case when not {{ column }}.leaves_open then {{ column }}.segment_class end,
        {% endfor %}
        sub_segments.segment_class,
        segments.segment_class,
        top_segments.segment_class,
        usage_segments.segment_class
    ) as segment_class
from customers
left join newest using (basis_key, hypothesis, partner_key, usage_month, customer_id)
{% for relation, column in [
    ('sub_segments', 'newest.sub_segment'),
    ('segments', 'newest.segment'),
    ('top_segments', 'newest.top_segment'),
    ('usage_segments', 'customers.segment'),
] %}
    left join spellings as {{ relation }}
        on {{ as_key(column) }} = {{ relation }}.segment_key
{% endfor %}
