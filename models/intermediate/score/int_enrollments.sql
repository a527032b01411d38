-- One row per purchase or renewal of a designation: the day on which it ends. That is a year after
-- the payment, or the end of the first purchase in another area that was running then.
with terms as (
    select
        solution_area,
        effective_from,
        enrollment_days,
        min(effective_from) over (partition by solution_area) as first_from,
        lead(effective_from) over (partition by solution_area order by effective_from)
            as effective_before
    from {{ ref('designation_terms') }}
),

purchases as (
    select
        enrollment.partner_id,
        enrollment.solution_area,
        enrollment.enrolled_on,
        {{ add_days('enrollment.enrolled_on', 'terms.enrollment_days') }} as own_anniversary_on,
        row_number() over (
            partition by enrollment.partner_id
            order by enrollment.enrolled_on, enrollment.solution_area
        ) as purchase_number
    from {{ ref('stg_enrollment') }} as enrollment
    inner join terms
        on
            enrollment.solution_area = terms.solution_area
            and (
                enrollment.enrolled_on >= terms.effective_from
                or terms.effective_from = terms.first_from
            )
            and coalesce(enrollment.enrolled_on < terms.effective_before, true)
),

ends as (
    {{ purchase_ends('purchases') }}
)

select
    partner_id,
    solution_area,
    enrolled_on,
    anniversary_on
from ends
