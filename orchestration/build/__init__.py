"""dbt as this project runs it: its parsed project, one build in this process, its code version.

Belongs here: what runs the models. Does not belong here: the models (models/), and Dagster.
"""
