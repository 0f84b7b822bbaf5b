"""Histories of an installation, a few orders long, to measure."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bleib.history.models import Change
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import NOW, take

Lines = list[dict[str, Any]]


def orders(customer: str, *days: str, amount: int = 100, **more: Any) -> Lines:
    return [line(day, customer, f"{customer}-{day}", amount, **more) for day in days]


def monthly(customer: str, *, start: str = "2025-01-10", times: int = 18, gap: int = 30, amount: int = 100) -> Lines:
    """A customer who buys every 30 days."""
    first = date.fromisoformat(start)
    return orders(customer, *(str(first + timedelta(days=gap * n)) for n in range(times)), amount=amount)


# Adler and Brandt stay; Conrad stops after a year; Dorn comes late; Eder bought once.
STORY = [
    *monthly("Adler", amount=1000),
    *monthly("Brandt"),
    *monthly("Conrad", times=12, amount=400),
    *monthly("Dorn", start="2026-03-01", times=4),
    *orders("Eder", "2025-02-11"),
]


def told(home: Path, lines: Lines = STORY, *, file: str = "export") -> Change:
    """Import lines; returns the change that the feed tells of."""
    take(home, lines, file=file)
    return Change.objects.latest("recorded_at")


__all__ = ["NOW", "STORY", "Lines", "monthly", "orders", "told"]
