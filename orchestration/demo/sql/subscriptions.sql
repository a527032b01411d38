-- Three subscriptions of every tenant.
create or replace table subscriptions as
select
    tenant_no,
    subscription_no::integer as subscription_no,
    made_guid('subscription', tenant_no, subscription_no) as subscription_id,
    (date '2021-01-01' + draw('start', tenant_no, subscription_no, 900)::integer)::varchar
        as started_on,
from tenants, unnest(range(1, 4)) as numbers (subscription_no)
order by tenant_no, subscription_no;
