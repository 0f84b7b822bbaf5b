"""How much a token may ask: so many requests a minute, with some at once. Counted in this process, the only server."""

from __future__ import annotations

import threading
from collections import OrderedDict

PER_MINUTE = 600
AT_ONCE = 100
REMEMBERED = 10_000


class Limit:
    """The generic cell rate algorithm: per key one number, the instant at which its burst would be paid back."""

    def __init__(self, per_minute: int = PER_MINUTE, at_once: int = AT_ONCE) -> None:
        self.step = 60 / per_minute
        self.slack = self.step * at_once
        self._paid: OrderedDict[int, float] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: int, *, now: float) -> float:
        """Count a request of `key` at `now` (seconds of any steady clock); 0.0, or after how long one is allowed."""
        with self._lock:
            paid = max(self._paid.pop(key, now), now)
            late = paid + self.step - now - self.slack
            self._paid[key] = paid if late > 0 else paid + self.step
            if len(self._paid) > REMEMBERED:
                self._paid.popitem(last=False)
        return max(late, 0.0)

    def forget(self) -> None:
        """As if nobody had asked yet."""
        with self._lock:
            self._paid.clear()


LIMIT = Limit()
