-- One row per file and spelling of a month whose rows are the truth for at least one partner.
{{ config(materialized='table') }}

{{ usage_months(ref('stg_usage_truth')) }}
