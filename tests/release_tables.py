"""The tables that tell of a release, for tests that make up the marts of a build by hand.

dbt makes them empty in a real one (models/marts/meta_publish.sql, meta_audit.sql).
"""

META_TABLES = """
    create or replace table marts.meta_publish (
        version varchar, as_of_month date, built_at timestamp, code_version varchar,
        is_demo boolean, rows_per_table varchar, quarantined_rows bigint,
        tests_run bigint, tests_passed bigint, as_known varchar
    );
    create or replace table marts.meta_audit (
        check_name varchar, is_good boolean, detail varchar
    );
    comment on table marts.meta_audit is 'What the audit found.';
"""

#: The same as dbt names them: it makes their columns, publishing their rows.
ABOUT_THE_RELEASE = {"model.partner_score.meta_publish", "model.partner_score.meta_audit"}
