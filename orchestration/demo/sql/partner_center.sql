-- What Partner Center showed: mostly what the marts say, one fraction of an increment and one figure
-- from before a restatement, and one that nothing explains.
create or replace view partner_center_score as
select
    locations.pga_mpn_id as "PGAMpnId",
    upper(strftime(scores.score_month, getvariable('month_format'))) as "Month",
    'Security' as "SolutionArea",
    scores.path as "Path",
    scores.metric as "Metric",
    scores.points as "Points",
from partner_center_scores as scores
inner join locations
    on scores.partner_no = locations.partner_no and locations.location_rank = 1;
