-- One row per certification (not exam, not course) that a person holds in a delivery's
-- snapshot; the person is a keyed hash, and several partner locations that report the same
-- certificate give one row.
select distinct
    files.as_of_month,
    {{ as_id('training.pga_mpn_id') }} as partner_id,
    training.person_key,
    {{ as_key('training.training_title') }} as title_key,
    {{ as_date('training.training_completion_date') }} as completed_on,
    {{ as_date('training.expiration_date') }} as expires_on
from {{ source('raw', 'training_completions') }} as training
inner join {{ ref('stg_files_in_force') }} as files using (file_id)
where {{ as_key('training.training_type') }} = 'certification'
