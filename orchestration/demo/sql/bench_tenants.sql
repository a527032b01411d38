-- The benchmark's partner: a distributor with twenty locations and the number of tenants in the
-- variables. Tenants' usual months and seats are spread over orders of magnitude, so that every
-- threshold of the programme has tenants on both sides of it.
create or replace table locations as
select
    number::integer as location_no,
    1 as partner_no,
    number as location_rank,
    '9900400' as pga_mpn_id,
    'Tailspin Distribution' as pga_name,
    (9900400 + number)::varchar as mpn_id,
    'Tailspin ' || lpad(number::varchar, 2, '0') as partner_name,
    'City ' || lpad(number::varchar, 2, '0') as city,
    'Norway' as country,
    'Norway' as market,
    if(number = 1, 'HQ', 'Location') as hierarchy_level,
    1 as is_in_profile,
    city || ', ' || country as location_text,
from unnest(range(1, 21)) as numbers (number)
order by number;

create or replace table tenants as
select
    number::integer as tenant_no,
    1 as partner_no,
    made_guid('tenant', number, 0) as tenant_id,
    made_company(number) as customer_name,
    'tenant' || number as tenant_name,
    (40000000 + number - number % 3)::varchar as customer_tpid,
    list_extract(['SMC - SMB', 'SMC - Corporate', 'Enterprise'], 1 + draw('segment', number, 0, 3))
        as segment,
    made_industry(number) as industry,
    -- From 3 to 3,000 dollars a month, small ones as often as large ones.
    10 ** (0.5 + draw('magnitude', number, 0, 3001) / 1000) as monthly_usd,
    -- What a month gains or loses in two years, in per cent.
    draw('growth', number, 0, 71) - 30 as growth_pct,
    -- One in eight became a customer within the newest two years.
    if(draw('is new', number, 0, 8) = 0, draw('since', number, 0, 24), -1000) as customer_since,
    (10 ** (0.3 + draw('seats', number, 0, 2701) / 1000))::bigint as seats,
    draw('seat style', number, 0, 100) as seat_draw,
from unnest(range(getvariable('tenant_count'))) as numbers (number)
order by number;

create or replace table completions as
select
    100 + person_no as person_no,
    1 as partner_no,
    list_extract(
        [
            'AZ-500', 'SC-100', 'SC-200', 'SC-300', 'SC-400', 'SC-401', 'SC-500', 'MS-500',
            'AZ-900', 'SC-900', 'LEARN',
        ],
        1 + draw('certification', person_no, certificate_no, 11)
    ) as certification,
    date '2023-01-01' + draw('completed', person_no, certificate_no, 1380)::integer
        as completed_on,
    if(
        draw('expires', person_no, certificate_no, 5) = 0,
        null,
        completed_on + 365 * (1 + draw('renewed', person_no, certificate_no, 3)::integer)
    ) as expires_on,
    null::date as left_on,
    (1 + person_no % 9)::varchar as location_ranks,
from
    unnest(range(least(800, 20 + getvariable('tenant_count') // 100))) as people (person_no),
    unnest(range(2)) as certificates (certificate_no);
