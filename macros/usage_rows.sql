{# The records of the usage datasets, as staging reads them. `months` and `truth` say which
   deliveries' months are read (stg_usage_months and stg_usage_truth, or what was known before the
   newest delivery), `partner` what the partner is called in the result; claims need the
   `accounts` of locations by delivery. #}

{% macro azure_usage_rows(months, truth, partner='truth.partner_id') %}
select
    usage.file_id,
    usage.record,
    months.as_of_month,
    months.usage_month,
    {{ partner }} as partner_id,
    {{ as_id('usage.customer_tenant_id') }} as tenant_id,
    {{ as_id('usage.subscription_id') }} as subscription_id,
    usage.service_level1,
    usage.service_level2,
    usage.service_level3,
    usage.service_level4,
    usage.service_influencer,
    usage.service_group2,
    usage.service_group3,
    usage.compute_os,
    usage.compute_os_attribute,
    usage.compute_core_software,
    usage.usage_units,
    usage.ai_offer_type,
    usage.partner_attribution_type,
    usage.admin_type,
    {{ as_id('usage.mpn_id') }} as location_id,
    usage.customer_name,
    usage.customer_tenant_name,
    {{ as_id('usage.customer_tpid') }} as customer_tpid,
    usage.customer_segment,
    usage.customer_market,
    {{ as_amount('usage.acr_usd') }} as acr_usd,
{{ true_usage('AzureUsage', 'azure_usage', months, truth) }}
{% endmacro %}

{# The same of EMSUsage. #}
{% macro ems_usage_rows(months, truth, partner='truth.partner_id') %}
select
    usage.file_id,
    usage.record,
    months.as_of_month,
    months.usage_month,
    {{ partner }} as partner_id,
    {{ as_id('usage.customer_tenant_id') }} as tenant_id,
    {{ as_id('usage.subscription_id') }} as subscription_id,
    coalesce({{ as_key('usage.free_vs_paid_sku') }} = 'paid', false) as is_paid_sku,
    {{ as_key('usage.partner_attach_type') }} as association_key,
    {{ as_id('usage.mpn_id') }} as location_id,
    {{ as_id('usage.customer_tpid') }} as customer_tpid,
    usage.customer_name,
    usage.customer_tenant_name,
    usage.customer_segment,
    usage.customer_market,
    {% for prefix in ems_workload_prefixes() %}
        {{ as_count('usage.' ~ prefix ~ '_paid_available_units') }} as {{ prefix }}_paid_count,
        {{ as_count('usage.' ~ prefix ~ '_monthly_active_users') }} as {{ prefix }}_active_count,
    {% endfor %}
{{ true_usage('EMSUsage', 'ems_usage', months, truth) }}
{% endmacro %}

{# The same of CPORM365Usage. #}
{% macro cpor_m365_usage_rows(months, truth, accounts, partner='truth.partner_id') %}
select
    usage.file_id,
    usage.record,
    months.as_of_month,
    months.usage_month,
    {{ partner }} as partner_id,
    {{ as_id('usage.customer_tenant_id') }} as tenant_id,
    {{ as_key('usage.workload_name') }} as workload_key,
    {{ as_key('usage.partner_attribution_type') }} as association_key,
    {{ as_id('usage.mpn_id') }} as location_id,
    {{ as_id('usage.claim_id') }} as claim_id,
    {{ as_text('usage.customer_name') }} as customer_name,
    {{ as_count('usage.paid_available_units') }} as paid_count,
    {{ as_count('usage.monthly_active_users') }} as active_count,
{{ true_usage('CPORM365Usage', 'cpor_m365_usage', months, truth, accounts) }}
{% endmacro %}

{# One row per file and spelling of a month whose rows are the truth for at least one partner:
   reads the month once per spelling instead of once per row, and lets a scan pass over what newer
   deliveries have restated. #}
{% macro usage_months(truth) %}
select distinct
    months.file_id,
    months.month_text,
    months.usage_month,
    files.as_of_month,
    files.dataset,
from {{ ref('stg_file_months') }} as months
inner join {{ ref('stg_files_in_force') }} as files using (file_id)
inner join {{ truth }} as truth
    on
        files.dataset = truth.dataset
        and files.as_of_month = truth.as_of_month
        and months.usage_month = truth.usage_month
where months.usage_month <= files.as_of_month
{% endmacro %}

{# The records of a table of `raw` that are the truth, as `usage`. CPORM365Usage names locations
   and no global account. #}
{% macro true_usage(dataset, table, months, truth, accounts=none) %}
from {{ source('raw', table) }} as usage
inner join {{ months }} as months
    on usage.file_id = months.file_id and usage.month = months.month_text
{% if accounts %}
inner join {{ accounts }} as accounts
    on
        {{ as_id('usage.mpn_id') }} = accounts.location_id
        and months.as_of_month = accounts.as_of_month
{% endif %}
inner join {{ truth }} as truth
    on
        truth.dataset = '{{ dataset }}'
        and {{ 'accounts.partner_id' if accounts else as_id('usage.pga_mpn_id') }}
        = truth.partner_id
        and months.usage_month = truth.usage_month
        and months.as_of_month = truth.as_of_month
{% endmacro %}
