-- One row per usage dataset, as-of month of the delivery, partner and span of months that the
-- delivery covers. A month inside a span without a row is a zero, not an unknown. Three reasons
-- to be covered: a file names the partner; the delivery's Profile names it and no file of the
-- dataset does; Coverage.csv declares more months than have rows.
with usage_files as (
    select
        file_id,
        dataset,
        as_of_month,
        revision,
        first_month,
        last_month
    from {{ ref('stg_files_in_force') }}
    where dataset in ({{ usage_datasets() }})
),

partners_of_files as (
    select
        files.dataset,
        files.as_of_month,
        named.partner_id,
        files.first_month,
        files.last_month
    from usage_files as files
    inner join {{ ref('stg_named_partners') }} as named using (file_id)
),

spans_of_datasets as (
    select
        dataset,
        as_of_month,
        max(revision) as revision,
        min(first_month) as first_month,
        max(last_month) as last_month
    from usage_files
    group by dataset, as_of_month
),

partners_of_profiles as (
    select distinct
        as_of_month,
        partner_id
    from {{ ref('stg_named_partners') }}
    where dataset = 'Profile'
),

silent_partners as (
    select
        spans.dataset,
        spans.as_of_month,
        profiles.partner_id,
        spans.first_month,
        spans.last_month
    from spans_of_datasets as spans
    inner join partners_of_profiles as profiles using (as_of_month)
    left join partners_of_files as named using (dataset, as_of_month, partner_id)
    where named.partner_id is null
),

covered_partners as (
    select
        dataset,
        as_of_month,
        partner_id,
        first_month,
        last_month
    from partners_of_files
    union all
    select
        dataset,
        as_of_month,
        partner_id,
        first_month,
        last_month
    from silent_partners
),

declared_spans as (
    select
        declared.dataset,
        declared.as_of_month,
        declared.first_month,
        least(declared.last_month, declared.as_of_month) as last_month,
        row_number() over (
            partition by declared.dataset, declared.as_of_month order by declared.revision desc
        ) as newest_first
    from {{ source('raw', 'declared_coverage') }} as declared
    inner join {{ ref('stg_deliveries') }} as deliveries using (delivery)
    inner join spans_of_datasets as datasets
        on
            declared.dataset = datasets.dataset
            and declared.as_of_month = datasets.as_of_month
            -- What was declared of a file says nothing of the correction that replaces it.
            and declared.revision >= datasets.revision
),

spans as (
    select
        dataset,
        as_of_month,
        partner_id,
        first_month,
        last_month,
        false as is_declared
    from covered_partners
    where first_month is not null
    union all
    select distinct
        covered.dataset,
        covered.as_of_month,
        covered.partner_id,
        declared.first_month,
        declared.last_month,
        true as is_declared
    from covered_partners as covered
    inner join declared_spans as declared using (dataset, as_of_month)
    where declared.newest_first = 1
)

select distinct
    dataset,
    as_of_month,
    partner_id,
    first_month,
    last_month,
    is_declared
from spans
