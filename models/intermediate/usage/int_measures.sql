-- One row per window end (int_window_months), tenant, item and measure: the measure over the
-- months of the window by the window's function. Joined by month, so that a month without a row
-- adds nothing and shifts nothing. A window that reads its last month alone has nothing to bring
-- together.
with ends as (
    select distinct
        months.end_key,
        months.basis_key,
        months.window_function,
        months.usage_month,
        sources.month_key
    from {{ ref('int_window_months') }} as months
    inner join {{ ref('int_months') }} as sources
        on
            months.usage_hypothesis = sources.hypothesis
            and months.partner_key = sources.partner_key
            and months.part = sources.part
            and months.usage_month = sources.usage_month
)

select
    ends.end_key,
    usage.tenant_key,
    usage.item_key,
    usage.measure,
    usage.value
from ends
inner join {{ ref('int_usage_months') }} as usage using (basis_key, month_key)
where ends.window_function = 'last'
union all
select
    ends.end_key,
    usage.tenant_key,
    usage.item_key,
    usage.measure,
    cast(
        case
            when ends.window_function = 'max' then max(usage.value) else sum(usage.value)
        end as decimal(28, 10)
    ) as value
from ends
inner join {{ ref('int_usage_months') }} as usage using (basis_key, month_key)
where ends.window_function <> 'last'
group by ends.end_key, ends.window_function, usage.tenant_key, usage.item_key, usage.measure
