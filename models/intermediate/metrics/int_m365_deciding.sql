-- One row per scored evaluation, test and tenant that fct_tenant_contributions or the eligibility report
-- shows: the workload that decides now and the one that decided at the baseline. That is the
-- workload that met the criteria (of several the largest), else the nearest: size met and the
-- fewest active licences missing, else the fewest paid licences away from the bounds.
with shown as (
    select distinct
        results.evaluation_key,
        results.test_key,
        results.tenant_key,
    from {{ ref('int_m365_results') }} as results
    inner join {{ ref('int_scored_evaluations') }} as evaluations using (evaluation_key)
    where
        results.contribution <> 0
        or evaluations.is_newest_month
        or results.evaluation_key in (
            select reported.evaluation_key,
            from {{ ref('int_explained_evaluations') }} as reported
        )
),

tests as (
    select distinct {{ seat_tests('rules') }}
    from {{ ref('int_part_rules') }} as rules
    where rules.part = 'm365'
),

candidates as (
    select
        shown.evaluation_key,
        shown.test_key,
        shown.tenant_key,
        windows.workload,
        windows.current_paid_count,
        windows.current_active_count,
        windows.baseline_paid_count,
        {{ workload_order(
            'windows.current_paid_count',
            'windows.current_active_count',
            'windows.workload_key',
        ) }} as current_order,
        {{ workload_order(
            'windows.baseline_paid_count',
            'windows.baseline_active_count',
            'windows.workload_key',
        ) }} as baseline_order,
    from shown
    inner join tests using (test_key)
    inner join {{ ref('int_m365_windows') }} as windows
        using (evaluation_key, basis_key, window_months, tenant_key)
)

select
    evaluation_key,
    test_key,
    tenant_key,
    {{ first_value_by('workload', 'current_order') }} as deciding_workload,
    {{ first_value_by('current_paid_count', 'current_order') }} as current_paid_count,
    {{ first_value_by('current_active_count', 'current_order') }} as current_active_count,
    {{ first_value_by('baseline_paid_count', 'baseline_order') }} as baseline_paid_count,
from candidates
group by evaluation_key, test_key, tenant_key
