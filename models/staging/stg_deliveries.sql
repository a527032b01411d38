-- One row per delivery that models may read: complete, and known to this build (all deliveries,
-- or with AS_KNOWN those up to the one it names). Whatever reads receipts begins here.
select
    deliveries.delivery,
    deliveries.as_of_month,
    deliveries.revision,
from {{ source('raw', 'deliveries') }} as deliveries
where {{ is_known('deliveries') }}
