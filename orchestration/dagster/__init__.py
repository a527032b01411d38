"""The pipeline as Dagster knows it: assets, checks, partitions, jobs, schedules, sensors.

Belongs here: the translation into Dagster. Does not belong here: the work itself (raw, build,
publish), and commands.
"""
