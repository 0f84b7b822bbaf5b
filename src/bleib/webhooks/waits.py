"""When a message that could not be delivered is tried again."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

# After the first failure, the second, ...; all in all 71 hours and twelve tries. The receiver's guide names them.
WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)
JITTER = 0.2  # messages that failed together do not come back together


def next_try(tries: int, now: datetime) -> datetime | None:
    """The instant of the try after `tries` failures; None where it was the last."""
    if tries > len(WAITS):
        return None
    return now + WAITS[tries - 1] * random.uniform(1 - JITTER, 1 + JITTER)
