-- The floor, last: the usage lines behind the newest month, and the report on customers.

-- What the windows of the newest month read under the version in force.
create temp table traced as
select
    bases.part,
    bases.usage_basis,
    bases.association_set,
from bases
inner join evaluations using (rule_version)
where evaluations.is_newest_month and evaluations.is_rule_in_force;

create temp view azure_trace as
select
    rows.partner_id,
    rows.tenant_id,
    traced.*,
    rows.usage_month,
    rows.product,
    rows.association,
    rows.location_id,
    'AzureUsage' as dataset,
    rows.record,
    rows.acr_usd,
    case
        when products.product is null then 'service_not_eligible'
        when offers.offer is null then 'excluded_offer'
        when rows.association is null then 'unknown_association'
        when sets.association is null then 'association_not_eligible'
        when sets.rank * 1000000000000 + rows.place != verdicts.first_place
            then 'second_attribution'
        else 'counted'
    end as reason,
from azure_lines as rows
inner join traced on traced.part = 'azure'
left join basis_products as products
    on traced.usage_basis = products.usage_basis and rows.product = products.product
left join basis_offers as offers
    on traced.usage_basis = offers.usage_basis and rows.offer = offers.offer
left join set_associations as sets
    on
        traced.part = sets.part
        and traced.association_set = sets.association_set
        and rows.association = sets.association
left join azure_verdicts as verdicts
    on traced.association_set = verdicts.association_set and rows.line = verdicts.line
where rows.usage_month > getvariable('as_of_month') - interval 24 month;

-- Rows of subscriptions and claims, one for each workload they name. Every row of a subscription
-- has columns of all workloads: zeros name none.
create temp table seat_lines as
with lines as (
    select
        'EMSUsage' as dataset,
        record,
        partner_id, tenant_id, usage_month, line, is_paid, association, location_id,
        unnest(getvariable('workloads'))::product as product,
        unnest(paid) as paid,
        unnest(active) as active,
    from ems_rows
    union all
    select
        'CPORM365Usage', record,
        partner_id, tenant_id, usage_month, null, true, association, location_id,
        product, paid, active,
    from cpor_rows
)

select
    * exclude (paid, active),
    coalesce(paid, 0) as paid,
    coalesce(active, 0) as active,
from lines
where
    partner_id is not null
    and tenant_id is not null
    and product is not null
    and (dataset = 'CPORM365Usage' or paid != 0 or active != 0)
    and usage_month in (
        getvariable('as_of_month'),
        getvariable('as_of_month') - interval 1 month,
        getvariable('as_of_month') - interval 12 month
    );

create temp table seat_trace as
with judged as (
    select
        lines.*,
        traced.*,
        case
            when not lines.is_paid then 'free_sku'
            when products.product is null then 'workload_not_eligible'
            when lines.association is null then 'unknown_association'
            when sets.association is null then 'association_not_eligible'
            when sets.rank * 1000000000000 + lines.location_id != verdicts.first_place
                then 'second_attribution'
            else 'counted'
        end as reason,
    from seat_lines as lines
    inner join traced on traced.part = 'm365'
    left join basis_products as products
        on traced.usage_basis = products.usage_basis and lines.product = products.product
    left join set_associations as sets
        on
            traced.part = sets.part
            and traced.association_set = sets.association_set
            and lines.association = sets.association
    left join ems_verdicts as verdicts
        on
            traced.association_set = verdicts.association_set
            and lines.line = verdicts.line
    where lines.usage_month != getvariable('as_of_month') - interval 1 month
),

-- Subscriptions and claims tell of the same licences: the source that tells of most counts, of
-- equals the subscriptions, then the first claim; of active users the row that has most.
sources as (
    select
        *,
        if(
            dataset = 'EMSUsage',
            sum(paid) over (
                partition by partner_id, tenant_id, usage_month, product, reason, dataset
            ),
            paid
        ) as source_paid,
    from judged
),

ordered as (
    select
        *,
        row_number() over (licences order by source_paid desc, dataset desc, record) = 1
            as is_first,
        first_value(dataset) over (licences order by source_paid desc, dataset desc, record)
            as first_dataset,
        row_number() over (licences order by active desc, dataset desc, record) = 1
            as is_most_active,
    from sources
    window licences as (partition by partner_id, tenant_id, usage_month, product, reason)
)

select
    *,
    reason = 'counted' and (is_first or (dataset = 'EMSUsage' and first_dataset = 'EMSUsage'))
        as is_paid_counted,
    reason = 'counted' and is_most_active as is_active_counted,
from ordered;

create temp view trace_usage_lines as
select
    lines.partner_id::varchar as partner_id,
    lines.tenant_id::varchar as tenant_id,
    lines.part as product_line,
    lines.usage_basis,
    lines.association_set,
    lines.usage_month,
    lines.usage_month > getvariable('as_of_month') - interval 12 month as is_in_current_window,
    not is_in_current_window as is_in_baseline_window,
    lines.product,
    lines.association,
    lines.location_id::varchar as location_id,
    lines.dataset,
    lines.record,
    lines.acr_usd::decimal(28, 10) as acr_usd,
    lines.counted_acr_usd::decimal(28, 10) as counted_acr_usd,
    lines.paid::decimal(28, 10) as paid_count,
    lines.active::decimal(28, 10) as active_count,
    lines.counted_paid::decimal(28, 10) as counted_paid_count,
    lines.counted_active::decimal(28, 10) as counted_active_count,
    lines.reason = 'counted' as is_counted,
    lines.reason,
