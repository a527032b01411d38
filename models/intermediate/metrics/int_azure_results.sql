-- One row per scored evaluation, rule (path, metric and part) and tenant with a row of Azure usage:
-- whether it meets the criterion now and at the baseline, and what it adds to the metric. A
-- window without usage meets no criterion, not even one without bounds. The score adds these
-- rows up and the explanation prints them.
with results as (
    select
        windows.evaluation_key,
        rules.rule_key,
        windows.tenant_key,
        rules.counts,
        rules.comparison,
        {{ within_bounds('windows.current_acr_usd', 'rules.') }} as is_met_current,
        {{ within_bounds('windows.baseline_acr_usd', 'rules.') }} as is_qualified_baseline,
        coalesce(
            rules.carried_from_path is not null
            and {{ within_bounds('windows.baseline_acr_usd', 'rules.') }}
            and {{ within_bounds('windows.current_acr_usd', 'rules.carried_') }},
            false
        ) as is_carried,
        coalesce(windows.current_acr_usd > rules.upper, false) as is_above_range,
        coalesce(windows.current_acr_usd, 0) as current_value,
        coalesce(windows.baseline_acr_usd, 0) as baseline_value,
    from {{ ref('int_azure_windows') }} as windows
    inner join {{ ref('int_evaluations') }} as evaluations using (evaluation_key)
    inner join {{ ref('int_part_rules') }} as rules
        on
            evaluations.solution_area = rules.solution_area
            and evaluations.rule_version = rules.rule_version
            and windows.basis_key = rules.basis_key
            and windows.window_months = rules.window_months
)

select
    evaluation_key,
    rule_key,
    tenant_key,
    is_met_current as is_sized_current,
    {{ tenant_result() }}
from results
