"""Who stayed: retention between two windows, at a date, period after period; who came back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Unpack

from bleib.history.tables import Frame
from bleib.kernel.windows import Unit, Window
from bleib.metrics.faces import Slice
from bleib.metrics.runner import Data, run


def retention(data: Data, *, base: Window, next: Window, **scope: Unpack[Slice]) -> Frame:
    """One row: customers_start, customers_end, new, won_back, kept, lost, crr, churn, naive_crr, ci95_low, ci95_high.

    Rates in percent, null where nobody bought in `base`. UsageError where `next` begins before `base` has ended.
    Source: Reichheld & Sasser (1990).
    """
    return run("retention", data, base=base, next=next, **scope)


def windows_at(at: date, days: int) -> tuple[Window, Window]:
    """Base and next for "at a date with window W": the `days` days up to `at`, and as many before them."""
    return Window.before(at - timedelta(days=days), days), Window.before(at, days)


def retention_at(data: Data, *, at: date, days: int = 365, **scope: Unpack[Slice]) -> Frame:
    """As `retention`, from the customers active `days` days before `at` to those active at `at`.

    Active at t = bought in [t - days, t).
    """
    base, next = windows_at(at, days)
    return retention(data, base=base, next=next, **scope)


def retention_regulars(data: Data, *, base: Window, next: Window, **scope: Unpack[Slice]) -> Frame:
    """As `retention`, only customers with two or more purchases before `base` ended; `new` is 0."""
    return run("retention_regulars", data, base=base, next=next, **scope)


def retention_series(
    data: Data, *, until: date, unit: Unit = Unit.MONTH, start: date | None = None, **scope: Unpack[Slice]
) -> Frame:
    """One row per pair of consecutive calendar periods: period, next_period and the columns of `retention`.

    Null where the next period ends after `until`. `start` leaves out periods that begin before it.
    """
    return run("retention_series", data, unit=unit, start=start, until=until, **scope)


def won_back_rate(data: Data, *, base: Window, next: Window, **scope: Unpack[Slice]) -> Frame:
    """One row: inactive, won_back (customers); rate, ci95_low, ci95_high in percent."""
    return run("won_back_rate", data, base=base, next=next, **scope)


def repeat_share(data: Data, *, until: date, **scope: Unpack[Slice]) -> Frame:
    """One row: customers, regulars (two purchases before `until`); repeat_share, ci95_low, ci95_high in percent."""
    return run("repeat_share", data, until=until, **scope)
