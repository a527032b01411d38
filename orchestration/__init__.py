"""The Python side of the product: landing, raw, publish and schedules, as Dagster runs them.

Belongs here: one module per noun, each opening with what belongs in it. Does not belong here: rules
of the programme (seeds/), and everything computed between raw and release (models/, macros/).
"""
