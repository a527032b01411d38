-- How a text of an extract is read: the DuckDB macros raw.as_*.
--
-- Belongs here: one macro per kind of value, used by the loader to check files and by dbt to type
-- them, so that both read the same text alike. Does not belong here: which column is of which kind
-- (contracts.py), names and their aliases (seeds/names).
--
-- A macro answers null for "empty" and for "cannot be read"; whoever must tell the two apart also
-- asks raw.as_text. A pattern is asked before a text is parsed, because parsers alone are lenient:
-- they would read 1_234 as a number. Branches are `case`, not `coalesce`: DuckDB evaluates a part
-- that several arguments of coalesce share for every row, needed or not.

-- Without the white space that the patterns below allow around a value, and the 0x1A that old
-- programs end a file with.
create or replace macro raw.trimmed(v) as trim(v, e' \t\n\f\r' || chr(26));

-- Trimmed of blanks, line ends, no-break spaces and the 0x1A that ends old files; empty is null.
-- Nearly every value is clean, and looking at its two ends costs a tenth of trimming it.
create or replace macro raw.as_text(v) as
    case
        when v < '!' or suffix(v, ' ') or suffix(v, e'\t') or suffix(v, e'\n') or suffix(v, e'\r')
            or suffix(v, chr(160)) or prefix(v, chr(160)) or suffix(v, chr(26))
            then nullif(trim(v, e' \t\r\n' || chr(160) || chr(26)), '')
        else v
    end;

-- A name to compare by: trimmed, inner blanks collapsed to one, lower-case.
create or replace macro raw.as_key(v) as
    case
        when contains(v, '  ') or contains(v, e'\t') or contains(v, e'\n') or contains(v, e'\r')
            or contains(v, chr(160))
            then regexp_replace(lower(raw.as_text(v)), '[\s\x{00a0}]+', ' ', 'g')
        else lower(raw.as_text(v))
    end;

-- The ids that raw.as_id does not read at once; `v` is trimmed and lower-case. A list and not `in`:
-- that DuckDB makes a join of, for which it looks at every row, usual ids included.
create or replace macro raw.as_unusual_id(v) as
    case
        when list_contains(
            ['unknown', 'null', 'none', 'nan', '<na>', 'n/a', '#n/a', 'na', '-'], v
        ) then null
        when regexp_full_match(v, '\d{1,31}\.0+') then split_part(v, '.', 1)
        when regexp_full_match(translate(v, '{}-', ''), '[0-9a-f]{32}')
            then nullif(
                try_cast(translate(v, '{}-', '') as uuid)::varchar,
                '00000000-0000-0000-0000-000000000000'
            )
        else v
    end;

-- An id in the one spelling that it is compared and stored in: trimmed, lower-case, a GUID with
-- dashes and without braces, a number without an empty fraction (pandas writes 1234567.0 where a
-- column has gaps); the null GUID and the words for "none" are null. Nearly every id is a number
-- or a GUID as usual: one pattern tells, asked once for a repeated text.
create or replace macro raw.as_id(v) as
    case
        when regexp_full_match(
            v,
            '\d{1,31}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){4}[0-9a-fA-F]{8}'
        ) then nullif(lower(v), '00000000-0000-0000-0000-000000000000')
        else raw.as_unusual_id(lower(raw.as_text(v)))
    end;

-- Whether a text has this form (a pattern), alone or with a time of day behind it, in UTC.
create or replace macro raw.is_day(v, form) as
    regexp_full_match(
        v,
        '\s*' || form
        || '([T ]([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?( ?[AaPp][Mm])?)?( ?(Z|[+-]00:?00))?'
        || '[\s\x1a]*'
    );

-- The month of FY24-JUL: from July on it lies in the year before the one of the fiscal year.
create or replace macro raw.as_fiscal_month(v) as
    case
        when suffix(v, 'JUL') or suffix(v, 'AUG') or suffix(v, 'SEP') or suffix(v, 'OCT')
            or suffix(v, 'NOV') or suffix(v, 'DEC')
            then try_strptime(substr(v, 3), '%y-%b') - interval 1 year
        else try_strptime(substr(v, 3), '%y-%b')
    end;

