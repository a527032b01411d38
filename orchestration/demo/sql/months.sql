-- The usage months of one extract, spelled as its delivery spells them.
create or replace table months as
select
    month::date as usage_month,
    upper(strftime(month, getvariable('month_format'))) as month_text,
from
    range(
        getvariable('as_of_month') - to_months((getvariable('months_in_extract') - 1)::integer),
        getvariable('as_of_month') + interval 1 day,
        interval 1 month
    ) as spine (month);
