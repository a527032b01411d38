-- One row per usage basis and thing that is eligible (or excluded) in it.
select distinct
    bases.part,
    bases.basis_key,
    bases.usage_basis,
    bases.association_set,
    eligibility.kind,
    eligibility.name,
    eligibility.name_rank,
from {{ ref('int_usage_bases') }} as bases
inner join {{ ref('int_eligibility_rows') }} as eligibility
    using (solution_area, rule_version, metric, part)
