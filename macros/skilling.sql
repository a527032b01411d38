{# The only place where certificates become points: holders → people → steps → points. The score
   and the outlook share these selects; `key` names the column that tells the evaluations apart, and
   `evaluations` has it beside solution_area and rule_version. #}

{# Certificates of the partner's snapshot that some step accepts, one row per evaluation, path, step,
   person and certificate; ends_on is the last day it counts, null for no end. `evaluations` has
   partner_id and snapshot_month too. #}
{% macro skilling_certificates(evaluations, key) -%}
    select
        evaluations.{{ key }},
        steps.path,
        steps.metric,
        steps.step,
        training.person_key,
        titles.certification,
        training.completed_on,
        least(training.expires_on, certifications.counts_until) as ends_on
    from {{ evaluations }} as evaluations
    inner join {{ ref('stg_training_completions') }} as training
        on
            evaluations.partner_id = training.partner_id
            and evaluations.snapshot_month = training.as_of_month
    inner join {{ ref('int_certificate_titles') }} as titles using (title_key)
    inner join {{ ref('certifications') }} as certifications using (certification)
    inner join {{ ref('step_certifications') }} as steps
        on
            evaluations.solution_area = steps.solution_area
            and evaluations.rule_version = steps.rule_version
            and titles.certification = steps.certification
    where training.person_key is not null
{%- endmacro %}

{# A certificate counts on a day from its completion to its end, both included. #}
{% macro certificate_counts(day) -%}
    (completed_on <= {{ day }} and coalesce(ends_on >= {{ day }}, true))
{%- endmacro %}

{# One row per evaluation, path, step and person with a certificate of it (`certificates` with a
   column `counts`): whether the person holds the step, by which certificates, and until when. #}
{% macro skilling_holders(certificates, key) -%}
    select
        {{ key }},
        path,
        metric,
        step,
        person_key,
        string_agg(distinct certification, ', ' order by certification) as certifications,
        bool_or(counts) as is_holder,
        case
            when bool_or(counts and ends_on is null) then null
            when bool_or(counts) then max(case when counts then ends_on end)
            else max(ends_on)
        end as counts_until
    from {{ certificates }}
    group by {{ key }}, path, metric, step, person_key
{%- endmacro %}

{# The same rows, and whether the person counts in the step: where a rule asks for the same person,
   that takes the steps it needs as well (under one hypothesis, any of them). `evaluations` has
   rules_hypothesis too. #}
{% macro skilling_people(holders, evaluations, key) -%}
    select
        holders.{{ key }},
        holders.path,
        holders.metric,
        holders.step,
        holders.person_key,
        holders.certifications,
        holders.is_holder,
        holders.is_holder and missing.{{ key }} is null as counts,
        holders.counts_until
    from {{ holders }} as holders
    left join (
        select
            holders.{{ key }},
            holders.path,
            holders.metric,
            holders.step,
            holders.person_key
        from {{ holders }} as holders
        inner join {{ evaluations }} as evaluations using ({{ key }})
        inner join ({{ needed_steps() }}) as needs
            on
                evaluations.solution_area = needs.solution_area
                and evaluations.rule_version = needs.rule_version
                and evaluations.rules_hypothesis = needs.rules_hypothesis
                and holders.path = needs.path
                and holders.metric = needs.metric
                and holders.step = needs.step
                and needs.same_person <> 'false'
        left join {{ holders }} as others
            on
                holders.{{ key }} = others.{{ key }}
                and holders.path = others.path
                and holders.metric = others.metric
                and holders.person_key = others.person_key
                and needs.needed_step = others.step
                and others.is_holder
        group by
            holders.{{ key }}, holders.path, holders.metric, holders.step, holders.person_key,
            needs.same_person
        having count(others.{{ key }}) < case needs.same_person
            when 'any_step' then 1
            else count(*)
        end
    ) as missing using ({{ key }}, path, metric, step, person_key)
{%- endmacro %}

{# Steps that a step needs, one row each, by hypothesis about the rules. #}
{% macro needed_steps() -%}
    select
        steps.solution_area,
        steps.rule_version,
        hypotheses.rules_hypothesis,
        steps.path,
        steps.metric,
        steps.step,
        {{ under_hypothesis(
            'skilling_steps', 'same_person', 'cast(steps.same_person as varchar)'
        ) }} as same_person,
        needed.step as needed_step
    from {{ ref('skilling_steps') }} as steps
    cross join (
        select distinct rules_hypothesis
        from {{ ref('hypotheses') }}
    ) as hypotheses
    inner join {{ ref('skilling_steps') }} as needed
        using (solution_area, rule_version, path, metric)
    where {{ is_listed('needed.step', 'steps.needs_steps') }}
{%- endmacro %}

{# People of a step: those who hold it and those who count in it. #}
{% macro skilling_counts(people, key) -%}
    select
        {{ key }},
        path,
        metric,
        step,
        count(case when is_holder then 1 end) as holders,
        count(case when counts then 1 end) as eligible_people
    from {{ people }}
    group by {{ key }}, path, metric, step
{%- endmacro %}

{# One row per evaluation, path and step, also where nobody holds it: people, and whether the steps it
   needs are met. #}
{% macro skilling_parts(counts, evaluations, key) -%}
    with steps as (
        select
            evaluations.{{ key }},
            steps.path,
            steps.metric,
            steps.step,
            steps.min_people,
            steps.points_once,
            steps.points_at_max,
            steps.max_people,
            steps.needs_steps,
            coalesce(counts.holders, 0) as holders,
            coalesce(counts.eligible_people, 0) as eligible_people
        from {{ evaluations }} as evaluations
        inner join {{ ref('skilling_steps') }} as steps using (solution_area, rule_version)
        left join {{ counts }} as counts
            on
                evaluations.{{ key }} = counts.{{ key }}
                and steps.path = counts.path
                and steps.metric = counts.metric
                and steps.step = counts.step
    ),

    gates as (
        select
            steps.{{ key }},
            steps.path,
            steps.metric,
            steps.step,
            bool_and(needed.holders >= needed.min_people) as are_needs_met
        from steps
        inner join steps as needed using ({{ key }}, path, metric)
        where {{ is_listed('needed.step', 'steps.needs_steps') }}
        group by steps.{{ key }}, steps.path, steps.metric, steps.step
    )

    select
        steps.{{ key }},
        steps.path,
        steps.metric,
        steps.step,
        steps.min_people,
        case when steps.holders >= steps.min_people then steps.points_once else 0 end
            as points_once_earned,
        steps.points_at_max,
        steps.max_people,
        steps.holders,
        steps.eligible_people,
        steps.max_people is not null as is_scoring_step,
        coalesce(gates.are_needs_met, true) as are_needs_met,
        case when coalesce(gates.are_needs_met, true) then steps.eligible_people else 0 end
            as counted_people
    from steps
    left join gates using ({{ key }}, path, metric, step)
{%- endmacro %}

{# One row per evaluation and path: people who score, points, and whether more would count. #}
{% macro skilling_scores(parts, evaluations, key) -%}
    with steps as (
        select
            *,
            points_once_earned
            + case
                when is_scoring_step
                    then {{ points_of('points_at_max', 'counted_people', 'max_people') }}
                else 0
            end as step_points
        from {{ parts }}
    )

    select
        steps.{{ key }},
        steps.path,
        steps.metric,
        metrics.max_points,
        sum(case when steps.is_scoring_step then steps.counted_people else 0 end) as counted_units,
        least(sum(steps.step_points), metrics.max_points) as points,
        sum(
            case
                when steps.is_scoring_step
                    then greatest(steps.max_people - steps.eligible_people, 0)
                else 0
            end
        ) as units_to_max,
        bool_or(steps.is_scoring_step and steps.counted_people > steps.max_people) as is_capped,
        bool_and(steps.are_needs_met) as are_prerequisites_met,
        cast(null as varchar) as refusal
    from steps
    inner join {{ evaluations }} as evaluations using ({{ key }})
    inner join {{ ref('metrics') }} as metrics
        on
            evaluations.solution_area = metrics.solution_area
            and evaluations.rule_version = metrics.rule_version
            and steps.path = metrics.path
            and steps.metric = metrics.metric
    group by steps.{{ key }}, steps.path, steps.metric, metrics.max_points
{%- endmacro %}

{# Why a metric has no more points than it has. #}
{% macro metric_status(scores) -%}
    case
        when {{ scores }}.points is null then 'not_computable'
        when {{ scores }}.refusal is not null then {{ scores }}.refusal
        when not {{ scores }}.are_prerequisites_met then 'prerequisites_missing'
        when {{ scores }}.points = 0 then 'no_points'
        when {{ scores }}.is_capped then 'capped'
        else 'scored'
    end
{%- endmacro %}
