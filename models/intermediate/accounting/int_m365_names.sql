-- One row per kind (workload, association) and name of it as CPORM365Usage and EMSUsage spell
-- them: what it is, and whether the rules in force count it.
with eligible as (
    select
        rows.kind,
        rows.name,
    from {{ ref('int_usage_basis_rows') }} as rows
    inner join {{ ref('int_accounting_bases') }} as bases using (basis_key)
    where rows.part = 'm365'
)

select distinct
    'workload' as kind,
    names.workload_key as name_key,
    names.workload as name,
    eligible.name is not null as is_eligible,
from {{ ref('int_workload_names') }} as names
left join eligible on eligible.kind = 'product' and names.workload = eligible.name
union all
select distinct
    'association' as kind,
    names.association_key as name_key,
    names.association as name,
    eligible.name is not null as is_eligible,
from {{ ref('int_association_names') }} as names
left join eligible on eligible.kind = 'association' and names.association = eligible.name
