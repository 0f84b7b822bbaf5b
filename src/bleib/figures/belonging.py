"""Segments as slices: who belonged to them on the day on which a question's second window began.

Whoever is sorted by what came later proves what was put in: all of today's "won back" stayed. Whom an answer about one
segment counted is kept in a file beside it, for the lists behind its figures.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.utils import timezone

from bleib.customers.grouping import counted_by, product_groups
from bleib.figures.erased import ErasedMeanwhile, newest_erasure
from bleib.history.api import Change
from bleib.history.models.change import ChangeKind
from bleib.history.past import Past
from bleib.history.past_home import past_of_home
from bleib.kernel.errors import UsageError
from bleib.segments.api import Belonged, belonged, stored_definition

FOLDER = "slices"
DAYS, UNTOLD = "belonged-", b"untold"
SLICE = pa.schema([("customer", pa.string()), ("value", pa.string())])


class Belonging:
    """The past is opened with the first day that is asked for. A day is looked at once, until something but new facts
    changes what is known of it: an import, a merge, an undo, another condition, or the next day."""

    def __init__(self, stack: ExitStack, *, now: datetime, erasure: int) -> None:
        self._stack, self._now, self._erasure = stack, now, erasure
        self._past: Past | None = None
        self._made_from = _made_from(now)

    def on(self, day: date) -> Belonged:
        """Who belonged to which segment when the day began. ErasedMeanwhile where that must not be kept any more."""
        path = _path(f"{DAYS}{day}-{self._made_from}")
        try:
            table = pq.read_table(path)
        except FileNotFoundError:
            table = self._look_up(day, path)
        untold = json.loads((table.schema.metadata or {}).get(UNTOLD, b"[]"))
        return Belonged(table.replace_schema_metadata(None), tuple(untold))

    def _look_up(self, day: date, path: Path) -> pa.Table:
        """Keep what is known of a day now, instead of what was known before; whoever reads that has read it whole."""
        found = belonged(self._opened(), day)
        table = found.members.replace_schema_metadata({UNTOLD: json.dumps(found.untold)})
        _write(path, table, erasure=self._erasure)
        for other in path.parent.glob(f"{DAYS}{day}-*"):
            if other != path:
                other.unlink(missing_ok=True)
        return table

    def keep(self, key: str, segment: str, found: Belonged) -> None:
        """Remember whom the answer to the question of this key counts. Whole, or not at all, as with `on`."""
        table = as_slice(found)
        _write(_path(key), table.filter(pc.equal(table["value"], segment)), erasure=self._erasure)

    def _opened(self) -> Past:
        if self._past is None:
            past = past_of_home(Path(settings.HOME), now=self._now, groups=product_groups())
            self._past = self._stack.enter_context(past)
        return self._past


@contextmanager
def belonging(*, now: datetime, erasure: int) -> Iterator[Belonging]:
    """For the questions of one run of measuring, which began when `erasure` was the newest one."""
    with ExitStack() as stack:
        yield Belonging(stack, now=now, erasure=erasure)


def as_slice(found: Belonged) -> pa.Table:
    """customer, value."""
    return found.members.rename_columns(SLICE.names).cast(SLICE)


def is_kept(key: str) -> bool:
    """Whether it is remembered whom the answer to the question of this key counts."""
    return _path(key).exists()


def kept(key: str) -> pa.Table:
    """customer, value: whom the answer counts. UsageError where it was not measured yet, or its members are erased."""
    try:
        return pq.read_table(_path(key), schema=SLICE)
    except FileNotFoundError:
        raise UsageError("Who belonged to the segment is being looked up again. Try again in a minute.") from None


def forget(*, but: Collection[str] = ()) -> None:
    """All that is remembered, but for the questions of these keys; also what was half written when somebody died."""
    for pattern in ("*.draft", "*.parquet"):  # in this order: a draft that got away has its name by then
        for path in _path("").parent.glob(pattern):
            if path.stem not in but:
                path.unlink(missing_ok=True)


def _made_from(now: datetime) -> str:
    """What who belonged on an earlier day follows from, in one word. Facts that come one by one were not known then."""
    told = Change.objects.exclude(kind=ChangeKind.PENDING).order_by("-pk").values_list("pk", flat=True).first()
    today, segments = timezone.localtime(now).date().isoformat(), stored_definition().digest
    said = [today, str(told), segments, counted_by(groups=True)]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def _write(path: Path, table: pa.Table, *, erasure: int) -> None:
    """An erasure from here on finds the draft, or the file. ErasedMeanwhile where one came before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    pq.write_table(table, draft)
    if newest_erasure() != erasure:
        draft.unlink(missing_ok=True)
        raise ErasedMeanwhile("Somebody was erased meanwhile. It is counted again.")
    draft.rename(path)


def _path(key: str) -> Path:
    return Path(settings.HOME) / FOLDER / f"{key}.parquet"
