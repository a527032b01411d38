"""The raw layer: every record as it was delivered, with receipts, and what was set aside.

Belongs here: checking deliveries, loading them, and which of them are in force. Does not belong
here: reading one file (landing), and everything that dbt makes of the rows.
"""
