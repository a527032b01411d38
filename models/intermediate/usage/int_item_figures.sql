-- One row per window end, tenant and item: the figures of usage side by side, as criteria pick
-- them.
with figures as (
    {{ figures_of(ref('int_measures'), 'end_key') }}
)

select *
from figures
