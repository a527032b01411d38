{% set counted_parts = summary_columns('contribution') %}

with figures as (
    select
        results.evaluation_key,
        results.tenant_key,
        max(case when results.unit = 'usd' then results.current_value end)
            as azure_acr_current_usd,
        max(case when results.unit = 'usd' then results.baseline_value end)
            as azure_acr_baseline_usd,
        max(case when results.unit = 'users' then results.current_value end)
            as m365_protected_users_current_count,
        max(case when results.unit = 'users' then results.baseline_value end)
            as m365_protected_users_baseline_count,
        {% for column, name in [
            ('deciding_workload', 'm365_deciding_workload'),
            ('current_paid_count', 'm365_deciding_paid_count'),
            ('current_active_count', 'm365_deciding_active_count'),
        ] %}
            -- The deployments test asks the most of a workload.
            max(
                case
                    when results.metric = 'deployments'
                        then results.{{ column }}
                end
            ) as {{ name }},
        {% endfor %}
        {% for metric_part, unit in counted_parts %}
            {% for column, suffix in [('contribution', '_' ~ unit), ('reason', '')] %}
                max(
                    case
                        when concat(results.metric, '_', results.part) = '{{ metric_part }}'
                            then results.{{ column }}
                    end
                ) as {{ metric_part }}_{{ column }}{{ suffix }},
            {% endfor %}
        {% endfor %}
        results.path
    from {{ ref('int_tenant_results') }} as results
    inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
    where evaluations.is_newest_month
    group by results.evaluation_key, results.tenant_key, results.path
)

{% set columns = [] %}
{% for metric_part, unit in counted_parts %}
    {% do columns.append('figures.' ~ metric_part ~ '_contribution_' ~ unit) %}
    {% do columns.append('figures.' ~ metric_part ~ '_reason') %}
{% endfor %}

select
    evaluations.partner_id,
    dim_partner.partner_name,
    evaluations.as_of_month,
    evaluations.solution_area,
    figures.path,
    dim_path.label as path_label,
    evaluations.rule_version,
    customers.tenant_id,
    customers.tenant_name,
    customers.customer_id,
    dim_tenant.customer_name,
    dim_tenant.market,
    dim_tenant.segment,
    figures.azure_acr_current_usd,
    figures.azure_acr_baseline_usd,
    figures.m365_protected_users_current_count,
    figures.m365_protected_users_baseline_count,
    figures.m365_deciding_workload,
    cast(figures.m365_deciding_paid_count as decimal(28, 10)) as m365_deciding_paid_count,
    cast(figures.m365_deciding_active_count as decimal(28, 10)) as m365_deciding_active_count,
    {{ columns | join(',\n    ') }}
from figures
inner join {{ ref('int_explained_evaluations') }} as evaluations using (evaluation_key)
inner join {{ ref('int_tenant_customers') }} as customers using (tenant_key)
inner join {{ ref('dim_tenant') }} as dim_tenant on customers.tenant_id = dim_tenant.tenant_id
inner join {{ ref('dim_partner') }} as dim_partner
    on evaluations.partner_id = dim_partner.partner_id
inner join {{ ref('dim_path') }} as dim_path on figures.path = dim_path.path
