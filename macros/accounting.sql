{# Which reason a row has, in the order of the seed accounting_reasons: the first that applies. The
   reasons before these (which delivery is the truth) are asked in int_outdated_rows, those of
   attributions where a line's attributions are laid side by side. #}

{% macro azure_reason(kinds) -%}
    case
        when {{ kinds }}.service is null and {{ kinds }}.looks_like_security
            then 'unmapped_security_service'
        when {{ kinds }}.service is null then 'no_security_service'
        when not {{ kinds }}.is_eligible_service then 'service_not_eligible'
        when {{ kinds }}.is_excluded_offer then 'excluded_offer'
        when {{ kinds }}.association is null then 'unknown_association'
        when not {{ kinds }}.is_eligible_association then 'association_not_eligible'
        when {{ kinds }}.has_no_tenant then 'no_tenant'
        when {{ kinds }}.offer_key is null then 'offer_not_given'
        when {{ kinds }}.offer is null then 'unknown_offer'
        else 'counted'
    end
{%- endmacro %}

{# The name that decides the reason; null where it is none that anyone would look up. #}
{% macro azure_reason_name(kinds) -%}
    case {{ kinds }}.reason
        when 'unmapped_security_service' then {{ kinds }}.levels
        when 'service_not_eligible' then {{ kinds }}.service
        when 'excluded_offer' then {{ kinds }}.offer
        when 'unknown_association' then coalesce({{ kinds }}.association_text, '(empty)')
        -- One that earns in another area is none that anyone need look at.
        when 'association_not_eligible'
            then case when not {{ kinds }}.earns_somewhere then {{ kinds }}.association end
        when 'no_tenant' then '(empty)'
        when 'offer_not_given' then '(empty)'
        when 'unknown_offer' then {{ kinds }}.offer_key
    end
{%- endmacro %}

{# The reasons that a row of AzureUsage may have and still count, before its attributions are told
   apart. #}
{% macro counted_reasons() %}'offer_not_given', 'unknown_offer', 'counted'{% endmacro %}

{# Whether a text holds one of the words that make an unmatched name worth a look. #}
{% macro looks_like_security(text) -%}
    exists (
        select 1
        from {{ ref('security_words') }} as words
        where lower({{ text }}) like concat('%', words.word, '%')
    )
{%- endmacro %}

{# File and record as one number that orders records by file; and back. A file has fewer records
   than the factor. #}
{% macro record_key(usage) -%}
    cast({{ usage }}.file_id as bigint) * 4294967296 + {{ usage }}.record
{%- endmacro %}
{% macro file_of(record_key) %}{{ return(adapter.dispatch('file_of')(record_key)) }}{% endmacro %}
{% macro record_of(record_key) %}{{ record_key }} % 4294967296{% endmacro %}
