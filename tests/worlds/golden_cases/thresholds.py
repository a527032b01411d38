"""Every threshold of every version at, just below and just above: tenants that come from nothing.

The year before is empty, so a tenant that qualifies is a gain of one, and its whole value is
growth.
"""

from tests.worlds.golden_cases.case import Book

# 2 points a tenant of 10, 4 of 5; one deployment of six is 20 / 6 = 3.3333.
DEP = "3.3333"
NO = ("0", "0", "0")

# Name, trailing dollars, then adds, deployments and growth on single, enterprise and smb.
DOLLARS = [
    ("one_cent", "0.01", NO, NO, NO),
    ("one_cent_short_of_100", "99.99", NO, NO, NO),
    ("exactly_100_usd", "100", ("2", "0", "0"), NO, NO),
    ("one_cent_over_100", "100.01", ("2", "0", "0"), NO, NO),
    ("one_cent_short", "599.99", ("2", "0", "0"), NO, NO),
    ("exactly_600_usd", "600", ("2", "0", "0"), ("2", "0", "0"), ("4", "0", "0")),
    ("one_cent_over_600", "600.01", ("2", "0", "0"), ("2", "0", "0"), ("4", "0", "0")),
    ("one_cent_short_of_750", "749.99", ("2", "0", "0"), ("2", "0", "0"), ("4", "0", "0")),
    ("exactly_750_usd", "750", ("2", "0", "0"), ("2", "0", "0"), ("4", DEP, "1")),
    ("one_cent_over_750", "750.01", ("2", "0", "0"), ("2", "0", "0"), ("4", DEP, "1")),
    ("one_cent_short_of_1250", "1249.99", ("2", "0", "0"), ("2", "0", "0"), ("4", DEP, "1")),
    ("exactly_1250_usd", "1250", ("2", "0", "1"), ("2", "0", "0"), ("4", DEP, "1")),
    ("one_cent_over_1250", "1250.01", ("2", "0", "1"), ("2", "0", "0"), ("4", DEP, "1")),
    # 11,999.99 / 1,250 = 9.6; / 750 = 15.9999; 12,000 / 750 = 16
    ("one_cent_short_of_12000", "11999.99", ("2", "0", "9"), ("2", "0", "0"), ("4", DEP, "15")),
    ("exactly_12000_usd", "12000", ("2", DEP, "9"), ("2", "0", "0"), ("4", DEP, "16")),
    ("one_cent_over_12000", "12000.01", ("2", DEP, "9"), ("2", DEP, "9"), ("4", "0", "0")),
    # twenty increments of 1,250
    ("one_cent_short_of_25000", "24999.99", ("2", DEP, "19"), ("2", DEP, "19"), ("4", "0", "0")),
    ("exactly_25000_usd", "25000", ("2", DEP, "20"), ("2", DEP, "20"), ("4", "0", "0")),
    ("a_credit_alone", "-50", NO, NO, NO),
]

# Name, paid and active licences of one workload, then as above. Growth: users / 125, on smb / 50.
SEATS = [
    ("seats_4", (4, 4), NO, NO, NO),
    ("seats_5", (5, 5), NO, NO, ("4", DEP, "0")),
    ("seats_6", (6, 6), NO, NO, ("4", DEP, "0")),
    ("seats_24", (24, 24), NO, NO, ("4", DEP, "0")),
    ("seats_25", (25, 25), ("2", DEP, "0"), NO, ("4", DEP, "0")),
    ("seats_26", (26, 26), ("2", DEP, "0"), NO, ("4", DEP, "0")),
    ("seats_299", (299, 299), ("2", DEP, "2"), NO, ("4", DEP, "5")),
    ("seats_300", (300, 300), ("2", DEP, "2"), NO, ("4", DEP, "6")),
    ("seats_301", (301, 301), ("2", DEP, "2"), ("2", DEP, "2"), NO),
    # 15 % of 1,000 is 150
    ("fourteen_point_nine_percent_active", (1000, 149), ("2", "0", "1"), ("2", "0", "1"), NO),
    ("fifteen_percent_active", (1000, 150), ("2", DEP, "1"), ("2", DEP, "1"), NO),
    ("fifteen_point_one_percent_active", (1000, 151), ("2", DEP, "1"), ("2", DEP, "1"), NO),
    # 15 % of 300 is 45, of 100 is 15, of 25 is 3.75
    ("active_44_of_300", (300, 44), ("2", "0", "0"), NO, ("4", "0", "0")),
    ("active_45_of_300", (300, 45), ("2", DEP, "0"), NO, ("4", DEP, "0")),
    ("active_14_of_100", (100, 14), ("2", "0", "0"), NO, ("4", "0", "0")),
    ("active_15_of_100", (100, 15), ("2", DEP, "0"), NO, ("4", DEP, "0")),
    ("active_3_of_25", (25, 3), ("2", "0", "0"), NO, ("4", "0", "0")),
    ("active_4_of_25", (25, 4), ("2", DEP, "0"), NO, ("4", DEP, "0")),
    ("users_49", (300, 49), ("2", DEP, "0"), NO, ("4", DEP, "0")),
    ("users_50", (300, 50), ("2", DEP, "0"), NO, ("4", DEP, "1")),
    ("users_51", (300, 51), ("2", DEP, "0"), NO, ("4", DEP, "1")),
    ("users_124", (1000, 124), ("2", "0", "0"), ("2", "0", "0"), NO),
    ("users_125", (1000, 125), ("2", "0", "1"), ("2", "0", "1"), NO),
    ("users_126", (1000, 126), ("2", "0", "1"), ("2", "0", "1"), NO),
    ("users_2499", (2499, 2499), ("2", DEP, "19"), ("2", DEP, "19"), NO),
    ("users_2500", (2500, 2500), ("2", DEP, "20"), ("2", DEP, "20"), NO),
]

WORKLOADS = [
    "Microsoft Entra ID P1",
    "Microsoft Defender for Office 365",
    "Microsoft Defender for Endpoint",
    "Microsoft Defender for Identity",
    "Microsoft Purview Information Protection",
    "Microsoft Intune",
]


def add(book: Book) -> None:
    """Add a partner with one tenant for every amount and every number of seats."""
    for name, dollars, single, enterprise, smb in DOLLARS:
        case = book.case(name)
        case.spend(dollars)
        why = f"{dollars} USD in twelve months, nothing before"
        case.expect_three(why, single=single, enterprise=enterprise, smb=smb)
    for place, (name, seats, single, enterprise, smb) in enumerate(SEATS):
        case = book.case(name)
        # In turn every workload, and both extracts that report seats.
        case.seats(seats, workload=WORKLOADS[place % 6], as_claim=place % 4 < 2)
        why = f"{seats[1]} of {seats[0]} paid licences active, none a year before"
        case.expect_three(why, single=single, enterprise=enterprise, smb=smb)
