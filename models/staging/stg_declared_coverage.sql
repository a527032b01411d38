-- One row per usage dataset, as-of month and line of the Coverage.csv that is in force for it: the
-- months that were asked for, of every partner or of one. What was declared of a file says nothing
-- of the correction that replaces it.
with revisions as (
    select
        dataset,
        as_of_month,
        max(revision) as revision
    from {{ ref('stg_files_in_force') }}
    group by dataset, as_of_month
),

lines as (
    select
        declared.dataset,
        declared.as_of_month,
        declared.partner_text as partner_id,
        declared.first_month,
        least(declared.last_month, declared.as_of_month) as last_month,
        rank() over (
            partition by declared.dataset, declared.as_of_month order by declared.revision desc
        ) as newest_first
    from {{ source('raw', 'declared_coverage') }} as declared
    inner join {{ ref('stg_deliveries') }} as deliveries using (delivery)
    inner join revisions
        on
            declared.dataset = revisions.dataset
            and declared.as_of_month = revisions.as_of_month
            and declared.revision >= revisions.revision
)

select
    dataset,
    as_of_month,
    partner_id,
    first_month,
    last_month
from lines
where newest_first = 1
