"""Recency, frequency, monetary: scores, segments and the migration between them."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from bleib.history.tables import Frame
from bleib.metrics.faces import Slice
from bleib.metrics.runner import Data, run

SEGMENTS = (
    "champions",
    "loyal",
    "potential_loyal",
    "new",
    "promising",
    "need_attention",
    "about_to_sleep",
    "at_risk",
    "cannot_lose",
    "hibernating",
    "lost",
)


def rfm(data: Data, *, at: date, days: int | None = None, **scope: Unpack[Slice]) -> Frame:
    """A row per customer: customer, recency_days, frequency, monetary, r, f, m, segment (one of SEGMENTS).

    Customers with a purchase before `at`, and within `days` days of it. Scores are 1 to 5, equal for equal values;
    m is null without amounts.
    """
    return run("rfm", data, at=at, days=days, **scope)


def rfm_segments(data: Data, *, at: date, days: int | None = None, **scope: Unpack[Slice]) -> Frame:
    """A row per segment that occurs: segment, customers, revenue (money), share of customers (percent)."""
    return run("rfm_segments", data, at=at, days=days, **scope)


def rfm_migration(data: Data, *, at: date, next_at: date, **scope: Unpack[Slice]) -> Frame:
    """A row per move: segment (null = no customer yet at `at`), next_segment, customers."""
    return run("rfm_migration", data, at=at, next_at=next_at, **scope)
