{# The records of a table of `raw`, as `usage`, that lie in a delivered month which any hypothesis
   reads, as `delivered`. A dataset that names locations and no global account is read by the account
   that each location had for its delivery. #}
{% macro delivered_usage(dataset, table) %}
{% set is_of_locations = "'" ~ dataset ~ "'" in datasets_of_locations() %}
from {{ source('raw', table) }} as usage
inner join {{ ref('stg_usage_months') }} as months
    on usage.file_id = months.file_id and usage.month = months.month_text
{% if is_of_locations %}
inner join {{ ref('stg_location_accounts') }} as accounts
    on
        {{ as_id('usage.mpn_id') }} = accounts.location_id
        and months.as_of_month = accounts.as_of_month
{% endif %}
inner join {{ ref('stg_delivered_months') }} as delivered
    on
        delivered.dataset = '{{ dataset }}'
        and {{ 'accounts.partner_id' if is_of_locations else as_id('usage.pga_mpn_id') }}
        = delivered.partner_id
        and months.usage_month = delivered.usage_month
        and months.as_of_month = delivered.as_of_month
{% if is_of_locations %}
        and coalesce(accounts.profile_month < delivered.profiles_before, true)
{% endif %}
{% endmacro %}
