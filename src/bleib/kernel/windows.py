"""Half-open windows of local days, `[start, end)`, and the calendar periods they are cut into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bleib.kernel.errors import UsageError


class Unit(StrEnum):
    """Calendar unit of a series or a cohort."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, order=True)
class Window:
    """Days from `start` up to, but not including, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise UsageError(
                f"The window {self} is empty: its end has to lie after its start. "
                "Windows are half-open, so 2025-01-01..2025-02-01 is the whole of January."
            )

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read `A..B` with ISO dates."""
        start, separator, end = text.partition("..")
        try:
            if not separator:
                raise ValueError
            return cls(date.fromisoformat(start.strip()), date.fromisoformat(end.strip()))
        except ValueError as error:
            raise UsageError(f"'{text}' is not a window. Write it as 2025-01-01..2025-07-01 (half-open).") from error

    @classmethod
    def before(cls, day: date, days: int) -> Window:
        """The `days` days that end just before `day`."""
        if days <= 0:
            raise UsageError(f"A window of {days} days is impossible: give at least one day.")
        try:
            return cls(day - timedelta(days=days), day)
        except OverflowError as error:
            raise UsageError(f"A window of {days} days is impossible: it would begin before the calendar.") from error

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"


def floor(day: date, unit: Unit) -> date:
    """First day of the calendar unit that contains `day`."""
    if unit is Unit.WEEK:
        return day - timedelta(days=day.weekday())
    if unit is Unit.MONTH:
        return day.replace(day=1)
    if unit is Unit.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1)


def following(day: date, unit: Unit) -> date:
    """First day of the calendar unit after the one that contains `day`."""
    longest = {Unit.WEEK: 7, Unit.MONTH: 31, Unit.QUARTER: 92, Unit.YEAR: 366}[unit]
    return floor(floor(day, unit) + timedelta(days=longest), unit)
