"""The benchmark: what a refresh costs, beside the fastest scripts that could be written by hand.

Two scripts: the newest month's scores alone (handwritten.py), and the main marts of everything that
is scored (floor.py). Belongs here: the scripts, the worlds to measure, the table printed. Does not:
anything a score depends on; the hand-written scripts spell by themselves what models/ spells, so
that they can disagree.
"""
