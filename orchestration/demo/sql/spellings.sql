-- Names as the delivery spells them.
create or replace table delivered_services as
select
    service_no,
    level1,
    if(getvariable('is_older_spelling'), older_level2, level2) as level2,
    if(getvariable('is_older_spelling'), older_level3, level3) as level3,
    if(getvariable('is_older_spelling'), older_level4, level4) as level4,
    influencer,
    group2,
    group3,
    if(level3 = 'Virtual Machines', 'Linux', null) as compute_os,
    usage_units,
from services;

create or replace table delivered_associations as
select
    association_no,
    if(getvariable('is_older_spelling'), older_spelling, association) as association,
    sales_channel,
from associations;

create or replace table delivered_workloads as
select
    workload,
    if(getvariable('is_older_spelling'), older_spelling, workload_name) as workload_name,
from workloads;

create or replace table delivered_titles as
select
    certification,
    if(getvariable('is_older_spelling'), older_title, training_title) as training_title,
    training_type,
from certifications;
