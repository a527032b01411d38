-- One row per dataset, partner (or location without one), month and reason for which rows are not
-- the truth: how many rows, with their ACR and paid seats.
{% set ems_columns = [] %}
{% for prefix in ems_workload_prefixes() %}
    {% do ems_columns.append(prefix ~ '_paid_available_units') %}
{% endfor %}

with amounts as (
    {% for dataset, table, owner, seats in [
        ('AzureUsage', 'azure_usage', 'pga_mpn_id', []),
        ('EMSUsage', 'ems_usage', 'pga_mpn_id', ems_columns),
        ('CPORM365Usage', 'cpor_m365_usage', 'mpn_id', ['paid_available_units']),
    ] %}
        select
            outdated.partner_id,
            outdated.usage_month,
            outdated.dataset,
            outdated.reason,
            {% if seats %}
                0 as acr_usd,
                sum(
                    {% for column in seats %}
                        coalesce({{ as_count('usage.' ~ column) }}, 0)
                        {{ '+' if not loop.last }}
                    {% endfor %}
                ) as seats_count,
            {% else %}
                sum({{ as_amount('usage.acr_usd') }}) as acr_usd,
                0 as seats_count,
            {% endif %}
            count(*) as rows_count,
        from {{ source('raw', table) }} as usage
        inner join {{ ref('int_usage_outdated') }} as outdated
            on
                usage.file_id = outdated.file_id
                and usage.month = outdated.month_text
                and {{ as_id('usage.' ~ owner) }} = outdated.partner_text
        where outdated.dataset = '{{ dataset }}'
        group by all
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    partner_id,
    usage_month,
    dataset,
    reason,
    sum(rows_count) as rows_count,
    cast(sum(acr_usd) as decimal(28, 10)) as acr_usd,
    cast(sum(seats_count) as decimal(28, 10)) as seats_count,
from amounts
group by partner_id, usage_month, dataset, reason
