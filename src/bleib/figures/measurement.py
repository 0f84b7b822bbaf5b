"""The worker's side: answers to questions, measured over one opening of the history and kept.

`measure` answers what somebody waits for; `measure_again` what the history has moved on from; `measure_daily`
everything, because owners and tags of customers change without the history.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, QuerySet, When

from bleib import __version__, metrics
from bleib.customers.grouping import product_groups
from bleib.figures.belonging import Belonging, belonging, forget
from bleib.figures.erased import newest_erasure
from bleib.figures.measurement_extras import extras
from bleib.figures.models import Measurement
from bleib.figures.question import Question, standard
from bleib.figures.slices import condition, give_segments, give_slices
from bleib.history.api import Change, append_pending
from bleib.history.book import Book
from bleib.history.models import Import, Setting
from bleib.history.models.change import ChangeKind
from bleib.history.vanished import Vanished, told
from bleib.kernel.errors import BleibError
from bleib.report import Report, compose, store_report
from bleib.report.compose import windows_of
from bleib.report.stored import stored
from bleib.worker.api import Job, checkpoint, enqueue, status
from bleib.worker.failure import sentence

KEPT_FOR = timedelta(days=14)  # after somebody looked at it last
# Each is measured again after every change: whoever asks for more makes others be forgotten, not the worker busy.
KEPT_AT_MOST = 50
# After a change the worker measures at most for a tenth of the time, however often the history changes.
REST = 9
SOON, LATEST = timedelta(seconds=2), timedelta(hours=1)
FORMAT = 5


def made_from() -> str:
    """The state of the history and of what it is measured by, in one word; cheap enough to ask on every page."""
    told = Change.objects.exclude(kind=ChangeKind.PENDING, from_day=None)  # what Bleib concluded is in no figure
    newest = told.order_by("-pk").values_list("pk", flat=True).first()
    counted = [Setting.read("non_goods", []), Setting.read("currency"), str(settings.TIME_ZONE), _definitions()]
    return f"{newest or 0}-{sha256(json.dumps(counted).encode()).hexdigest()[:16]}"


@cache
def _definitions() -> str:
    texts = "".join(each.text for each in metrics.DEFINITIONS.values())
    return sha256(f"{__version__} {FORMAT} {texts}".encode()).hexdigest()


def kept(question: Question, *, now: datetime) -> Measurement:
    """The row of a question, made where nobody has asked it yet."""
    row, is_new = Measurement.objects.get_or_create(
        key=question.key, defaults={"question": question.to_json(), "asked_at": now, "used_at": now}
    )
    if is_new:
        asked = Measurement.objects.exclude(key=standard().key).exclude(pk=row.pk).order_by("-used_at", "-pk")
        Measurement.objects.filter(pk__in=list(asked.values_list("pk", flat=True)[KEPT_AT_MOST - 1 :])).delete()
    return row


def ask(*, now: datetime) -> Job:
    """Have the worker measure what somebody waits for."""
    return enqueue(task="measure", key="measure", now=now)


def measure_soon(*, now: datetime) -> Job:
    """Have the worker bring everything up to date."""
    return enqueue(task="measure-again", key="measure-again", now=now)


def measure_on_change(change: Change, *, now: datetime) -> None:
    """A listener: have everything measured again, soon. Where somebody was erased, the old answers go at once."""
    if change.kind == ChangeKind.ERASURE:
        forget_answers()
    enqueue(task="measure-again", key="measure-again", due=now + _pause(now), now=now)


def forget_answers() -> None:
    """All answers, and whom they count. Whoever is counting now drops what was read before (`erased`)."""
    Measurement.objects.update(answers=None, made_from="")
    forget()


def measure(*, now: datetime) -> int:
    """A task: questions that somebody waits for an answer to. Returns how many were measured."""
    waiting = Measurement.objects.filter(answers=None).order_by("asked_at")
    return _measure(lambda stamp: waiting.exclude(made_from=stamp), now=now)


def measure_again(*, now: datetime) -> int:
    """A task: what the history has moved on from, the standard question first."""
    kept(standard(), now=now)
    return _measure(lambda stamp: _standard_first().exclude(made_from=stamp), now=now)


def measure_daily(*, now: datetime) -> int:
    """A task: forget what nobody looked at for days, and measure the rest anew."""
    Measurement.objects.filter(used_at__lt=now - KEPT_FOR).exclude(key=standard().key).delete()
    kept(standard(), now=now)
    forget(but=set(Measurement.objects.values_list("key", flat=True)))
    return _measure(lambda _stamp: _standard_first().exclude(measured_at=now), now=now)


def _standard_first() -> QuerySet[Measurement]:
    return Measurement.objects.order_by(Case(When(key=standard().key, then=0), default=1), "-used_at")


def _measure(wanted: Callable[[str], QuerySet[Measurement]], *, now: datetime) -> int:
    """One opening of the history for all of them; what is asked meanwhile is answered from it, too."""
    if not Import.objects.done().exists():
        return 0
    append_pending(now=now)
    stamp, done = made_from(), 0
    if not wanted(stamp).exists():
        return 0
    erasure = newest_erasure()
    with _book(now) as book, belonging(now=now, erasure=erasure) as segments:
        slices = give_slices(book.engine)
        finding = partial(answers_to, book=book, slices=slices, segments=segments, now=now)
        while newest_erasure() == erasure and (row := wanted(stamp).first()) is not None:
            checkpoint()
            done += _answer(row, finding, erasure=erasure, stamp=stamp, now=now)
    return done


@contextmanager
def _book(now: datetime) -> Iterator[Book]:
    from bleib.history import installation  # pages ask for answers, too, and never for the engine

    home, groups = Path(settings.HOME), product_groups()
    zone = settings.TIME_ZONE
    with installation.open_book(home, time_zone=zone, now=now, groups=groups, journeys=True) as book:
        yield book


def _answer(
    row: Measurement, find: Callable[[Question], dict[str, Any]], *, erasure: int, stamp: str, now: datetime
) -> bool:
    """What cannot be answered says why, and is not tried again until the history moves on. False where somebody was
    erased meanwhile, since `erasure`: nothing is kept then."""
    values: dict[str, Any] = {"made_from": stamp, "measured_at": now, "answers": None, "failure": ""}
    try:
        with told():
            values["answers"] = pack(find(Question.from_json(row.question)))
    except Vanished:
        if newest_erasure() == erasure:
            raise  # the next try reads the files that came instead
        return False
    except BleibError as error:
        values["failure"] = str(error)
    except Exception as error:  # noqa: BLE001 - one question must not keep the others from being answered
        values["failure"] = sentence(error)
    with transaction.atomic():
        list(Measurement.objects.select_for_update().filter(pk=row.pk).values_list("pk"))  # who forgets waits here
        if newest_erasure() != erasure:
            return False
        Measurement.objects.filter(pk=row.pk).update(**values)
        return True


def answers_to(
    question: Question, book: Book, *, slices: Sequence[str], segments: Belonging, now: datetime
) -> dict[str, Any]:
    """Everything that is kept of a question, ready for `pack`. `slices`: those that the engine was given.

    Segments are sliced by who belonged to them when the second window began (`sliced_on`); of `untold` ones that day
    tells nothing.
    """
    windows = windows_of(book, question.plan)
    found = segments.on(windows.next.start)
    given = give_segments(book.engine, found, others=slices)
    if question.slice_by == "segment":
        segments.keep(question.key, question.slice_value, found)
    where = condition(question)
    report = compose(book, windows=windows, now=now, where=where)
    more = extras(report, book.engine, slices=given, where=where)
    more |= {"sliced_on": windows.next.start, "untold": found.untold}
    return {"report": store_report(nameless(report)), "extras": stored(more)}


def nameless(report: Report) -> Report:
    """Without what customers are called: names are state, and may be erased."""
    answers = {
        slug: tuple(row | {"name": None} if "name" in row else row for row in rows)  # type: ignore[operator]
        for slug, rows in report.answers.items()
    }
    return replace(report, answers=answers)


def pack(answers: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(answers, ensure_ascii=False, allow_nan=False).encode())


def unpack(kept_bytes: bytes | memoryview) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(bytes(kept_bytes)))
    return found


def _pause(now: datetime) -> timedelta:
    """How long after a change to wait: a multiple of what the last time took."""
    took = {task.task: task.last_seconds for task in status((), now=now).tasks}
    return min(max(SOON, timedelta(seconds=REST * (took.get("measure-again") or 0.0))), LATEST)
