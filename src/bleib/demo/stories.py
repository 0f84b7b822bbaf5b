"""The stories planted in the demo company, so that a report has something true to find."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Story(StrEnum):
    """What happens to a customer during the three years."""

    KEY_ACCOUNT = "key_account"  # orders every week, few in number, a large share of revenue
    STEADY = "steady"  # keeps its rhythm to the end
    OCCASIONAL = "occasional"  # two or three orders a year
    ONE_TIME = "one_time"  # one order, never again
    STOPPED = "stopped"  # a regular that fell silent
    SLOWING = "slowing"  # a regular whose gaps grow from order to order
    WON_BACK = "won_back"  # a regular that paused for most of a year and returned
    LOST_REGION = "lost_region"  # left after the region's sales rep had gone


@dataclass(frozen=True)
class Habit:
    """How customers of one story buy: usual days between orders, positions per order, size of a position."""

    customers: int
    gap_days: float
    positions: float
    volume: float


HABITS = {
    Story.KEY_ACCOUNT: Habit(customers=24, gap_days=8, positions=4.0, volume=3.5),
    Story.STEADY: Habit(customers=640, gap_days=75, positions=2.2, volume=1.0),
    Story.OCCASIONAL: Habit(customers=500, gap_days=170, positions=2.0, volume=0.8),
    Story.ONE_TIME: Habit(customers=520, gap_days=0, positions=1.8, volume=0.7),
    Story.STOPPED: Habit(customers=150, gap_days=34, positions=2.2, volume=1.4),
    Story.SLOWING: Habit(customers=50, gap_days=22, positions=2.2, volume=1.4),
    Story.WON_BACK: Habit(customers=56, gap_days=45, positions=2.2, volume=1.0),
    Story.LOST_REGION: Habit(customers=60, gap_days=40, positions=2.2, volume=1.2),
}

REGULARS_THAT_LEFT = frozenset({Story.STOPPED, Story.LOST_REGION})
