"""A company's orders of three years: a hundred and sixty customers who buy every month, until some of them stop."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bleib.customers.api import appear
from bleib.history.models import Change
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import NOW, take

FIRST = date(2024, 1, 5)
TODAY = NOW.date()
CUSTOMERS = 160
Lines = list[dict[str, Any]]


def told(home: Path, lines: Lines, *, file: str = "export") -> Change:
    """Import lines, and have their customers appear; returns the change that the feed tells of."""
    take(home, lines, file=file)
    change = Change.objects.latest("recorded_at")
    appear(change, now=NOW)
    return change


def stopped(number: int) -> bool:
    """Every fourth of them stops some day; the last of these not long ago."""
    return number % 4 == 0


def orders() -> Lines:
    return [each for number in range(CUSTOMERS) for each in _of(number)]


def _of(number: int) -> Iterator[dict[str, Any]]:
    dice = random.Random(number)
    day = FIRST + timedelta(days=dice.randrange(30))
    span = (TODAY - FIRST).days
    last = FIRST + timedelta(days=200 + (number * 53) % (span - 260)) if stopped(number) else TODAY
    while day < last:
        yield line(str(day), f"K{number}", f"R{number}-{day}", 50 + number)
        day += timedelta(days=dice.randrange(20, 40))
