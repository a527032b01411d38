-- One row per file in force of EMSUsage and workload of which it lacks a column: the seats of
-- that workload are not seen.
with absent as (
    select
        file_id,
        delivery,
        as_of_month,
        file_name,
        concat(',', lower(absent_columns), ',') as absent_columns,
    from {{ ref('stg_known_files') }}
    where dataset = 'EMSUsage' and is_in_force
)

{% for prefix in ems_workload_prefixes() %}
    select
        absent.file_id,
        absent.delivery,
        absent.as_of_month,
        absent.file_name,
        names.workload,
        '{{ prefix }}' as workload_prefix,
    from absent
    inner join {{ ref('int_workload_names') }} as names on names.workload_key = '{{ prefix }}'
    where
        absent.absent_columns like '%,{{ prefix }}paidavailableunits,%'
        or absent.absent_columns like '%,{{ prefix }}monthlyactiveusers,%'
    {{ 'union all' if not loop.last }}
{% endfor %}
