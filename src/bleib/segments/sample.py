"""A sample of the customers with their history, kept open for a while: it is asked again and again while one types.

Opening it reads the whole history once; a condition over it is then a matter of a tenth of a second. It is personal
data in memory: it goes after a while, whether somebody asks again or not, and after an erasure nobody is shown it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import RLock, Timer

from django.conf import settings

from bleib.customers.importing.load import one
from bleib.customers.sampling import ALIVE, sampled
from bleib.history.models import Change
from bleib.history.models.change import ChangeKind
from bleib.segments.asking import ROWS, Asking, opened
from bleib.segments.models import Subject

SIZE = 20_000  # a share of 10 % is then known to within half a percentage point
AS_GOOD_AS_NEW = 600  # seconds
CONTACTS = f"select count(*) from {ROWS[Subject.CONTACT].source} where {ALIVE}"


@dataclass(frozen=True)
class Sample:
    """`customers` of the `of` that there are, chosen by chance; the same ones for the same base.

    `contacts`: how many all customers have, of whom conditions about contacts ask.
    """

    asking: Asking
    customers: int
    of: int
    contacts: int


class KeptSample:
    """The sample of this process: whoever asks it has it alone."""

    def __init__(self) -> None:
        self._alone = RLock()
        self._stack = ExitStack()
        self._sample: Sample | None = None
        self._made_from: tuple[object, ...] = ()

    @contextmanager
    def held(self, *, now: datetime) -> Iterator[Sample]:
        """As it was opened, or opened anew."""
        with self._alone:
            made_from = origin()
            if self._sample is None or self._made_from != made_from:
                self.close()
                self._sample, self._made_from = self._opened(now), made_from
            yield self._sample

    def interrupt(self) -> None:
        """Stop what is asked of it just now; any thread may."""
        if (sample := self._sample) is not None:
            sample.asking.engine.connection.interrupt()

    def close(self) -> None:
        """Nothing is kept any more; any thread may, and waits until nobody asks it."""
        with self._alone:
            self._sample = None
            self._stack.close()

    def _opened(self, now: datetime) -> Sample:
        numbers, everybody = sampled(SIZE)
        asking = self._stack.enter_context(opened(numbers, now=now, drawn=True))
        end = Timer(AS_GOOD_AS_NEW, self.close)
        end.daemon = True
        end.start()
        self._stack.callback(end.cancel)
        return Sample(asking, len(numbers), everybody, one(CONTACTS))


def origin() -> tuple[str, int | None]:
    """The installation and its last erasure: what was read before another one is shown to nobody."""
    erasures = Change.objects.filter(kind=ChangeKind.ERASURE).order_by("-pk")
    return str(settings.HOME), erasures.values_list("pk", flat=True).first()
