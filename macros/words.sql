{# The only place where a figure, a bound or a criterion is put into words. Figures are for
   reading; every column that is computed with stands beside them as a number. #}

{# Money with grouped thousands and two decimals. Words only, so a double will do; it is ten times
   as quick as the decimal. #}
{% macro money_words(amount) %}{{ return(adapter.dispatch('money_words')(amount)) }}{% endmacro %}

{# Money beside the bounds it is held against: all its decimals where two of them would print it
   as a bound that it is not. #}
{% macro measured_money_words(amount, bounds) -%}
    case
        when
            (
                abs(cast({{ amount }} as double) - cast({{ bounds }}lower as double)) < 0.006
                and {{ amount }} <> {{ bounds }}lower
            )
            or (
                abs(cast({{ amount }} as double) - cast({{ bounds }}upper as double)) < 0.006
                and {{ amount }} <> {{ bounds }}upper
            )
            then rtrim(cast({{ amount }} as varchar), '0')
        else {{ money_words(amount) }}
    end
{%- endmacro %}

{# A number of licences, users or tenants: whole ones with grouped thousands, others as they
   are. #}
{% macro count_words(number) %}{{ return(adapter.dispatch('count_words')(number)) }}{% endmacro %}

{# A part of a whole in per cent, cut to one decimal and never rounded up, so that a share just
   short of a bound is not printed as the bound. Both have four decimals at most. #}
{% macro share_words(part, whole) %}{{ return(adapter.dispatch('share_words')(part, whole)) }}{% endmacro %}

{# A number of a rule, without the zeros behind it. #}
{% macro rule_number_words(number) -%}
    rtrim(rtrim(cast({{ number }} as varchar), '0'), '.')
{%- endmacro %}

{# Bounds as a requirement: "at least …", "more than …", "… to …". `word` puts one number
   into words (the name of a macro in this file). #}
{% macro bounds_words(bounds, word) -%}
    case
        when {{ bounds }}lower is null and {{ bounds }}upper is null then 'of any size'
        when {{ bounds }}upper is null
            then
                case when {{ bounds }}lower_inclusive then 'at least ' else 'more than ' end
                || {{ word(bounds ~ 'lower') }}
        when {{ bounds }}lower is null
            then
                case when {{ bounds }}upper_inclusive then 'at most ' else 'less than ' end
                || {{ word(bounds ~ 'upper') }}
        when {{ bounds }}lower_inclusive and {{ bounds }}upper_inclusive
            then {{ word(bounds ~ 'lower') }} || ' to ' || {{ word(bounds ~ 'upper') }}
        else
            case when {{ bounds }}lower_inclusive then 'at least ' else 'more than ' end
            || {{ word(bounds ~ 'lower') }}
            || case when {{ bounds }}upper_inclusive then ' and at most ' else ' and less than ' end
            || {{ word(bounds ~ 'upper') }}
    end
{%- endmacro %}

{# The same bounds behind a figure: "of …" where reaching the bound is enough, else in full;
   nothing where nothing is asked. #}
{% macro of_bounds_words(bounds, word) -%}
    case
        when {{ bounds }}lower is null and {{ bounds }}upper is null then ''
        when {{ bounds }}upper is null and {{ bounds }}lower_inclusive
            then ' of ' || {{ word(bounds ~ 'lower') }}
        else ' of ' || {{ bounds_words(bounds, word) }}
    end
{%- endmacro %}

{# What a condition of the eligibility report asks, from its row of rules (with the bounds in
   words) or from the names that are eligible. #}
{% macro condition_criteria(conditions, names, rules) -%}
    case {{ conditions }}.kind
        when 'metric'
            then
                {{ conditions }}.measured_as
                || case
                    when not {{ rules }}.is_whole
                        then
                            ' ' || {{ rules }}.money_asked
                            || case
                                when {{ rules }}.lower is null and {{ rules }}.upper is null then ''
                                else ' USD'
                            end
                    else
                        case
                            when {{ rules }}.lower is null and {{ rules }}.upper is null
                                then ' with licences'
                            else ' with ' || {{ rules }}.licences_asked || ' paid licences'
                        end
                end
                || case
                    when not {{ rules }}.has_activity then ''
                    when {{ rules }}.activity_holds_on = 'tenant'
                        then
                            ', and ' || {{ rules }}.share_words
                            || ' of the licences of all workloads active'
                    else ', ' || {{ rules }}.share_words || ' of them active'
                end
                || case
                    when {{ rules }}.carried_from_path is null then ''
                    else ', or so a year ago and grown into the bounds of the '
                        || {{ rules }}.carried_path_label
                end
        when 'result'
            then
                case {{ rules }}.counts
                    when 'tenant' then {{ conditions }}.label || ': at least 1'
                    else
                        'Growth above 0; for the partner ' || {{ rules }}.steps_to_max
                        || ' steps of ' || {{ rule_number_words(rules ~ '.step') }} || ' '
                        || {{ conditions }}.measured_as || ' earn '
                        || {{ rule_number_words(rules ~ '.max_points') }} || ' points'
                end
        else {{ names }}.criteria
    end
{%- endmacro %}

{# Texts of a group in one, by alphabet; null where none is given. Sorted as a list, which costs
   half of an ordered aggregate. #}
{% macro listed_texts(text, condition='true') -%}
    {{ return(adapter.dispatch('listed_texts')(text, condition)) }}
{%- endmacro %}

{# The same without repetition, parted by commas (names) or as given. #}
{% macro distinct_texts(text, condition='true', separator=', ') -%}
    {{ return(adapter.dispatch('distinct_texts')(text, condition, separator)) }}
{%- endmacro %}

{# A change with its sign. #}
{% macro signed_words(number, word) -%}
    case when {{ number }} > 0 then '+' else '' end || {{ word(number) }}
{%- endmacro %}

{# What a tenant has of what a metric asks of it: one row of results, its rule, its condition and
   the label of the workload that decides. #}
{% macro tenant_figures(results, rules, conditions, labels) -%}
    case
        when not {{ rules }}.is_whole
            then
                {{ conditions }}.measured_as || ' '
                || {{ measured_money_words(results ~ '.current_value', rules ~ '.') }} || ' USD'
                || {{ conditions }}.of_money_asked
        when {{ results }}.current_paid_count is null then 'no licences'
        else
            coalesce({{ labels }}.product_group, {{ results }}.deciding_workload) || ' '
            || {{ count_words(results ~ '.current_paid_count') }} || ' paid'
            || case
                when {{ rules }}.has_activity and {{ results }}.is_sized_current then ''
                else {{ conditions }}.of_licences_asked
            end
            || case
                when not {{ rules }}.has_activity or {{ rules }}.activity_holds_on = 'tenant' then ''
                else
                    ', ' || coalesce({{ share_words(
                        results ~ '.current_active_count', results ~ '.current_paid_count'
                    ) }}, 'none') || ' active of ' || {{ conditions }}.share_asked
            end
    end
{%- endmacro %}

{# A contribution: tenants and users as counts, US dollars as money. #}
{% macro contribution_words(number) -%}
    case
        when unit = 'usd' then {{ money_words(number) }} || ' USD'
        else {{ count_words(number) }}
    end
{%- endmacro %}

{# What a customer has of what a condition asks: one row of fct_customer_eligibility's own making,
   never empty. #}
{% macro condition_current_status(judged) -%}
    case {{ judged }}.kind
        when 'workloads'
            then coalesce(
                {{ judged }}.licences,
                {{ judged }}.product_groups,
                case when {{ judged }}.has_rows_now then 'None of them' else 'No usage' end
            )
        when 'associations'
            then coalesce(
                {{ judged }}.associations, {{ judged }}.other_associations, 'None of them'
            )
        when 'metric'
            then
                case {{ judged }}.tenants_count
                    when 0 then 'No usage'
                    when 1 then {{ judged }}.figures
                    else
                        {{ judged }}.current_tenants || ' of ' || {{ judged }}.tenants_count
                        || ' tenants qualify now, ' || {{ judged }}.baseline_tenants
                        || ' a year ago'
                end
        else
            case {{ judged }}.unit
                when 'usd'
                    then
                        {{ signed_words(judged ~ '.net_value', money_words) }} || ' USD: '
                        || {{ money_words(judged ~ '.current_value') }} || ' now, '
                        || {{ money_words(judged ~ '.baseline_value') }} || ' a year ago'
                else
                    {{ signed_words(judged ~ '.net_value', count_words) }} || ': '
                    || {{ count_words(judged ~ '.current_value') }} || ' now, '
                    || {{ count_words(judged ~ '.baseline_value') }} || ' a year ago'
            end
    end
{%- endmacro %}

{# Why, and by which tenants and workloads: the root that is not met, then the tenants. Null where
   there is nothing to add. #}
{% macro condition_details(judged) -%}
    nullif(concat_ws(
        '. ',
        case
            when {{ judged }}.kind = 'workloads' then null
            when not {{ judged }}.has_product then {{ judged }}.workloads_label || ': not met'
            when not {{ judged }}.is_earning and {{ judged }}.kind <> 'associations'
                then {{ judged }}.associations_label || ': not met'
        end,
        case {{ judged }}.kind
            when 'workloads'
                then nullif(concat_ws(
                    '. ',
                    'Services: ' || {{ judged }}.products,
                    'Not counted here: ' || {{ judged }}.other_products,
                    'Excluded offers: ' || {{ judged }}.offers
                ), '')
            when 'associations' then 'Earns nothing: ' || {{ judged }}.other_associations
            when 'metric' then {{ judged }}.reasons
            else
                {{ judged }}.tenants_listed
                || case
                    when {{ judged }}.unlisted_count = 0 then ''
                    else '; and ' || {{ judged }}.unlisted_count || ' more'
                end
        end
    ), '')
{%- endmacro %}
