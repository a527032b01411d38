"""What any program needs of the machine: rights, locks, disks, threads, a terminal.

Belongs here: what knows nothing of this project. Does not belong here: anything that names a
delivery, a release or a rule.
"""
