"""The pages' side: what was measured, or word that it is being measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from bleib.customers.models import Customer
from bleib.figures.belonging import is_kept
from bleib.figures.measurement import ask, kept, made_from, measure_soon, unpack
from bleib.figures.models import Measurement
from bleib.figures.question import Question
from bleib.history.models import Import
from bleib.report import Report, restore_report
from bleib.report.compose import Row
from bleib.report.stored import restored

# Nobody needs to know to the minute when a question was looked at last, and a page that only reads is quick.
NOTED_EVERY = timedelta(hours=1)
NAMED = 100  # customers of a list that a report shows


@dataclass(frozen=True)
class Answer:
    """`report` is None while it is being measured, where that failed (`failure` says why), and where nothing was
    imported yet (`empty`). `stale`: the history has moved on, and the worker will measure again.

    `compared`: slice to the metric `compared_by` for each of its values (columns of `metrics.compared`), `regulars`:
    the same of regulars only; `breadth`: rows of `breadth_mean`; `dropped`: kind, feature, customers who stayed but
    chose it no more; `journey` and `paths`: rows of `journey_map` and `journey_paths`, of those it is about;
    `sliced_on`: segments count those who belonged to them when that day began; of `untold` ones it tells nothing.
    """

    question: Question
    report: Report | None = None
    measured_at: datetime | None = None
    stale: bool = False
    empty: bool = False
    failure: str = ""
    compared_by: str = "retention"
    compared: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    regulars: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    breadth: tuple[Row, ...] = ()
    dropped: tuple[Row, ...] = ()
    journey: tuple[Row, ...] = ()
    paths: tuple[Row, ...] = ()
    sliced_on: date | None = None
    untold: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def is_awaited(self) -> bool:
        """Whether it is worth asking again in a moment."""
        return self.report is None and not self.empty and not self.failure


def answer(question: Question, *, now: datetime) -> Answer:
    """What was measured of `question`. What is missing is asked of the worker; nothing is measured here."""
    if not Import.objects.done().exists():
        return Answer(question, empty=True)
    row = kept(question, now=now)
    if row.answers is not None and question.slice_by == "segment" and not is_kept(question.key):
        row.made_from = ""  # whom it counts is in no backup: it is measured again
        Measurement.objects.filter(pk=row.pk).update(made_from="")  # if nobody else's question has displaced it
    if row.used_at < now - NOTED_EVERY:
        Measurement.objects.filter(pk=row.pk).update(used_at=now)
    return _read(question, row, now=now)


def asked(key: str) -> Question | None:
    """The question of that key, if anybody has asked it lately."""
    row = Measurement.objects.filter(key=key).only("question").first()
    return None if row is None else Question.from_json(row.question)


def _read(question: Question, row: Measurement, *, now: datetime) -> Answer:
    current = row.made_from == made_from()
    if row.answers is None:
        if current:
            return Answer(question, measured_at=row.measured_at, failure=row.failure)
        ask(now=now)
        return Answer(question)
    if not current:
        measure_soon(now=now)
    try:
        found = unpack(row.answers)
        report, more = named(restore_report(found["report"])), restored(found.get("extras", {}))
    except (KeyError, TypeError):  # an older Bleib measured it
        return Answer(question)
    return Answer(
        question,
        report=report,
        measured_at=row.measured_at,
        stale=not current,
        compared_by=more.get("metric", "retention"),
        compared=more.get("compared", {}),
        regulars=more.get("regulars", {}),
        breadth=more.get("breadth", ()),
        dropped=more.get("dropped", ()),
        journey=more.get("journey", ()),
        paths=more.get("paths", ()),
        sliced_on=more.get("sliced_on"),
        untold=tuple(more.get("untold", ())),
    )


def named(report: Report) -> Report:
    """With what customers are called now, in the first rows of each list."""
    lists = {slug: rows for slug, rows in report.answers.items() if rows and {"customer", "name"} <= rows[0].keys()}
    numbers = {row["customer"] for rows in lists.values() for row in rows[:NAMED]}
    known = names_of(numbers)
    filled = {slug: tuple(_named(row, known) for row in rows) for slug, rows in lists.items()}
    return replace(report, answers={**report.answers, **filled})


def names_of(numbers: Iterable[str]) -> dict[str, str]:
    """Number to name of those that have one."""
    found = Customer.objects.filter(number__in=[each for each in numbers if each]).exclude(name="")
    return dict(found.values_list("number", "name"))


def _named(row: Row, known: dict[str, str]) -> dict[str, Any]:
    return {**row, "name": known.get(row["customer"])}
