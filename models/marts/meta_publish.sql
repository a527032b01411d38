-- The columns only: the one row is written when the release is made (publish/release_files.py).
select
    cast(null as varchar) as version,
    cast(null as date) as as_of_month,
    cast(null as timestamp) as built_at,
    cast(null as varchar) as code_version,
    cast(null as boolean) as is_demo,
    cast(null as varchar) as rows_per_table,
    cast(null as bigint) as quarantined_rows,
    cast(null as bigint) as tests_run,
    cast(null as bigint) as tests_passed,
    cast(null as varchar) as as_known
where false
