"""What a release says to a person in the terminal: the scorecard, and why a score is what it is.

Belongs here: reading marts and putting them in words. Does not belong here: arithmetic on scores,
and the build's intermediate models.
"""
