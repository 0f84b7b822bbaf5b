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
    SILENT_GIANT = "silent_giant"  # the largest customer of all, quiet for ten weeks
    HELD_BY_CONTRACT = "held_by_contract"  # orders nothing any more, is unhappy, and cannot leave before next year
    GROWING = "growing"  # orders more often from month to month
    SAME_COMPANY = "same_company"  # one company under two numbers: the second begins where the first ends
    DETRACTOR = "detractor"  # orders as ever, but would not recommend the company, and waits for an answer


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
    # Only named customers (cast.py) live these.
    Story.SILENT_GIANT: Habit(customers=0, gap_days=6, positions=4.5, volume=6.0),
    Story.HELD_BY_CONTRACT: Habit(customers=0, gap_days=30, positions=2.2, volume=1.6),
    Story.GROWING: Habit(customers=0, gap_days=60, positions=2.6, volume=1.6),
    Story.SAME_COMPANY: Habit(customers=0, gap_days=24, positions=2.2, volume=1.2),
    Story.DETRACTOR: Habit(customers=0, gap_days=21, positions=2.2, volume=1.4),
}

REGULARS_THAT_LEFT = frozenset({Story.STOPPED, Story.LOST_REGION})
