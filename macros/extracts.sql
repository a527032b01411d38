{# Words of the extracts' own format, as Partner Center Insights spells them (not of the
   programme). #}

{# The datasets whose rows belong to a usage month, for an `in`: those of names/usage_datasets. #}
{% macro usage_datasets() -%}
    select datasets.dataset from {{ ref('usage_datasets') }} as datasets
{%- endmacro %}

{# Those of them that name partner locations and no global account. #}
{% macro datasets_of_locations() %}'CPORM365Usage'{% endmacro %}

{# EMSUsage has two columns per workload, named by these prefixes; names/workload_names says which
   workload each is. #}
{% macro ems_workload_prefixes() -%}
    {{ return(['aadp', 'intune', 'azip', 'aatp', 'mdo', 'mde']) }}
{%- endmacro %}

{# All paid licences of a record of EMSUsage. #}
{% macro ems_paid_count(usage) -%}
    {% for prefix in ems_workload_prefixes() -%}
        coalesce({{ as_count(usage ~ '.' ~ prefix ~ '_paid_available_units') }}, 0)
        {{- ' + ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The workloads that a record of EMSUsage has figures of, as a list of structs: workload_key,
   paid_count and active_count. #}
{% macro workload_list(usage) %}{{ return(adapter.dispatch('workload_list')(usage)) }}{% endmacro %}

{# In a select list: the row once per entry of a list, and once with null where it has none. #}
{% macro rows_of_list(values) %}{{ return(adapter.dispatch('rows_of_list')(values)) }}{% endmacro %}
