"""How much a token may ask: so many requests a minute, with some at once.

Counted in a small file of the installation's folder, which all servers share and a restart leaves as it is: four
calls of the system, where a row of the database would be a write for each read, behind whoever imports.
"""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path

from django.conf import settings

PER_MINUTE = 600
AT_ONCE = 100
FILE = "api-limits"
SLOTS = 65_536  # of 16 bytes; two tokens of one slot take turns, and begin anew each time
SLOT = struct.Struct("<qd")  # the token, and the instant at which its burst would be paid back


class Limit:
    """The generic cell rate algorithm: per key one number. Seconds are those of the clock that all servers share."""

    def __init__(self, per_minute: int = PER_MINUTE, at_once: int = AT_ONCE) -> None:
        self.step = 60 / per_minute
        self.slack = self.step * at_once
        self._lock = threading.Lock()
        self._open: tuple[Path, int] | None = None

    def wait(self, key: int, *, now: float) -> float:
        """Count a request of `key` at `now` (seconds since 1970); 0.0, or after how long one is allowed."""
        place = key % SLOTS * SLOT.size
        with self._held() as file:
            known, paid = SLOT.unpack(os.pread(file, SLOT.size, place).ljust(SLOT.size, b"\0"))
            # Not later than it can be: a clock that was set back must not shut a token out.
            paid = min(max(paid, now), now + self.slack) if known == key else now
            late: float = paid + self.step - now - self.slack
            os.pwrite(file, SLOT.pack(key, paid if late > 0 else paid + self.step), place)
        return max(late, 0.0)

    def forget(self) -> None:
        """As if nobody had asked yet."""
        with self._held() as file:
            os.ftruncate(file, 0)

    @contextmanager
    def _held(self) -> Iterator[int]:
        """The file, while nobody else has it: no thread of this process, and no other process."""
        with self._lock:
            file = self._opened()
            flock(file, LOCK_EX)
            try:
                yield file
            finally:
                flock(file, LOCK_UN)

    def _opened(self) -> int:
        path = Path(settings.HOME) / FILE
        if self._open is None or self._open[0] != path:
            if self._open is not None:
                os.close(self._open[1])
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open = path, os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._open[1]


LIMIT = Limit()
