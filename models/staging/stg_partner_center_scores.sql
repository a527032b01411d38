-- One row per partner, month, path and metric of which PartnerCenterScore says what Partner Center
-- showed: the newest delivery's figure, and of several in one file the last.
with shown as (
    select
        files.as_of_month as delivered_month,
        {{ as_id('scores.pga_mpn_id') }} as partner_id,
        {{ as_month('scores.month') }} as as_of_month,
        {{ as_key('scores.solution_area') }} as area_name,
        {{ as_key('scores.path') }} as path_name,
        coalesce({{ as_key('scores.metric') }}, '(empty)') as metric_name,
        {{ as_amount('scores.points') }} as points,
        scores.file_id,
        scores.record
    from {{ source('raw', 'partner_center_score') }} as scores
    inner join {{ ref('stg_files_in_force') }} as files using (file_id)
),

named as (
    select
        shown.*,
        coalesce(areas.solution_area, shown.area_name, '(empty)') as solution_area,
        coalesce(paths.path, shown.path_name) as path,
        coalesce(metrics.metric, shown.metric_name) as metric,
        paths.path is not null and metrics.metric is not null as is_known
    from shown
    left join {{ ref('solution_area_names') }} as areas
        on shown.area_name = {{ as_key('areas.spelling') }} and not areas.is_group
    left join {{ ref('path_labels') }} as paths
        on
            shown.path_name in (paths.path, {{ as_key('paths.label') }})
            -- A row without a path is loaded only where the version has a single one.
            or (shown.path_name is null and paths.tenant_size is null)
    left join {{ ref('metric_labels') }} as metrics
        on replace(shown.metric_name, '_', ' ') = {{ as_key('metrics.label') }}
),

-- Also where it contradicts itself: no older delivery's row stands in.
said as (
    select
        partner_id,
        as_of_month,
        solution_area,
        path,
        metric,
        is_known,
        points,
        delivered_month,
        file_id,
        record
    from named
    union all
    select
        contradicted.partner_text as partner_id,
        contradicted.month as as_of_month,
        contradicted.solution_area,
        contradicted.path,
        contradicted.metric,
        null as is_known,
        null as points,
        files.as_of_month as delivered_month,
        files.file_id,
        null as record
    from {{ source('raw', 'contradicted') }} as contradicted
    inner join {{ ref('stg_files_in_force') }} as files using (file_id)
    where files.dataset = 'PartnerCenterScore'
),

ordered as (
    select
        *,
        row_number() over (
            partition by partner_id, as_of_month, solution_area, path, metric
            order by delivered_month desc, file_id desc, record desc
        ) as newest_first
    from said
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
where newest_first = 1 and points is not null
