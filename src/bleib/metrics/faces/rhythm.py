"""How often customers buy, who is late by their own measure, and how soon a second purchase follows the first."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from bleib.history.tables import Frame
from bleib.metrics.faces import Slice
from bleib.metrics.runner import Data, run


def order_gaps(data: Data, *, until: date, **scope: Unpack[Slice]) -> Frame:
    """One row: gaps (number); median_days, p75, p90, p95 of the days between a customer's purchase days."""
    return run("order_gaps", data, until=until, **scope)


def rhythm(data: Data, *, at: date, **scope: Unpack[Slice]) -> Frame:
    """A row per customer: customer, orders, last_on, days_since, usual_gap (median days), overdue_ratio.

    The last two are null after a single purchase day.
    """
    return run("rhythm", data, at=at, **scope)


def overdue(data: Data, *, at: date, ratio: float = 2.0, **scope: Unpack[Slice]) -> Frame:
    """A row per customer with three or more purchase days whose overdue_ratio reaches `ratio`, most valuable first:
    customer, name, orders, last_on, days_since, usual_gap, overdue_ratio, revenue_year, revenue (money).
    """
    return run("overdue", data, at=at, ratio=ratio, **scope)


def second_order_curve(data: Data, *, until: date, **scope: Unpack[Slice]) -> Frame:
    """A row per day on which a wait ended: days, at_risk, second_orders, share (percent).

    Source: Kaplan & Meier (1958).
    """
    return run("second_order_curve", data, until=until, **scope)


def time_to_second_order(data: Data, *, until: date, **scope: Unpack[Slice]) -> Frame:
    """One row: customers, second_orders, median_days, share_30, share_60, share_90, share_180, share_365 (percent).

    Null where nobody was observed that long or half of the customers never ordered again.
    """
    return run("time_to_second_order", data, until=until, **scope)
