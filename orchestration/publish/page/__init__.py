"""The release's page for people: `scorecard.html`, one file that opens without a server or network.

Belongs here: what the page asks of the marts, how the answers lie in the file, its template, style
and script. Does not belong here: any figure that no mart has, and when the page is written
(publishing.py). The scripts under `script/` run as one, in the order that writer.py names.
"""
