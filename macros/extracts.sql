{# Words of the extracts' own format, as Partner Center Insights spells them (not of the
   programme). #}

{# The datasets whose rows belong to a usage month. #}
{% macro usage_datasets() %}'AzureUsage', 'EMSUsage', 'CPORM365Usage'{% endmacro %}

{# EMSUsage has two columns per workload, named by these prefixes; names/workload_names says which
   workload each is. #}
{% macro ems_workload_prefixes() -%}
    {{ return(['aadp', 'intune', 'azip', 'aatp', 'mdo', 'mde']) }}
{%- endmacro %}
