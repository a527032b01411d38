-- One row per row of int_ems_attributed that is counted: of its paid seats those that the score
-- has from it, those that a CPOR claim reports with a larger figure, and those of workloads that
-- the rules in force do not count.
{% set prefixes = ems_workload_prefixes() %}

with workloads as (
    select
        {% for prefix in prefixes %}
            coalesce(bool_or(name_key = '{{ prefix }}'), false) as {{ prefix }}_counts,
        {% endfor %}
    from {{ ref('int_m365_names') }}
    where kind = 'workload' and is_eligible
),

claimed as (
    select
        best.tenant_key,
        best.usage_month,
        {% for prefix in prefixes %}
            bool_or(names.workload_key = '{{ prefix }}') as {{ prefix }}_claimed,
        {% endfor %}
    from {{ ref('int_cpor_best') }} as best
    inner join {{ ref('int_workload_names') }} as names using (workload)
    where best.is_counted
    group by best.tenant_key, best.usage_month
)

select
    kept.tenant_key,
    kept.usage_month,
    kept.records_count,
    kept.is_blind,
    {% for prefix in prefixes %}
        case
            when workloads.{{ prefix }}_counts and claimed.{{ prefix }}_claimed is not true
                then kept.{{ prefix }}_paid_count
            else 0
        end {{ '+' if not loop.last else 'as counted_seats,' }}
    {% endfor %}
    {% for prefix in prefixes %}
        case
            when workloads.{{ prefix }}_counts and claimed.{{ prefix }}_claimed
                then kept.{{ prefix }}_paid_count
            else 0
        end {{ '+' if not loop.last else 'as claimed_seats,' }}
    {% endfor %}
    {% for prefix in prefixes %}
        case
            when workloads.{{ prefix }}_counts then 0
            else kept.{{ prefix }}_paid_count
        end {{ '+' if not loop.last else 'as other_seats,' }}
    {% endfor %}
from {{ ref('int_ems_attributed') }} as kept
cross join workloads
left join claimed using (tenant_key, usage_month)
where kept.is_kept
