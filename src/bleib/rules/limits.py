"""How large a rule may be. Whoever needs more writes two rules, or makes a segment and asks for that."""

DEEPEST = 8
MOST_CONDITIONS = 100
MOST_VALUES = 200
LONGEST_TEXT = 200
LONGEST_YAML = 200_000
# A century. Further back there is no history, and a day minus it is still a day.
MOST_DAYS = 36_500
LARGEST_NUMBER = 10**15
EARLIEST, LATEST = "1900-01-01", "2999-12-31"
