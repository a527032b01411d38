-- The columns only: the rows are written when the release is made (publish/release_files.py).
select
    cast(null as varchar) as check_name,
    cast(null as boolean) as is_good,
    cast(null as varchar) as detail
where false
