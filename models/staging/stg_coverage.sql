-- One row per usage dataset, as-of month of the delivery, partner and span of months that the
-- delivery covers. A month inside a span without a row is a zero, not an unknown. Reasons to be
-- covered: a file names the partner; the delivery's Profile names it and no file of the dataset
-- does, where the dataset is asked for all partners at once; Coverage.csv declares more than the
-- rows show; the files are headers alone. Scored months begin by datasets of which a header alone
-- is left out here (stg_covered_months has it).
with usage_files as (
    select
        files.file_id,
        files.dataset,
        files.as_of_month,
        files.first_month,
        files.last_month,
        coverage.covers
    from {{ ref('stg_files_in_force') }} as files
    inner join {{ ref('dataset_coverage') }} as coverage using (dataset)
    where coverage.covers <> 'months'
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
        covers,
        min(first_month) as first_month,
        max(last_month) as last_month
    from usage_files
    group by dataset, as_of_month, covers
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
        spans.covers,
        profiles.partner_id,
        spans.first_month,
        spans.last_month
    from spans_of_datasets as spans
    inner join partners_of_profiles as profiles using (as_of_month)
    left join partners_of_files as named using (dataset, as_of_month, partner_id)
    where named.partner_id is null
),

possible_partners as (
    select
        dataset,
        as_of_month,
        partner_id
    from partners_of_files
    union
    select
        dataset,
        as_of_month,
        partner_id
    from silent_partners
),

declared_spans as (
    select
        declared.dataset,
        declared.as_of_month,
        case when spans.covers = 'named' then declared.partner_id end as partner_id,
        declared.first_month,
        declared.last_month
    from {{ ref('stg_declared_coverage') }} as declared
    inner join spans_of_datasets as spans using (dataset, as_of_month)
),

consumption as (
    select distinct
        files.dataset,
        files.as_of_month,
        {{ as_id('usage.pga_mpn_id') }} as partner_id,
        {{ as_month('usage.month') }} as usage_month
    from {{ source('raw', 'monthly_consumption') }} as usage
    inner join {{ ref('stg_files_in_force') }} as files using (file_id)
),

spans as (
    select
        dataset,
        as_of_month,
        partner_id,
        first_month,
        last_month,
        false as is_declared
    from partners_of_files
    where first_month is not null
    union all
    select
        dataset,
        as_of_month,
        partner_id,
        first_month,
        last_month,
        false as is_declared
    from silent_partners
    where first_month is not null and covers = 'profile'
    union all
    select
        declared.dataset,
        declared.as_of_month,
        coalesce(declared.partner_id, possible.partner_id) as partner_id,
        declared.first_month,
        declared.last_month,
        true as is_declared
    from declared_spans as declared
    left join possible_partners as possible
        on
            declared.partner_id is null
            and declared.dataset = possible.dataset
            and declared.as_of_month = possible.as_of_month
    where declared.partner_id is not null or possible.partner_id is not null
    union all
    select
        headers.dataset,
        headers.as_of_month,
        headers.partner_id,
        headers.first_month,
        headers.last_month,
        false as is_declared
    from {{ ref('stg_header_spans') }} as headers
    inner join {{ ref('dataset_coverage') }} as coverage using (dataset)
    where not coverage.begins_scores
    union all
    select
        dataset,
        as_of_month,
        partner_id,
        usage_month as first_month,
        usage_month as last_month,
        false as is_declared
    from consumption
    where usage_month <= as_of_month
)

select distinct
    dataset,
    as_of_month,
    partner_id,
    first_month,
    last_month,
    is_declared
from spans
