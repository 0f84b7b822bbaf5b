"""Journeys of an installation: three that can be read, and a hundred of which a part is lost at one touchpoint."""

from __future__ import annotations

from typing import Any

from bleib.figures.tests.histories import Lines, orders
from bleib.history.tests.example_facts import line


def event(customer: str, day: str, kind: str, **more: Any) -> dict[str, Any]:
    return line(day, customer, f"{kind}-{customer}-{day}", None, type=kind, **more)


# Adler asks and buys again; Brandt bought, was disappointed in January and is gone; Dorn looked around.
JOURNEYS = [
    *orders("Adler", "2025-09-01", "2026-08-10"),
    event("Adler", "2026-07-20", "visit"),
    event("Adler", "2026-08-01", "case_opened"),
    *orders("Brandt", "2025-12-01"),
    event("Brandt", "2026-01-05", "answer", props='{"kind": "nps", "score": 2}'),
    event("Dorn", "2026-06-05", "visit"),
]


def hundred() -> Lines:
    """Of forty who asked while they got started, thirty fell silent; sixty others ordered again."""
    return [each for n in range(100) for each in (*orders(f"K{n:03}", "2026-01-10"), *_since(n))]


def _since(n: int) -> Lines:
    """What happened to the n-th customer after its first order."""
    asked = [event(f"K{n:03}", "2026-02-10", "case_opened")] if n < 40 else []
    return [*asked, *(orders(f"K{n:03}", "2026-10-01") if n >= 30 else [])]
