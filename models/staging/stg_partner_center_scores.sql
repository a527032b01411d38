-- One row per partner, month, path and metric of which PartnerCenterScore says what Partner Center
-- showed: the newest delivery's figure, and of several in one file the last.
with shown as (
    select
        files.as_of_month as delivered_month,
        {{ as_id('scores.pga_mpn_id') }} as partner_id,
        {{ as_month('scores.month') }} as as_of_month,
        {{ as_key('scores.solution_area') }} as solution_area,
        coalesce({{ as_key('scores.path') }}, '(empty)') as path_name,
        coalesce({{ as_key('scores.metric') }}, '(empty)') as metric_name,
        {{ as_amount('scores.points') }} as points,
        scores.file_id,
        scores.record
    from {{ source('raw', 'partner_center_score') }} as scores
    inner join {{ ref('stg_files_in_force') }} as files using (file_id)
    where {{ as_text('scores.points') }} is not null
),

named as (
    select
        shown.*,
        coalesce(paths.path, shown.path_name) as path,
        coalesce(metrics.metric, shown.metric_name) as metric,
        paths.path is not null and metrics.metric is not null as is_known
    from shown
    left join {{ ref('path_labels') }} as paths
        on shown.path_name in (paths.path, {{ as_key('paths.label') }})
    left join {{ ref('metric_labels') }} as metrics
        on replace(shown.metric_name, '_', ' ') = {{ as_key('metrics.label') }}
),

ordered as (
    select
        *,
        row_number() over (
            partition by partner_id, as_of_month, solution_area, path, metric
            order by delivered_month desc, file_id desc, record desc
        ) as newest_first
    from named
)

select
    partner_id,
    as_of_month,
    solution_area,
    path,
    metric,
    is_known,
    cast(points as decimal(9, 4)) as points,
    delivered_month
from ordered
where newest_first = 1
