-- One row per record of AzureUsage that is the truth for its partner and month; texts as
-- delivered where only their equality matters, ids and the amount read.
{{ azure_usage_rows(ref('stg_usage_months'), ref('stg_usage_truth')) }}
