"""Customers by the period of their first purchase."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from bleib.history.tables import Frame
from bleib.kernel.windows import Unit
from bleib.metrics.faces import Slice
from bleib.metrics.runner import Data, run


def cohorts(data: Data, *, until: date, unit: Unit = Unit.MONTH, **scope: Unpack[Slice]) -> Frame:
    """A row per observed cell: cohort, age (periods), size, customers, share, revenue, revenue_share.

    Shares in percent: of the cohort's customers, of its revenue at age 0. Cohort null is the mean weighted by
    size. Cells of periods that end after `until` are absent.
    """
    return run("cohorts", data, unit=unit, until=until, **scope)


def cohorts_unbounded(data: Data, *, until: date, unit: Unit = Unit.MONTH, **scope: Unpack[Slice]) -> Frame:
    """A row per observed cell: cohort, age, size, customers with a purchase at that age or later, share (percent)."""
    return run("cohorts_unbounded", data, unit=unit, until=until, **scope)
