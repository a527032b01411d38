"""What a person starts: one module per command of the Makefile, and what these share.

Belongs here: the order of steps, what is printed, exit codes. Does not belong here: the steps.
"""
