"""The history as a forecast sees it, and the day it looks ahead from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from bleib.customers.grouping import product_groups
from bleib.customers.sampling import sampled

if TYPE_CHECKING:
    from bleib.history.past import Past

HORIZON = 90
A_DAY = timedelta(days=1)
# Without a newer fact for so long, the history has ended: looked at from today, everybody would have left.
STALE = timedelta(days=14)
# With six days of each this is a hundred and fifty thousand examples: more move no chance by more than its noise.
LEARNED = 25_000


@contextmanager
def opened(*, now: datetime, customers: pa.Table | None = None) -> Iterator[Past]:
    """The past of this installation; of these customers (column `customer`) only, or of everybody."""
    from bleib.history.past_home import past_of_home

    with past_of_home(Path(settings.HOME), now=now, customers=customers, groups=product_groups()) as past:
        yield past


def drawn() -> pa.Table | None:
    """About LEARNED customers (column `customer`), drawn by chance; None where there are not twice as many."""
    some, everybody = sampled(LEARNED)
    return pa.table({"customer": pa.array(some, pa.string())}) if everybody >= 2 * LEARNED else None


@contextmanager
def learnable(*, now: datetime) -> Iterator[Past | None]:
    """The past of those `drawn` to be learned from; None where everybody is."""
    some = drawn()
    if some is None:
        yield None
    else:
        with opened(now=now, customers=some) as past:
            yield past


def last_day(past: Past, *, now: datetime) -> date:
    """The last day that counts: today, or the history's last one where it ended weeks ago."""
    today = timezone.localtime(now).date()
    last = past.last_day
    return last if last is not None and last < today - STALE else today
