-- Who completed what: the stories of data/certificates.csv, and beside them everybody of a partner
-- has learned something that earns nothing.
create or replace table completions as
select
    partner_no * 100 + person_no as person_no,
    partner_no,
    certification,
    completed_on,
    expires_on,
    left_on,
    locations::varchar as location_ranks,
from certificates
union all
select
    partners.partner_no * 100 + numbers.person_no,
    partners.partner_no,
    list_extract(
        ['AZ-900', 'SC-900', 'LEARN'],
        1 + draw('learned', partners.partner_no, numbers.person_no, 3)
    ),
    date '2022-01-01' + draw('learned on', partners.partner_no, numbers.person_no, 1600)::integer,
    null,
    leavers.left_on,
    (1 + numbers.person_no % 2)::varchar,
from (values (1, 21), (2, 90), (3, 9)) as partners (partner_no, people)
cross join unnest(range(1, people + 1)) as numbers (person_no)
left join certificates as leavers
    on partners.partner_no = leavers.partner_no
    and numbers.person_no = leavers.person_no
    and leavers.left_on is not null;
