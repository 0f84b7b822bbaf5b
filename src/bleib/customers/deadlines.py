"""When terms end and until when notice has to arrive: arithmetic with months after §§ 187, 188 BGB.

A term that begins on a day counts that day (§ 187 (2)), so it ends the day before the one of the same number, or where
the month has no such day on the month's last (§ 188 (2, 3)). A notice counts from the day after it arrived (§ 187 (1)).
Notice periods are not prolonged by weekends and holidays: § 193 does not hold for them (BGH III ZR 172/04).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
# A contract of a month that renews itself since 1970 has seen fewer terms.
MOST_TERMS = 2_400


class Unit(StrEnum):
    """What a notice period is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Until(StrEnum):
    """To which day a contract can be ended."""

    TERM = "term"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Terms:
    """What a contract says about its end. Months of 0: no fixed term, no renewal.

    `last_day` is the day on which it ends for good, where that is known.
    """

    starts_on: date
    last_day: date | None = None
    term_months: int = 0
    renewal_months: int = 0
    notice: int = 0
    unit: Unit = Unit.MONTHS
    until: Until = Until.TERM

    def next_deadline(self, today: date) -> tuple[date | None, date | None]:
        """The next day on which it can end, and the last day on which notice for it may arrive, today or later.

        None, None where no notice is needed or possible any more: it ends anyway, or it has no term.
        """
        if self.last_day is not None:
            return self.last_day, None
        for end in self._ends(today):
            deadline = latest_notice(end, self.notice, self.unit)
            if deadline >= today:
                return end, deadline
        return None, None

    def _ends(self, today: date) -> list[date]:
        """Days on which it can end, around `today` and later, in their order."""
        if self.until is not Until.TERM:
            first = last_of_term(self.starts_on, self.term_months) if self.term_months else self.starts_on
            return _calendar_ends(max(first, today - DAY), self.until)
        if not self.term_months:
            return []
        if not self.renewal_months:
            return [last_of_term(self.starts_on, self.term_months)]
        passed = (today.year - self.starts_on.year) * 12 + today.month - self.starts_on.month - self.term_months
        begun = max(passed // self.renewal_months - 1, 0)
        months = (self.term_months + self.renewal_months * (begun + n) for n in range(MOST_TERMS // 10))
        return [last_of_term(self.starts_on, each) for each in months]


def last_of_term(start: date, months: int) -> date:
    """The last day of a term of so many months that begins with the day `start`."""
    year, month = _shifted(start, months)
    length = monthrange(year, month)[1]
    return date(year, month, length) if start.day > length else date(year, month, start.day) - DAY


def latest_notice(end: date, notice: int, unit: Unit) -> date:
    """The last day on which a notice may arrive so that its period is over at the end of the day `end`."""
    if unit is not Unit.MONTHS:
        return end - timedelta(days=notice * (7 if unit is Unit.WEEKS else 1))
    year, month = _shifted(end, -notice)
    length = monthrange(year, month)[1]
    is_last = end.day == monthrange(end.year, end.month)[1]
    return date(year, month, length if is_last else min(end.day, length))


def _calendar_ends(earliest: date, until: Until) -> list[date]:
    """Ends of months, quarters or years from `earliest` on, for the next three years."""
    every = {Until.MONTH: 1, Until.QUARTER: 3, Until.YEAR: 12}[until]
    firsts = (_shifted(earliest, n) for n in range(37))
    ends = [date(year, month, monthrange(year, month)[1]) for year, month in firsts if month % every == 0]
    return [end for end in ends if end >= earliest]


def _shifted(day: date, months: int) -> tuple[int, int]:
    """Year and month, so many months on."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1