-- A month as written, the day kept, so that a day other than the first can be seen:
-- 2023-04-01, 20230401, 4/1/2023 (each also with a time), 2023-04, APR-2023; April 2023, Apr 2023,
-- each also with a comma, and FY24-Jul, the first month of Microsoft's fiscal year 24, which begins
-- in July of the year before.
create or replace macro raw.as_month(v) as
    case
        when raw.is_day(v, '\d{4}-\d{2}-\d{2}')
            then try_strptime(left(raw.trimmed(v), 10), '%Y-%m-%d')
        when regexp_full_match(v, '\s*\d{4}-\d{2}[\s\x1a]*')
            then try_strptime(raw.trimmed(v), '%Y-%m')
        when raw.is_day(v, '\d{8}')
            then try_strptime(left(raw.trimmed(v), 8), '%Y%m%d')
        when regexp_full_match(v, '\s*[A-Za-z]{3}-\d{4}[\s\x1a]*')
            then try_strptime(raw.trimmed(v), '%b-%Y')
        when raw.is_day(v, '\d{1,2}/\d{1,2}/\d{4}')
            then try_strptime(regexp_extract(v, '\d{1,2}/\d{1,2}/\d{4}'), '%m/%d/%Y')
        when regexp_full_match(v, '\s*[A-Za-z]{3,9},? \d{4}[\s\x1a]*')
            then try_strptime(replace(raw.trimmed(v), ',', ''), ['%B %Y', '%b %Y'])
        when regexp_full_match(v, '(?i)\s*FY\d{2}-[A-Z]{3}[\s\x1a]*')
            then raw.as_fiscal_month(upper(raw.trimmed(v)))
    end::date;

-- A date: every spelling of a month, and 22 Aug 2021. NA means none and is null like an empty text.
create or replace macro raw.as_date(v) as
    case
        when raw.is_day(v, '\d{1,2} [A-Za-z]{3} \d{4}')
            then try_strptime(regexp_extract(v, '\d{1,2} [A-Za-z]{3} \d{4}'), '%d %b %Y')::date
        else raw.as_month(v)
    end;

-- A date of a spreadsheet that cannot be one with the month first: 13/03/2026, 01.10.2026.
create or replace macro raw.is_day_first(v) as
    regexp_full_match(
        v,
        '\s*((1[3-9]|2\d|3[01])/(0?[1-9]|1[0-2])/|(0?[1-9]|[1-2]\d|3[01])\.(0?[1-9]|1[0-2])\.)'
        || '(\d{4}|\d{2})(\s.*)?'
    );

-- `digits` divided by ten to the power of `places`, as text: the point moves to the left.
create or replace macro raw.with_point_moved(digits, places) as
    left(repeat('0', places) || split_part(digits, '.', 1), length(split_part(digits, '.', 1)))
    || '.' || right(repeat('0', places) || split_part(digits, '.', 1), places)
    || split_part(digits, '.', 2);

-- A checked number text as DECIMAL(28,10). The narrow cast is ten times quicker than the wide one,
-- rounds alike and overflows to null.
create or replace macro raw.as_decimal(v) as
    coalesce(try_cast(v as decimal(18, 10))::decimal(28, 10), try_cast(v as decimal(28, 10)));

-- The numbers that raw.as_number does not read at once: groups of digits, a bracket for a minus, an
-- exponent. The point of 6e-13 is moved before the cast, because the cast alone would round up.
create or replace macro raw.as_unusual_number(v) as
    case
        when regexp_full_match(v, '\s*[+-]?((\d+|\d{1,3}(,\d{3})+)(\.\d*)?|\.\d+)[\s\x1a]*')
            then raw.as_decimal(replace(raw.trimmed(v), ',', ''))
        when regexp_full_match(v, '\s*\((\d+|\d{1,3}(,\d{3})+)(\.\d*)?\)[\s\x1a]*')
            then -raw.as_decimal(replace(trim(raw.trimmed(v), '()'), ',', ''))
        when regexp_full_match(v, '\s*[+-]?(\d+(\.\d*)?|\.\d+)[eE]\+?\d{1,2}[\s\x1a]*')
            then raw.as_decimal(raw.trimmed(v))
        when regexp_full_match(v, '\s*[+-]?(\d+(\.\d*)?|\.\d+)[eE]-\d{1,3}[\s\x1a]*')
            then raw.as_decimal(
                regexp_extract(v, '^\s*(-?)', 1)
                || raw.with_point_moved(
                    regexp_extract(v, '([\d.]+)[eE]', 1),
                    try_cast(regexp_extract(v, '[eE]-(\d+)', 1) as bigint)
                )
            )
    end;

-- A number of digits, one sign and one point, short enough for the narrow cast; null for any other
-- text. What that cast would read too leniently (1_234, '- ', 4e) is kept from it.
create or replace macro raw.as_plain_number(v) as
    case
        when not (contains(v, '_') or contains(v, ' ') or contains(v, 'e') or contains(v, 'E'))
            then try_cast(v as decimal(18, 10))
    end;

-- A number of licences or users: null also for one that is beyond all people.
create or replace macro raw.as_count(v) as
    coalesce(
        try_cast(raw.as_plain_number(v) as decimal(13, 4)),
        try_cast(raw.as_unusual_number(v) as decimal(13, 4))
    );

-- A number as DECIMAL(28,10): 1234.5, 1,234.50, (12.00) for -12, 1e-06. A comma stands between
-- groups of three digits or not at all: 12,5 and 1.234,50 are null.
create or replace macro raw.as_number(v) as
    case
        when raw.as_plain_number(v) is not null then raw.as_plain_number(v)::decimal(28, 10)
        else raw.as_unusual_number(v)
    end;
