"""Which two windows a report compares: what the user asked for, or what the customers' rhythm suggests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Unit, Window, floor, following

# Lengths people plan in. The proposal is the shortest that covers 90 % of the gaps between two orders.
LENGTHS = (30, 60, 90, 180, 365, 730)
# A series needs at least this many whole periods to be one.
PERIODS = 5
QUIET_DAYS_AT_START = 3


@dataclass(frozen=True)
class Plan:
    """The user's wish: `base` and `next`, or `at` and/or `days`, or `every` unit, or nothing at all.

    `month` (any day of it): the report on a calendar month - as of its end, and what changed in it.
    """

    base: Window | None = None
    next: Window | None = None
    at: date | None = None
    days: int | None = None
    every: Unit | None = None
    month: date | None = None

    def __post_init__(self) -> None:
        if (self.base is None) != (self.next is None):
            raise UsageError("--base and --next belong together: give both windows, or neither.")
        if self.base and self.next and self.next.start < self.base.end:
            raise UsageError(f"The next window {self.next} starts before the base window {self.base} has ended.")
        if self.month and (self.base or self.at or self.every):
            raise UsageError("--month says which windows are compared: leave out --base, --next, --at and --every.")
        wishes = [self.base is not None, self.at is not None or self.days is not None, self.every is not None]
        if sum(wishes) > 1:
            raise UsageError("Choose one: --base and --next, or --at and --window, or --every.")

    @property
    def end(self) -> date | None:
        """The first day that the report is to know nothing of, if the user says one."""
        return following(floor(self.month, Unit.MONTH), Unit.MONTH) if self.month else self.at


@dataclass(frozen=True)
class Windows:
    """What is compared. `why` is the key of the sentence that says so and `values` what it names."""

    base: Window
    next: Window
    as_of: date  # first day that the report knows nothing of
    unit: Unit  # of the series
    cohort_unit: Unit
    series_start: date
    why: str
    values: Mapping[str, Any] = field(default_factory=dict)
    month: Window | None = None  # what is told of changes is about it


def resolve(plan: Plan, *, p90: float | None, first_day: date, until: date) -> Windows:
    """Turn a wish into windows. `p90`: 90 % of the gaps between two orders are at most this many days long.

    Raises UsageError for windows of which the data say nothing.
    """
    if plan.at and plan.at <= first_day:
        raise UsageError(f"--at {plan.at}: the data begin on {first_day}. Choose a day after that.")
    month = _month(plan, first_day=first_day, until=until)
    base, next_, why, values = _windows(plan, p90=p90, first_day=first_day, until=until)
    if next_.start >= until:
        raise UsageError(
            f"The data end on {until - timedelta(days=1)}, before the next window {next_} begins: "
            "nobody knows yet who stays. Choose an earlier one."
        )
    as_of = min(plan.end or until, until)
    unit = plan.every or _unit(next_.days, (until - first_day).days)
    return Windows(
        base=base,
        next=next_,
        as_of=as_of,
        unit=unit,
        cohort_unit=_cohort_unit((until - first_day).days),
        series_start=first_whole(first_day, unit),
        why=why,
        values=values,
        month=month,
    )


def _month(plan: Plan, *, first_day: date, until: date) -> Window | None:
    """The part of the month that the data cover. Raises UsageError where that is none."""
    if plan.month is None:
        return None
    start = floor(plan.month, Unit.MONTH)
    if not first_day < start < until:
        raise UsageError(
            f"--month {start:%Y-%m}: the data reach from {first_day} to {until - timedelta(days=1)}. Choose a month in "
            "between; there has to be something before it to compare with."
        )
    return Window(start, min(following(start, Unit.MONTH), until))


def _windows(
    plan: Plan, *, p90: float | None, first_day: date, until: date
) -> tuple[Window, Window, str, Mapping[str, Any]]:
    if plan.base and plan.next:
        return plan.base, plan.next, "why_given", {}
    if plan.every:
        return *last_pair(plan.every, until), "why_every", {"unit": plan.every}
    # A month that is not over is told of as far as it is known; of a day that was asked for, the lack is said.
    end = min(plan.end, until) if plan.month and plan.end else plan.at or until
    if plan.days is not None:
        return *before(end, plan.days), "why_given", {}
    days, why, values = propose(p90, (until - first_day).days)
    return *before(end, days), why, values


def before(day: date, days: int) -> tuple[Window, Window]:
    """The window of `days` days before `day`, and the one before that (base first)."""
    next_ = Window.before(day, days)
    return Window.before(next_.start, days), next_


def last_pair(unit: Unit, until: date) -> tuple[Window, Window]:
    """The last two calendar periods that lie fully before `until` (base first)."""
    end = floor(until, unit)
    middle = floor(end - timedelta(days=1), unit)
    start = floor(middle - timedelta(days=1), unit)
    return Window(start, middle), Window(middle, end)


def propose(p90: float | None, span: int) -> tuple[int, str, Mapping[str, Any]]:
    """A window length for data over `span` days, the key of the reason and its values; base and next both fit."""
    longest = max((each for each in LENGTHS if each * 2 <= span), default=max(span // 2, 1))
    if p90 is None:
        days = min(longest, 365)
        return days, "why_no_repeat", {"days": days}
    wanted = next((each for each in LENGTHS if each >= p90), LENGTHS[-1])
    values = {"days": min(wanted, longest), "p90": p90, "wanted": wanted, "span": span}
    if wanted > longest:
        return longest, "why_short", values
    return wanted, "why_rhythm" if p90 <= wanted else "why_longest", values


def _unit(days: int, span: int) -> Unit:
    """The calendar unit nearest to the window, but short enough for the data to hold several."""
    lengths = {Unit.YEAR: 365, Unit.QUARTER: 91, Unit.MONTH: 30}
    wanted = Unit.MONTH if days <= 45 else Unit.QUARTER if days <= 250 else Unit.YEAR
    fitting = [unit for unit, length in lengths.items() if length <= lengths[wanted] and span >= PERIODS * length]
    return fitting[0] if fitting else Unit.MONTH


def _cohort_unit(span: int) -> Unit:
    """So that the matrix stays readable: at most about 26 rows."""
    return Unit.MONTH if span <= 800 else Unit.QUARTER if span <= 2400 else Unit.YEAR


def first_whole(first_day: date, unit: Unit) -> date:
    """Start of the first calendar period that the data cover from its beginning (a weekend may be missing)."""
    start = floor(first_day, unit)
    return start if (first_day - start).days <= QUIET_DAYS_AT_START else following(first_day, unit)
