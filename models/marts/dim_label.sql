-- One row per value of a column that people read in words. Reasons of contributions have a label
-- for tenants that add or take away something, and one for those that do not.
select
    kind,
    code,
    label,
    label_of_one,
    unit,
    display_order
from {{ ref('labels') }}
union all
select
    'contribution_reason' as kind,
    reason as code,
    label,
    cast(null as varchar) as label_of_one,
    cast(null as varchar) as unit,
    display_order
from {{ ref('reason_labels') }}
union all
select
    'contribution_reason_without_effect' as kind,
    reason as code,
    label_without_effect as label,
    cast(null as varchar) as label_of_one,
    cast(null as varchar) as unit,
    display_order
from {{ ref('reason_labels') }}
