"""What the two random worlds that tests compare row by row are made of."""

from tests.worlds.random_world import Plan

PARTNERS = 110

PLANS = {
    "early_rules": [
        Plan("2023-05"),
        Plan("2023-12", declares=True),
        Plan("2024-06"),
        Plan("2024-06.2", ("AzureUsage", "TrainingCompletions")),
        Plan("2024-07"),
        Plan("2024-07.2", ("EMSUsage", "Profile"), declares=True),
    ],
    "two_paths": [
        Plan("2025-06"),
        Plan("2026-05"),
        Plan("2026-06", declares=True),
        Plan("2026-06.2", ("CPORM365Usage",)),
        Plan("2026-06.3", ("AzureUsage",)),
        Plan("2027-08"),
        Plan("2027-09"),
        Plan("2027-09.2", ("TrainingCompletions", "EMSUsage")),
    ],
}
