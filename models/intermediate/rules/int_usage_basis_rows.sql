-- One row per usage basis and thing that is eligible (or excluded) in it. Products that a tenant's
-- usage is told apart by have a number, in the order of their names.
select distinct
    bases.part,
    bases.basis_key,
    bases.usage_basis,
    bases.set_key,
    bases.association_set,
    bases.is_of_services,
    eligibility.kind,
    eligibility.name,
    eligibility.name_rank,
    cast(
        dense_rank() over (partition by bases.part, eligibility.kind order by eligibility.name)
        as integer
    ) as name_key
from {{ ref('int_usage_bases') }} as bases
inner join {{ ref('int_eligibility_rows') }} as eligibility
    using (solution_area, rule_version, path, metric, part)
