"""Whether a rate moved, or only chance did."""

from __future__ import annotations

from enum import StrEnum
from math import sqrt
from typing import Any

from bleib.kernel.intervals import wilson
from bleib.report.compose import Row

Rate = tuple[int, int]  # successes, trials


class Trend(StrEnum):
    """UP and DOWN only outside the noise; SAME inside it."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


def newcombe(now: Rate, before: Rate) -> tuple[float, float] | None:
    """95 % interval of the difference of two rates (now - before), as fractions; None where one has no trials.

    From the two Wilson intervals, for independent samples. Most customers are in both periods, so the true interval is
    rather narrower: an arrow comes too late before it comes too early.
    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    ours, theirs = wilson(*now), wilson(*before)
    if ours is None or theirs is None:
        return None
    p, q = now[0] / now[1], before[0] / before[1]
    down = sqrt((p - ours[0]) ** 2 + (theirs[1] - q) ** 2)
    up = sqrt((ours[1] - p) ** 2 + (q - theirs[0]) ** 2)
    return p - q - down, p - q + up


def trend(now: Row, before: Row) -> Trend | None:
    """Of two rows of a retention metric (`kept` of `customers_start`); None where one of them counted nobody."""
    interval = newcombe(_rate(now), _rate(before))
    if interval is None:
        return None
    low, high = interval
    return Trend.UP if low > 0 else Trend.DOWN if high < 0 else Trend.SAME


def _rate(row: Row) -> Rate:
    kept: Any = row["kept"] or 0
    return int(kept), int(row["customers_start"] or 0)
