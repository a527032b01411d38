-- One row per combination of service levels, attribution type and offer as AzureUsage spells them,
-- in the records that are the truth: which service, association and offer that is, and how many
-- records of a partner bear it.
{{ config(materialized='view') }}

select spellings.*,
from {{ ref('int_azure_spellings') }} as spellings
inner join {{ ref('int_partners') }} as partners using (partner_id)
