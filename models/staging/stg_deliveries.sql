-- One row per delivery that models may read: complete, and known to this build (all deliveries,
-- or with AS_KNOWN those up to the one it names, in their order and whenever they were loaded).
-- Whatever reads receipts begins here.
select
    deliveries.delivery,
    deliveries.as_of_month,
    deliveries.revision
from {{ source('raw', 'deliveries') }} as deliveries
{# Read while running, never while parsing, so that a parsed project serves every setting. #}
{% if execute and env_var('AS_KNOWN', '') %}
    inner join {{ source('raw', 'deliveries') }} as last_known
        on
            (deliveries.as_of_month, deliveries.revision)
            <= (last_known.as_of_month, last_known.revision)
            and last_known.delivery
            = {{ dbt.string_literal(dbt.escape_single_quotes(env_var('AS_KNOWN'))) }}
{% endif %}
