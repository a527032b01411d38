"""The other solution areas, scored as plainly as Security, from numbers typed here once more."""
