"""The periods every contestant measures. They begin and end with a month, which spares the peers work, not Bleib."""

from datetime import date

BASE = (date(2024, 1, 1), date(2024, 7, 1))
NEXT = (date(2024, 7, 1), date(2025, 1, 1))
UNTIL = date(2026, 1, 1)
