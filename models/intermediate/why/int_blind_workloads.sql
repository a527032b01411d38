-- One row per file in force of EMSUsage and workload of which it lacks a column: the seats of
-- that workload are not seen.
with absent as (
    select
        file_id,
        delivery,
        as_of_month,
        file_name,
        concat(',', lower(absent_columns), ',') as absent_columns
    from {{ ref('stg_known_files') }}
    where dataset = 'EMSUsage' and is_in_force
),

prefixes as (
    select prefix
    from (
        values
        {% for prefix in ems_workload_prefixes() %}
            ('{{ prefix }}'){{ ',' if not loop.last }}
        {% endfor %}
    ) as heads (prefix)
)

select
    absent.file_id,
    absent.delivery,
    absent.as_of_month,
    absent.file_name,
    names.name as workload,
    prefixes.prefix as workload_prefix
from absent
cross join prefixes
inner join {{ ref('int_names') }} as names
    on names.kind = 'workload' and prefixes.prefix = names.spelling_key
where
    absent.absent_columns like concat('%,', prefixes.prefix, 'paidavailableunits,%')
    or absent.absent_columns like concat('%,', prefixes.prefix, 'monthlyactiveusers,%')
