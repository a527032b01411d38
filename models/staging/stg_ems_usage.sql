-- One row per record of EMSUsage that is the truth for its partner and month: paid and active
-- licences side by side for the workloads that the record has figures of. A workload whose
-- columns the file lacks is null (blind), not zero.
{{ ems_usage_rows(ref('stg_usage_months'), ref('stg_usage_truth')) }}
