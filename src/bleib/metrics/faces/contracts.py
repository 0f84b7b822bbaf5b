"""What contracts say: customers and recurring revenue on a day, and how both moved over a period.

`data` is an Engine or a table of contracts (see `history.tables.CONTRACTS`). Amounts are per month, trials are not in.
"""

from __future__ import annotations

from datetime import date
from typing import Unpack

from bleib.history.tables import Frame
from bleib.kernel.windows import Unit, Window
from bleib.metrics.faces import Slice
from bleib.metrics.runner import Data, run


def contract_retention(data: Data, *, window: Window, **scope: Unpack[Slice]) -> Frame:
    """One row with the columns of `retention`: from those with a contract at the start to those with one at the end.

    Rates in percent, null where nobody had a contract at the start; `churn` is what is called logo churn.
    """
    return run("contract_retention", data, window=window, **scope)


def mrr(data: Data, *, at: date, **scope: Unpack[Slice]) -> Frame:
    """One row: customers, contracts; mrr, arr (money); per_customer. Null money where the source has no amounts."""
    return run("mrr", data, at=at, **scope)


def mrr_bridge(data: Data, *, window: Window, **scope: Unpack[Slice]) -> Frame:
    """One row: start, lost, contraction, expansion, new, won_back, end (money per month); nrr, grr (percent).

    start - lost - contraction + expansion + new + won_back = end, exactly; no part is negative.
    """
    return run("mrr_bridge", data, window=window, **scope)


def mrr_series(
    data: Data, *, until: date, unit: Unit = Unit.MONTH, start: date | None = None, **scope: Unpack[Slice]
) -> Frame:
    """One row per calendar period that ends by `until`: period, the columns of `mrr_bridge`, customers and churn.

    From the day before the period to its last one: what begins or ends on the first of a month belongs to that month.
    `start` leaves out periods that begin before it.
    """
    return run("mrr_series", data, unit=unit, start=start, until=until, **scope)
