{# What only DuckDB knows of ../statuses.sql. #}

{% macro duckdb__purchase_ends(purchases) -%}
    with recursive walked as (
        select
            partner_id,
            purchase_number,
            [{
                'solution_area': solution_area,
                'enrolled_on': enrolled_on,
                'anniversary_on': own_anniversary_on
            }] as bought
        from {{ purchases }}
        where purchase_number = 1
        union all
        select
            purchases.partner_id,
            purchases.purchase_number,
            list_append(walked.bought, {
                'solution_area': purchases.solution_area,
                'enrolled_on': purchases.enrolled_on,
                'anniversary_on': coalesce(
                    list_filter(
                        walked.bought,
                        lambda earlier: earlier.solution_area <> purchases.solution_area
                            and purchases.enrolled_on > earlier.enrolled_on
                            and purchases.enrolled_on < earlier.anniversary_on
                    )[1].anniversary_on,
                    purchases.own_anniversary_on
                )
            }) as bought
        from walked
        inner join {{ purchases }} as purchases
            on
                walked.partner_id = purchases.partner_id
                and walked.purchase_number + 1 = purchases.purchase_number
    ),

    whole as (
        select
            partner_id,
            arg_max(bought, purchase_number) as bought
        from walked
        group by partner_id
    ),

    unnested as (
        select
            partner_id,
            unnest(bought) as purchase
        from whole
    )

    select
        partner_id,
        purchase.solution_area,
        purchase.enrolled_on,
        purchase.anniversary_on
    from unnested
{%- endmacro %}
