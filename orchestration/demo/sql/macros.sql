-- Macros both worlds share. Every choice is a hash of the seed and of the
-- thing chosen for, so that neither thread count nor size changes another row.
create or replace macro made_guid(kind, number, part) as
    md5(concat_ws('|', getvariable('seed'), kind, number, part))::uuid::varchar;

create or replace macro draw(kind, number, part, sides) as
    (hash(getvariable('seed'), kind, number, part) % sides::ubigint)::bigint;

-- Company names Microsoft uses in its own examples: nobody's customer.
create or replace macro made_company(number) as
    list_extract(
        [
            'Adventure Works', 'Alpine Ski House', 'Bellows College', 'Best For You Organics',
            'City Power & Light', 'Coho Vineyard, Winery "and Cellar"', 'Datum', 'Fourth Coffee',
            'Graphic Design Institute', 'Humongous Insurance', 'Lamna Healthcare', 'Litware',
            'Lucerne Publishing', 'Margie''s Travel', 'Munson''s Pickles', 'Proseware',
            'School of Fine Art', 'Tailspin Toys', 'Trey Research', 'VanArsdel',
            'Wide World Importers', 'Wingtip Toys', 'Woodgrove Bank',
        ],
        1 + draw('company', number, 0, 23)
    ) || ' ' || lpad(number::varchar, 5, '0');

create or replace macro made_industry(number) as
    list_extract(
        ['Retail', 'Health', 'Manufacturing', 'Education', 'Banking', 'Nonprofit'],
        1 + draw('industry', number, 0, 6)
    );

create or replace macro trim_zeros(amount) as rtrim(rtrim(amount::varchar, '0'), '.');

create or replace macro format_date(day) as strftime(day, getvariable('date_format'));
