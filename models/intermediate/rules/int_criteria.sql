-- One row per criteria that rules ask of a tenant, whatever version, path or metric they belong to.
-- Bounds are closed ones here, so that a measure is compared with two numbers: above a bound is the
-- smallest amount more. Where nothing binds, the bound is one that no measure reaches.
with criteria as (
    select distinct
        criteria_key,
        size_measure,
        size_holds_on,
        {% for bounds in ['', 'carried_', 'before_'] %}
            {{ closed_bound(bounds ~ 'lower') }} as {{ bounds }}at_least,
            {{ closed_bound(bounds ~ 'upper') }} as {{ bounds }}at_most,
        {% endfor %}
        has_activity,
        activity_holds_on,
        activity_measure,
        activity_per_measure,
        cast(activity_lower as decimal(9, 8)) as activity_lower,
        activity_lower_inclusive,
        cast(activity_upper as decimal(9, 8)) as activity_upper,
        activity_upper_inclusive,
        carried_from_path is not null as is_carried_over,
        case
            when value_measure like 'largest|_%' escape '|' then substr(value_measure, 9)
            else value_measure
        end as value_measure,
        value_measure like 'largest|_%' escape '|' as is_value_of_largest
    from {{ ref('int_part_rules') }}
),

figures as (
    select distinct
        measure,
        figure
    from {{ ref('usage_measures') }}
)

select
    criteria.*,
    sizes.figure as size_figure,
    activities.figure as activity_figure,
    wholes.figure as whole_figure
from criteria
inner join figures as sizes on criteria.size_measure = sizes.measure
left join figures as activities on criteria.activity_measure = activities.measure
left join figures as wholes on criteria.activity_per_measure = wholes.measure
