"""From a build to a release: audit, comparison, files, and the switch that readers see.

Belongs here: whatever lies in a release, and when it becomes current. Does not belong here: any
figure that the build has not made.
"""
