-- One row per record of AzureUsage that any evaluation reads and that names a tenant, as numbers:
-- the one pass over the texts of all usage lines, so that what comes after need not read them
-- again.
select
    tenants.tenant_key,
    usage.usage_month,
    {{ azure_spelling_key('usage') }} as spelling_key,
    {{ azure_attribution_key('usage') }} as attribution_key,
    {{ azure_line_key('usage') }} as line_key,
    {{ record_key('usage') }} as record_key,
    usage.acr_usd,
from {{ ref('int_evaluated_azure_usage') }} as usage
inner join {{ ref('int_evaluated_tenants') }} as tenants
    on usage.partner_id = tenants.partner_id and usage.tenant_id = tenants.tenant_id
