"""Order files of small shops, for commands that forecast."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

START = date(2024, 1, 1)
Line = tuple[date, str, int, str]


def written(path: Path, lines: Iterable[Line]) -> Path:
    """day, customer, quantity, amount with a decimal point."""
    rows = [
        f"{number};{day};{customer};{count};{amount}" for number, (day, customer, count, amount) in enumerate(lines)
    ]
    path.write_text("\n".join(["order;date;customer;quantity;amount", *rows]) + "\n", encoding="utf-8")
    return path


def shop(customers: int = 40, days: int = 700) -> list[Line]:
    """Half of the customers order every three weeks or so; the others stop after a few orders."""
    dice, lines = random.Random(4), []
    for number in range(customers):
        day = START + timedelta(days=dice.randrange(300))
        stops = START + timedelta(days=days if number % 2 else 350)
        while day < stops:
            lines.append((day, f"K{number}", 1, f"{dice.randrange(20, 90)}.00"))
            day += timedelta(days=dice.randrange(7, 35))
    return lines
