"""The landing folder: which deliveries and files lie there, what each is, and how it reads.

Belongs here: names, contracts, headers and records of landing files, and faults in words. Does not
belong here: what is kept of them (raw), and anything that writes.
"""
