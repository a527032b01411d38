with bounds as (
    select
        least(min(truth.usage_month), min(files.as_of_month)) as first_month,
        greatest(max(truth.usage_month), max(files.as_of_month)) as last_month
    from {{ ref('stg_files_in_force') }} as files
    left join {{ ref('stg_usage_truth') }} as truth using (as_of_month)
),

months as (
    select month_start
    from {{ month_series('(select first_month from bounds)', '(select last_month from bounds)') }}
),

days as (
    select
        cast(months.month_start + to_days(cast(numbers.months_back as integer)) as date)
            as date_day
    from months
    cross join {{ integer_series('31') }} as numbers
    where
        months.month_start + to_days(cast(numbers.months_back as integer))
        <= {{ month_end('months.month_start') }}
)

select
    date_day,
    {{ month_start('date_day') }} as calendar_month,
    cast(extract(year from date_day) as integer) as calendar_year,
    cast(extract(month from date_day) as integer) as month_of_year,
    cast(extract(day from date_day) as integer) as day_of_month,
    {{ month_end('date_day') }} = date_day as is_month_end,
    strftime(date_day, '%Y-%m') as label,
    'Calendar of the months that any delivery covers' as source
from days
