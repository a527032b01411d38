{# One number for a set of ids, as staging reads them, and texts that compare trimmed and without
   case. Each column is read by itself, so that an engine can read a repeated text once. #}
{% macro text_set_key(ids, columns) -%}
    {{ return(adapter.dispatch('text_set_key')(ids, columns)) }}
{%- endmacro %}

{# The value of the row that comes first by `order_by` (an expression that orders totally). #}
{% macro first_value_by(value, order_by) -%}
    {{ return(adapter.dispatch('first_value_by')(value, order_by)) }}
{%- endmacro %}

{% macro last_value_by(value, order_by) -%}
    {{ return(adapter.dispatch('last_value_by')(value, order_by)) }}
{%- endmacro %}

{# One number for a set of texts exactly as they stand. Two sets with the same number would be read
   as one: azure_keys_are_unique looks for them. #}
{% macro exact_texts_key(columns) -%}
    {{ return(adapter.dispatch('exact_texts_key')(columns)) }}
{%- endmacro %}

{# How a record of AzureUsage spells service levels and offer. #}
{% macro azure_product_key(usage) -%}
    {{ exact_texts_key([
        usage ~ '.service_level2', usage ~ '.service_level3', usage ~ '.service_level4',
        usage ~ '.ai_offer_type',
    ]) }}
{%- endmacro %}
{# How a record of EMSUsage or CPORM365Usage spells the workload. #}
{% macro seat_product_key(usage) -%}
    {{ exact_texts_key([usage ~ '.workload_key']) }}
{%- endmacro %}

{# The association and admin role of a record of AzureUsage as it spells them, and its location. #}
{% macro azure_attribution_key(usage) -%}
    {{ exact_texts_key([
        usage ~ '.partner_attribution_type', usage ~ '.admin_type', usage ~ '.location_id',
    ]) }}
{%- endmacro %}
{# The association of a record of EMSUsage or CPORM365Usage as it spells it, and its location. #}
{% macro seat_attribution_key(usage) -%}
    {{ exact_texts_key([usage ~ '.association_key', usage ~ '.location_id']) }}
{%- endmacro %}

{# The tenant of a record; null where it names none. #}
{% macro tenant_hash(usage) -%}
    case when {{ usage }}.tenant_id is not null then {{ exact_texts_key([usage ~ '.tenant_id']) }} end
{%- endmacro %}

{# The usage line that a record of AzureUsage belongs to, within its tenant and month: what the file
   says of the consumption itself, service levels and offer among it. Names, quantities and what
   speaks of the partner are no part of it. #}
{% macro azure_line_key(usage) -%}
    {%- set columns = [] -%}
    {%- for column in [
        'service_level1', 'service_level2', 'service_level3', 'service_level4',
        'service_influencer', 'service_group2', 'service_group3', 'compute_os',
        'compute_os_attribute', 'compute_core_software', 'usage_units', 'ai_offer_type',
    ] -%}
        {%- do columns.append(usage ~ '.' ~ column) -%}
    {%- endfor -%}
    {{ text_set_key([usage ~ '.subscription_id'], columns) }}
{%- endmacro %}
