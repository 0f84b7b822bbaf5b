"""When a wholesaler's customers order: working days, a spring peak, a December dip, never on a Sunday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

# Orders per day relative to an average month, January to December.
SEASON = (0.90, 1.00, 1.25, 1.30, 1.20, 1.05, 0.90, 0.85, 1.00, 1.05, 1.00, 0.60)

# (month, day) of closed days that fall on the same date every year; the yard rests between the years.
CLOSED = frozenset({(1, 1), (5, 1), (10, 3), *((12, day) for day in range(24, 32))})


def season(day: date) -> float:
    return SEASON[day.month - 1]


def is_open(day: date) -> bool:
    return day.weekday() < 6 and (day.month, day.day) not in CLOSED


def open_day(day: date, rng: Random) -> date:
    """`day` or a later day somebody takes orders: most of what a weekend wants is ordered in the week after."""
    if day.weekday() == 6 or (day.weekday() == 5 and rng.random() < 0.8):
        day += timedelta(days=7 - day.weekday() + rng.randrange(5))
    while not is_open(day):
        day += timedelta(days=1)
    return day


def office_hour(day: date, rng: Random) -> datetime:
    """A minute between 07:00 and 17:29, until noon on Saturdays."""
    minutes = rng.randrange(300 if day.weekday() == 5 else 630)
    return datetime.combine(day, time(7)) + timedelta(minutes=minutes)


def months_before(day: date, months: int) -> date:
    """The first of the month `months` months before `day`'s month."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 29 February becomes the 28th."""
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)
