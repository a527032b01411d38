with terms as (
    select
        *,
        lead(effective_from) over (partition by solution_area order by effective_from)
            as effective_before
    from {{ ref('designation_terms') }}
),

paths as (
    select
        *,
        {{ month_end('as_of_month') }} as status_on,
        bool_and(qualifies) over (partition by partner_id, solution_area, as_of_month)
            as qualifies_on_every_path
    from {{ ref('fct_designation_scores') }}
    where is_rule_in_force
),

scores as (
    select *
    from paths
    where is_best_path
),

months as (
    select
        scores.*,
        terms.window_months,
        terms.renewal_days,
        terms.renewal_months_before,
        terms.enrollment_path_preferred,
        {{ add_months('scores.as_of_month', '1 - terms.window_months') }} as window_start_month
    from scores
    inner join terms
        on
            scores.solution_area = terms.solution_area
            and scores.status_on >= terms.effective_from
            and coalesce(scores.status_on < terms.effective_before, true)
),

-- A score on a short history is computed, but nobody is qualified by it; nor by one path of two,
-- where nobody knows which is the partner's.
qualifying as (
    select
        partner_id,
        solution_area,
        as_of_month
    from scores
    where
        history_status = 'complete'
        and case class_basis
            when 'unknown' then qualifies_on_every_path else qualifies
        end
),

purchases as (
    select
        months.partner_id,
        months.solution_area,
        months.as_of_month,
        max(enrollment.enrolled_on) as enrolled_on,
        {{ last_value_by('enrollment.anniversary_on', 'enrollment.enrolled_on') }}
            as anniversary_on
    from months
    inner join {{ ref('int_enrollments') }} as enrollment
        on
            months.partner_id = enrollment.partner_id
            and months.solution_area = enrollment.solution_area
            and months.status_on >= enrollment.enrolled_on
    group by months.partner_id, months.solution_area, months.as_of_month
),

purchase_ends as (
    select
        months.*,
        purchases.enrolled_on,
        purchases.anniversary_on,
        {{ add_days('purchases.anniversary_on', 'months.renewal_days - 1') }} as renewal_ends_on
    from months
    left join purchases using (partner_id, solution_area, as_of_month)
),

-- The path of a purchase is the preferred one where the class was that in any month of the window
-- that ended in its month.
purchase_paths as (
    select
        bought.partner_id,
        bought.solution_area,
        bought.enrolled_on,
        bool_or(scores.path = terms.enrollment_path_preferred) as is_preferred,
        {{ last_value_by('scores.path', 'scores.as_of_month') }} as last_path
    from (
        select distinct
            partner_id,
            solution_area,
            enrolled_on,
            {{ month_start('enrolled_on') }} as enrolled_month
        from purchases
    ) as bought
    inner join terms
        on
            bought.solution_area = terms.solution_area
            and terms.enrollment_path_preferred is not null
            and {{ month_end('bought.enrolled_month') }} >= terms.effective_from
            and coalesce(
                {{ month_end('bought.enrolled_month') }} < terms.effective_before, true
            )
    inner join scores
        on
            bought.partner_id = scores.partner_id
            and bought.solution_area = scores.solution_area
            and scores.class_basis is not null
            and scores.as_of_month between
            {{ add_months('bought.enrolled_month', '1 - terms.window_months') }}
            and bought.enrolled_month
    group by bought.partner_id, bought.solution_area, bought.enrolled_on
),

-- What a purchase that has run out promised is over: the status follows the score again.
enrollments as (
    select
        partner_id,
        as_of_month,
        solution_area,
        rule_version,
        status_on,
        path,
        total_points,
        history_status,
        window_months,
        window_start_month,
        enrollment_path_preferred,
        {% for column in ['enrolled_on', 'anniversary_on', 'renewal_ends_on'] %}
            case when status_on <= renewal_ends_on then {{ column }} end as {{ column }},
        {% endfor %}
        case
            when status_on <= renewal_ends_on
                then {{ add_months(month_start('anniversary_on'), '-renewal_months_before') }}
        end as renewal_window_start_month
    from purchase_ends
),

qualified as (
    select
        enrollments.partner_id,
        enrollments.solution_area,
        enrollments.as_of_month,
        max(
            case
                when qualifying.as_of_month >= enrollments.window_start_month
                    then qualifying.as_of_month
            end
        ) as qualified_month,
        coalesce(
            max(qualifying.as_of_month) >= min(enrollments.renewal_window_start_month), false
        ) as is_renewal_qualified
    from enrollments
    inner join qualifying
        on
            enrollments.partner_id = qualifying.partner_id
            and enrollments.solution_area = qualifying.solution_area
            and enrollments.as_of_month >= qualifying.as_of_month
    group by enrollments.partner_id, enrollments.solution_area, enrollments.as_of_month
)

select
    enrollments.partner_id,
    enrollments.as_of_month,
    enrollments.solution_area,
    enrollments.rule_version,
    enrollments.status_on,
    {{ designation_status(
        'enrollments.status_on',
        'enrollments.anniversary_on',
        'enrollments.renewal_ends_on',
        'qualified.qualified_month',
    ) }} as designation_status,
    enrollments.path as best_path,
    enrollments.total_points,
    enrollments.history_status,
    qualified.qualified_month,
    enrollments.window_start_month,
    enrollments.as_of_month as window_end_month,
    cast(
        enrollments.window_months - 1
        - {{ months_between('qualified.qualified_month', 'enrollments.as_of_month') }} as integer
    ) as months_left_in_window,
    enrollments.enrolled_on,
    enrollments.anniversary_on,
    enrollments.renewal_ends_on,
    enrollments.renewal_window_start_month,
    case
        when enrollments.enrolled_on is not null
            then coalesce(qualified.is_renewal_qualified, false)
    end as is_renewal_qualified,
    case
        when purchase_paths.is_preferred then enrollments.enrollment_path_preferred
        else purchase_paths.last_path
    end as enrollment_path
from enrollments
left join qualified using (partner_id, solution_area, as_of_month)
left join purchase_paths using (partner_id, solution_area, enrolled_on)
