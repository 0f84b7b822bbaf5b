"""What customers are worth: revenue bridge, regulars' share, concentration, totals. Revenue is net of refunds."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from bleib.history.tables import Frame
from bleib.kernel.windows import Window
from bleib.metrics.faces import Slice
from bleib.metrics.runner import Data, run


def revenue_retention(data: Data, *, base: Window, next: Window, **scope: Unpack[Slice]) -> Frame:
    """One row: start, lost, contraction, expansion, new, won_back, late_refunds, end (money); nrr, grr (percent).

    start - lost - contraction + expansion + new + won_back + late_refunds = end, exactly, also with negative revenue;
    lost, contraction and expansion are never negative. Known customers only; null where the source has no amounts.
    """
    return run("revenue_retention", data, base=base, next=next, **scope)


def regular_revenue_share(data: Data, *, window: Window, **scope: Unpack[Slice]) -> Frame:
    """One row: revenue, regular_revenue (of customers with two purchases before the window), share (percent)."""
    return run("regular_revenue_share", data, window=window, **scope)


def pareto(data: Data, *, window: Window, top: float = 20.0, **scope: Unpack[Slice]) -> Frame:
    """One row: customers, top_customers, revenue, top_revenue, share of the top percent (percent), gini (0 to 1).

    With negative customers Gini can exceed 1; share and gini are null where revenue is not positive.
    Source: Gini (1912).
    """
    return run("pareto", data, window=window, top=top, **scope)


def lorenz(data: Data, *, window: Window, **scope: Unpack[Slice]) -> Frame:
    """At most 101 rows from 0 to 100 percent: customers_share, ascending by revenue, and revenue_share."""
    return run("lorenz", data, window=window, **scope)


def totals(data: Data, *, until: date, **scope: Unpack[Slice]) -> Frame:
    """One row: customers, orders, lines, revenue, refunds, revenue_without_customer, first_day, last_day."""
    return run("totals", data, until=until, **scope)


def margin(data: Data, *, window: Window, **scope: Unpack[Slice]) -> Frame:
    """One row over the days of which cost is known: revenue, cost (money); margin (percent). Null where none is."""
    return run("margin", data, window=window, **scope)
