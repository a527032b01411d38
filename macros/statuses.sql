{# The only place where a status or a reason is worded. #}

{# Why a tenant adds what it adds, from one row of results. #}
{% macro contribution_reason() -%}
    case
        when results.is_carried_over then 'carried_over'
        when
            results.counts = 'tenant'
            and results.is_qualified_current
            and results.is_qualified_baseline
            then 'kept'
        when results.counts = 'tenant' and results.is_qualified_current then 'gained'
        when results.counts = 'tenant' and results.is_qualified_baseline then 'lost'
        when results.is_qualified_current and results.is_qualified_baseline
            then
                case sign(results.contribution)
                    when 1 then 'grew'
                    when -1 then 'shrank'
                    else 'unchanged'
                end
        when results.is_qualified_current then 'entered_path'
        when results.is_qualified_baseline then 'left_path'
        when results.is_sized_current then 'inactive_licences'
        when results.is_above_range then 'above_range'
        else 'below_threshold'
    end
{%- endmacro %}

{# Which rule puts a tenant on its paths. #}
{% macro path_reason(paths) -%}
    case
        when {{ paths }}.is_smb_carry_over then 'carried_over'
        when {{ paths }}.is_enterprise and {{ paths }}.is_smb then 'both_sizes'
        when {{ paths }}.is_enterprise then 'enterprise_size'
        when {{ paths }}.is_smb then 'smb_size'
        else 'no_path'
    end
{%- endmacro %}

{# Status of the designation on a day; the purchase keeps it whatever the score does. #}
{% macro designation_status(day, anniversary_on, renewal_ends_on, qualified_month) -%}
    case
        when {{ day }} < {{ anniversary_on }} then 'Enrolled'
        when {{ day }} <= {{ renewal_ends_on }} then 'Enrolled (Renewal due)'
        when {{ qualified_month }} is not null then 'Qualified'
        else 'In progress'
    end
{%- endmacro %}

{# Why a tenant brings more or less to a product line than the month before, the baseline apart. #}
{% macro movement_cause(is_in_now, was_in_before, is_present_in_other) -%}
    case
        when {{ is_in_now }} and {{ was_in_before }} then 'growth'
        when {{ is_present_in_other }} then 'crossed_threshold'
        when {{ is_in_now }} then 'new_tenant'
        else 'lost_tenant'
    end
{%- endmacro %}

{# The ends of purchases, one after the other, as each may end with an earlier one: `purchases` has
   partner_id, solution_area, enrolled_on, own_anniversary_on and purchase_number, from 1 in the order
   of days. A full select statement. #}
{% macro purchase_ends(purchases) %}{{ return(adapter.dispatch('purchase_ends')(purchases)) }}{% endmacro %}
