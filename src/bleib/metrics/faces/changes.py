"""What changed from one date to another, and with whom."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from bleib.history.tables import Frame
from bleib.metrics.faces import Slice
from bleib.metrics.runner import Data, run


def customer_changes(data: Data, *, at: date, next_at: date, days: int = 365, **scope: Unpack[Slice]) -> Frame:
    """A row per customer at `at` or at `next_at` (a purchase in the `days` days before): customer, name, kind (new,
    won_back, lost, kept), last_on; before, after, change (money of these days; null where amounts are unknown).
    """
    return run("customer_changes", data, at=at, next_at=next_at, days=days, **scope)


def change_sums(data: Data, *, at: date, next_at: date, days: int = 365, **scope: Unpack[Slice]) -> Frame:
    """A row per kind of change that occurred: kind, customers, before, after (money)."""
    return run("change_sums", data, at=at, next_at=next_at, days=days, **scope)


def newly_overdue(data: Data, *, at: date, next_at: date, ratio: float = 2.0, **scope: Unpack[Slice]) -> Frame:
    """The columns of `overdue` for those who are overdue at `next_at` and were not at `at`."""
    return run("newly_overdue", data, at=at, next_at=next_at, ratio=ratio, **scope)


def contract_ends(data: Data, *, at: date, days: int = 90, **scope: Unpack[Slice]) -> Frame:
    """A row per contract that runs at `at` and ends within `days` days: customer, name, contract, product, end_on
    (first day without it), notice_on, amount (money per month).
    """
    return run("contract_ends", data, at=at, days=days, **scope)
