-- How a text of an extract is read: the DuckDB macros raw.as_*.
--
-- Belongs here: one macro per kind of value, used by the loader to check files and by dbt to type
-- them, so that both read the same text alike. Does not belong here: which column is of which kind
-- (contracts.py), names and their aliases (seeds/names).
--
-- A macro answers null for "empty" and for "cannot be read"; whoever must tell the two apart also
-- asks raw.as_text. Formats are told apart by a pattern before they are parsed, because parsers
-- alone are lenient: they would read 1_000 as a number and 2023-4-1x as a date.

-- Trimmed of blanks, line ends and no-break spaces; empty is null. Nearly every value is clean, and
-- looking at its two ends costs a tenth of trimming it.
create or replace macro raw.as_text(v) as
    case
        when v < '!' or suffix(v, ' ') or suffix(v, e'\t') or suffix(v, e'\n') or suffix(v, e'\r')
            or suffix(v, chr(160)) or prefix(v, chr(160))
            then nullif(trim(v, e' \t\r\n' || chr(160)), '')
        else v
    end;

-- A name to compare by: trimmed, inner blanks collapsed to one, lower-case.
create or replace macro raw.as_key(v) as
    case
        when contains(v, '  ') or contains(v, e'\t') or contains(v, e'\n') or contains(v, e'\r')
            or contains(v, chr(160))
            then nullif(trim(regexp_replace(lower(v), '[\s\x{00a0}]+', ' ', 'g')), '')
        else lower(raw.as_text(v))
    end;

-- An id: trimmed, lower-case; the null GUID and the words for "none" are null.
create or replace macro raw.as_id(v) as
    case
        when lower(raw.as_text(v))
            in ('00000000-0000-0000-0000-000000000000', 'unknown', 'null') then null
        else lower(raw.as_text(v))
    end;

-- A month as written, the day kept, so that a day other than the first can be seen:
-- 2023-04-01 (also with a time), 2023-04, 20230401, APR-2023, 4/1/2023 (also with a time).
create or replace macro raw.as_month(v) as
    case
        when regexp_full_match(
            raw.as_text(v),
            '\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z?)?'
        ) then try_strptime(left(raw.as_text(v), 10), '%Y-%m-%d')::date
        when regexp_full_match(raw.as_text(v), '\d{4}-\d{2}')
            then try_strptime(raw.as_text(v) || '-01', '%Y-%m-%d')::date
        when regexp_full_match(raw.as_text(v), '\d{8}')
            then try_strptime(raw.as_text(v), '%Y%m%d')::date
        when regexp_full_match(raw.as_text(v), '[A-Za-z]{3}-\d{4}')
            then try_strptime('01-' || raw.as_text(v), '%d-%b-%Y')::date
        when regexp_full_match(
            raw.as_text(v),
            '\d{1,2}/\d{1,2}/\d{4}( ([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?( [AaPp][Mm])?)?'
        ) then try_strptime(split_part(raw.as_text(v), ' ', 1), '%m/%d/%Y')::date
    end;

-- A date: every spelling of a month, and 22 Aug 2021. NA means none and is null like an empty text.
create or replace macro raw.as_date(v) as
    case
        when regexp_full_match(raw.as_text(v), '\d{1,2} [A-Za-z]{3} \d{4}')
            then try_strptime(raw.as_text(v), '%d %b %Y')::date
        else raw.as_month(v)
    end;

-- `digits` divided by ten to the power of `places`, as text: the point moves to the left.
create or replace macro raw.with_point_moved(digits, places) as
    left(repeat('0', places) || split_part(digits, '.', 1), length(split_part(digits, '.', 1)))
    || '.' || right(repeat('0', places) || split_part(digits, '.', 1), places)
    || split_part(digits, '.', 2);

-- A checked number text as DECIMAL(28,10). The narrow cast is ten times quicker than the wide one,
-- rounds alike and overflows to null.
create or replace macro raw.as_decimal(v) as
    coalesce(try_cast(v as decimal(18, 10))::decimal(28, 10), try_cast(v as decimal(28, 10)));

-- The numbers that raw.as_number does not read at once. The point of 6e-13 is moved before the
-- cast, because the cast alone would round up.
create or replace macro raw.as_unusual_number(v) as
    case
        when regexp_full_match(
            raw.as_text(v), '[+-]?((\d+|\d{1,3}(,\d{3})+)(\.\d*)?|\.\d+)'
        ) then raw.as_decimal(replace(raw.as_text(v), ',', ''))
        when regexp_full_match(raw.as_text(v), '\((\d+|\d{1,3}(,\d{3})+)(\.\d*)?\)')
            then -raw.as_decimal(replace(trim(raw.as_text(v), '()'), ',', ''))
        when regexp_full_match(raw.as_text(v), '[+-]?(\d+(\.\d*)?|\.\d+)[eE]\+?\d{1,2}')
            then raw.as_decimal(raw.as_text(v))
        when regexp_full_match(raw.as_text(v), '[+-]?(\d+(\.\d*)?|\.\d+)[eE]-\d{1,3}')
            then raw.as_decimal(
                regexp_extract(raw.as_text(v), '^-?')
                || raw.with_point_moved(
                    regexp_extract(raw.as_text(v), '^[+-]?([\d.]+)', 1),
                    try_cast(regexp_extract(raw.as_text(v), '-(\d{1,3})$', 1) as bigint)
                )
            )
    end;

-- A number of digits, one sign and one point, short enough for the narrow cast; null for any other
-- text. What that cast would read too leniently (1_000, '- ', 4e) is kept from it.
create or replace macro raw.as_plain_number(v) as
    case
        when not (contains(v, '_') or contains(v, ' ') or contains(v, 'e') or contains(v, 'E'))
            then try_cast(v as decimal(18, 10))
    end;

-- A number as DECIMAL(28,10): 1234.5, 1,234.50, (12.00) for -12, 1e-06. A comma stands between
-- groups of three digits or not at all: 12,5 and 1.234,50 are null.
create or replace macro raw.as_number(v) as
    coalesce(raw.as_plain_number(v)::decimal(28, 10), raw.as_unusual_number(v));
