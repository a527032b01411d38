"""The Python side of the product: landing, raw, publish and schedules, as Dagster runs them.

Belongs here: rooms, each a station of the data's way; a room imports from the rooms before it only
(CONTRIBUTING.md, asserted by import-linter). Does not belong here: rules of the programme (seeds/),
and everything computed between raw and release (models/, macros/).
"""
