-- One row per title of a training in the known deliveries that is the title of a certification:
-- which one. Of three comparisons with the titles of the seed the first that finds one decides:
-- whole; without the maker before it, the grade kept; without maker and grade. What several
-- certifications share is none's, so that two grades of one title are told apart or not at all.
with delivered as (
    select distinct {{ as_key('training.training_title') }} as title_key
    from {{ source('raw', 'training_completions') }} as training
    inner join {{ ref('stg_known_files') }} as files using (file_id)
),

known as (
    select distinct
        {{ as_key('alias') }} as title_key,
        certification
    from {{ ref('certification_titles') }}
),

{% for titles in ['delivered', 'known'] %}
    {{ titles }}_titles as (
        select
            *,
            {{ title_without_maker('title_key') }} as title_and_grade,
            {{ title_without_grade(title_without_maker('title_key')) }} as bare_title
        from {{ titles }}
    ),
{% endfor %}

found as (
    {% for compared in ['title_key', 'title_and_grade', 'bare_title'] %}
        select
            delivered_titles.title_key,
            {{ loop.index }} as comparison,
            min(known_titles.certification) as certification
        from delivered_titles
        inner join known_titles on delivered_titles.{{ compared }} = known_titles.{{ compared }}
        group by delivered_titles.title_key
        having count(distinct known_titles.certification) = 1
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    title_key,
    {{ first_value_by('certification', 'comparison') }} as certification
from found
group by title_key
