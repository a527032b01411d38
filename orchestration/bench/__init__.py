"""The benchmark: what a refresh costs, beside the fastest script that could be written by hand.

Belongs here: the script, the worlds to measure, the table printed. Does not: anything a score
depends on; the hand-written script spells the newest rules itself, so that it can disagree.
"""
