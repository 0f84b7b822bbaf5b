"""A sample of the customers with their history, kept open for a while: it is asked again and again while one types.

Opening it reads the whole history once; a condition over it is then a matter of a tenth of a second.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from bleib.customers.importing.load import one
from bleib.customers.importing.unload import unload
from bleib.segments.asking import Asking, opened

SIZE = 20_000  # a share of 10 % is then known to within half a percentage point
AS_GOOD_AS_NEW = 600  # seconds
# Numbers far apart: neighbours came together, and are alike. The remainders of a prime are in no step with anything.
PRIME, STEP = 1_000_003, 7_919
ALIVE = "c.merged_into_id is null and c.number not like 'erased-%%'"


@dataclass(frozen=True)
class Sample:
    """`customers` of the `of` that there are, chosen by chance; the same ones for the same base."""

    asking: Asking
    customers: int
    of: int


class KeptSample:
    """The sample of this process; to be used by one thread at a time."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._sample: Sample | None = None
        self._home, self._until = Path(), 0.0

    def get(self, *, now: datetime) -> Sample:
        """As it was opened, or opened anew."""
        home = Path(settings.HOME)
        if self._sample is None or self._home != home or time.monotonic() > self._until:
            self.close()
            self._sample = self._opened(now)
            self._home, self._until = home, time.monotonic() + AS_GOOD_AS_NEW
        return self._sample

    def interrupt(self) -> None:
        """Stop what is asked of it just now; any thread may."""
        if self._sample is not None:
            self._sample.asking.engine.connection.interrupt()

    def close(self) -> None:
        self._sample = None
        self._stack.close()

    def _opened(self, now: datetime) -> Sample:
        numbers, everybody = chosen()
        return Sample(self._stack.enter_context(opened(numbers, now=now)), len(numbers), everybody)


def chosen(size: int = SIZE) -> tuple[list[str], int]:
    """Numbers of about `size` customers, and how many customers there are."""
    everybody = one(f"select count(*) from customers_customer c where {ALIVE}")
    limit = min(PRIME, -(-PRIME * size // max(everybody, 1)))
    rows = f"customers_customer c where {ALIVE} and (c.id %% {PRIME}) * {STEP} %% {PRIME} < {limit}"
    return [number for [block] in unload({"number": "c.number"}, rows, by="c.id") for number in block], everybody
