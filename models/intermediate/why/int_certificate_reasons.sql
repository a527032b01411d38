-- One row per record of TrainingCompletions in a known delivery: what becomes of it on the last
-- day of its delivery's as-of month, under the rules in force in that month. Who it is about is a
-- keyed hash.
with trainings as (
    select
        training.file_id,
        training.record,
        files.as_of_month,
        files.is_in_force,
        {{ as_id('training.pga_mpn_id') }} as partner_id,
        {{ as_key('training.training_type') }} as type_key,
        training.person_key,
        {{ as_text('training.training_title') }} as title,
        {{ as_key('training.training_title') }} as title_key,
        {{ as_date('training.training_completion_date') }} as completed_on,
        {{ as_date('training.expiration_date') }} as expires_on,
        {{ month_end('files.as_of_month') }} as counts_on
    from {{ source('raw', 'training_completions') }} as training
    inner join {{ ref('stg_known_files') }} as files using (file_id)
),

asked as (
    select distinct
        versions.effective_from,
        versions.effective_before,
        steps.certification
    from {{ ref('step_certifications') }} as steps
    inner join {{ ref('int_rule_versions') }} as versions using (solution_area, rule_version)
),

titled as (
    select
        trainings.*,
        titles.certification,
        certifications.counts_until,
        {{ looks_like_security('trainings.title') }} as looks_like_security,
        exists(
            select 1
            from asked
            where
                asked.certification = titles.certification
                and asked.effective_from <= trainings.counts_on
                and coalesce(asked.effective_before > trainings.counts_on, true)
        ) as is_asked
    from trainings
    left join {{ ref('int_certificate_titles') }} as titles using (title_key)
    left join {{ ref('certifications') }} as certifications
        on titles.certification = certifications.certification
),

judged as (
    select
        *,
        case
            when not is_in_force then 'superseded'
            when type_key = 'exam' then 'exam_not_certification'
            when coalesce(type_key, '') != 'certification' then 'training_not_certification'
            when person_key is null then 'no_person'
            when certification is null and looks_like_security then 'unmapped_security_title'
            when certification is null then 'unknown_title'
            when not is_asked then 'certification_not_asked'
            when completed_on > counts_on then 'completed_later'
            when expires_on < counts_on then 'expired'
            when counts_until < counts_on then 'retired'
        end as reason
    from titled
)

select
    file_id,
    record,
    partner_id,
    as_of_month,
    person_key,
    certification,
    case
        when reason is not null then reason
        when
            row_number() over (
                partition by partner_id, as_of_month, person_key, certification, reason
                order by completed_on, file_id, record
            ) = 1
            then 'counted'
        else 'reported_again'
    end as reason,
    case
        when reason in ('unmapped_security_title', 'unknown_title') then title
        when reason = 'certification_not_asked' then certification
        when reason = 'no_person' then '(empty)'
    end as name
from judged
