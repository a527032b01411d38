-- One row per file in force of EMSUsage and workload of which it lacks a column: the seats of
-- that workload are not seen.
with absent as (
    select
        files.file_id,
        deliveries.delivery,
        files.as_of_month,
        files.file_name,
        concat(',', lower(files.absent_columns), ',') as absent_columns,
    from {{ source('raw', 'files') }} as files
    inner join {{ ref('stg_deliveries') }} as deliveries using (delivery)
    inner join {{ ref('stg_files_in_force') }} as in_force using (file_id)
    where files.dataset = 'EMSUsage'
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
