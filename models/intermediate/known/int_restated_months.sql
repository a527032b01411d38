-- One row per file and spelling of a month that is read once more as it was known.
{{ usage_months(ref('int_restated_truth')) }}