from (
    select *, if(reason = 'counted', acr_usd, 0) as counted_acr_usd
    from azure_trace
    union all by name
    select
        * exclude (reason),
        if(is_paid_counted, paid, 0) as counted_paid,
        if(is_active_counted, active, 0) as counted_active,
        if(
            reason = 'counted' and not is_paid_counted and not is_active_counted,
            'same_seats',
            reason
        ) as reason,
    from seat_trace
) as lines;

-- Which tenants have eligible products in the windows explained, whatever association reports them.
-- Two windows that follow each other: first and last month tell which of them a row lies in.
create temp table products_seen as
with spans as (
    select
        products.part,
        products.usage_basis,
        lines.partner_id,
        lines.tenant_id,
        min(lines.usage_month) as first_month,
        max(lines.usage_month) as last_month,
        interval 12 month as window_length,
    from azure_lines as lines
    inner join basis_products as products
        on products.part = 'azure' and lines.product = products.product
    inner join basis_offers as offers
        on products.usage_basis = offers.usage_basis and lines.offer = offers.offer
    where lines.usage_month >= getvariable('as_of_month') - interval 12 month
    group by all
    union all
    select
        products.part,
        products.usage_basis,
        lines.partner_id,
        lines.tenant_id,
        min(lines.usage_month),
        max(lines.usage_month),
        interval 1 month,
    from seat_lines as lines
    inner join basis_products as products
        on products.part = 'm365' and lines.product = products.product
    where
        lines.is_paid
        and lines.usage_month >= getvariable('as_of_month') - interval 1 month
    group by all
)

select
    spans.part,
    spans.usage_basis,
    spans.partner_id,
    spans.tenant_id,
    months.as_of_month,
from spans
inner join (select distinct as_of_month from evaluations where is_explained) as months
    on
        spans.first_month <= months.as_of_month
        and spans.last_month > months.as_of_month - spans.window_length;

create temp view fct_customer_eligibility as
with explained as (
    select
        contributions.*,
        bases.usage_basis,
        customers.customer_id,
    from contributions
    inner join bases using (rule_version, part)
    inner join customers using (tenant_id)
    where contributions.is_explained and contributions.is_rule_in_force
),

roots as (
    select
        explained.partner_id,
        explained.as_of_month,
        explained.part,
        explained.customer_id,
        bool_or(explained.is_earning) as is_earning,
        bool_or(explained.is_earning or seen.tenant_id is not null) as has_product,
    from explained
    left join products_seen as seen
        on
            explained.usage_basis = seen.usage_basis
            and explained.part = seen.part
            and explained.partner_id = seen.partner_id
            and explained.tenant_id = seen.tenant_id
            and explained.as_of_month = seen.as_of_month
    where explained.metric = 'usage_growth'
    group by all
),

results as (
    select
        partner_id,
        as_of_month,
        path,
        metric,
        part,
        customer_id,
        unit,
        count(*) as tenants_count,
        sum(if(is_qualified_now, if(is_counted, 1, now_value), 0)) as current_value,
        sum(if(is_qualified_then, if(is_counted, 1, then_value), 0)) as baseline_value,
        sum(contribution) as net_value,
    from explained
    group by all
),

conditions as (
    select
        evaluations.as_of_month,
        evaluations.solution_area,
        evaluations.rule_version,
        paths.path,
        conditions.* exclude (solution_area),
        rules.unit,
    from evaluations
    inner join (select distinct rule_version, path from metrics) as paths using (rule_version)
    inner join eligibility_conditions as conditions using (solution_area)
    left join rules
        on
            evaluations.rule_version = rules.rule_version
            and paths.path = rules.path
            and conditions.metric = rules.metric
            and conditions.part = rules.part
    where
        evaluations.is_explained
        and evaluations.is_rule_in_force
        and (conditions.metric is null or rules.metric is not null)
)

select
    customers.partner_id::varchar as partner_id,
    customers.as_of_month,
    conditions.solution_area,
    conditions.rule_version,
    conditions.path,
    customers.customer_id,
    conditions.condition,
    conditions.display_order::integer as condition_order,
    conditions.parent_condition,
    conditions.part as product_line,
    conditions.metric,
    if(
        coalesce(
            case conditions.kind
                when 'workloads' then roots.has_product
                when 'associations' then roots.is_earning
                else roots.is_earning and results.net_value > 0
            end,
            false
        ),
        'Met',
        'Not met'
    ) as status,
    if(kind = 'result', coalesce(results.current_value, 0), null)::decimal(28, 10)
        as current_value,
    if(kind = 'result', coalesce(results.baseline_value, 0), null)::decimal(28, 10)
        as baseline_value,
    if(kind = 'result', coalesce(results.net_value, 0), null)::decimal(28, 10) as net_value,
    if(kind = 'result', conditions.unit, null) as unit,
    if(kind in ('metric', 'result'), coalesce(results.tenants_count, 0), null)::integer
        as tenants_count,
from (select distinct partner_id, as_of_month, customer_id from roots) as customers
inner join conditions using (as_of_month)
left join roots using (partner_id, as_of_month, customer_id, part)
left join results using (partner_id, as_of_month, customer_id, path, metric, part);
