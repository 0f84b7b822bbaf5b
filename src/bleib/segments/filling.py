"""Filling segments: everybody, whom a change touched, and whose day has come. All segments in one pass."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bleib.customers.grouping import counted_by
from bleib.customers.importing.load import load_rows, run
from bleib.customers.models import Customer
from bleib.forecast.features import GROUPS
from bleib.history.api import Change, touched
from bleib.kernel.scratch import scratch_folder
from bleib.outlook.api import newest_run
from bleib.rules.conditions import Rule
from bleib.rules.own_groups import OWN_GROUPS
from bleib.rules.vocabulary import OUTLOOK
from bleib.segments import comparing, keeping
from bleib.segments.asking import RANK, opened, sources_of
from bleib.segments.models import Due, FilledBy, Segment, SegmentsVersion
from bleib.segments.references import inlined
from bleib.segments.stored import stored_definition
from bleib.segments.understanding import parsed
from bleib.worker.api import lease

SOME = 20  # where one customer in so many is touched, ranks among all are others
MANY = 50_000  # who is touched together with so many is found sooner by reading everything


@dataclass(frozen=True)
class Wanted:
    """The segments of a pass: rows by key, and the rules of those in force, which ask for no segment any more.

    `counted`: by what purchases are counted when the pass begins; `forecast`: the newest run then, if one is asked for.
    """

    rows: Mapping[str, Segment]
    rules: Mapping[str, Rule]
    counted: str
    forecast: int | None

    def only(self, keys: Collection[str]) -> Wanted:
        rows = {key: row for key, row in self.rows.items() if key in keys}
        return replace(self, rows=rows, rules={key: rule for key, rule in self.rules.items() if key in keys})

    @property
    def stale(self) -> list[str]:
        """Keys of those that were filled by something else than they say now, or are switched off and not empty."""
        return [key for key, row in self.rows.items() if row.made_by != self.made_by(key)]

    def made_by(self, key: str) -> str:
        """What its members depend on besides facts, records and the day; "" for one that is switched off."""
        rule = self.rules.get(key)
        return "" if rule is None else _digest(rule, self)


def fill_changed(*changes: Change, now: datetime) -> int:
    """A listener: look at whom a change (or several) touched; returns how many entered or left a segment."""
    seen = touched(*changes)
    if seen.num_rows > MANY:
        return fill(None, now=now)
    if seen.num_rows and _ranks_anew(seen.num_rows):
        return fill(None, now=now, is_news=True)
    return fill({*seen["customer"].to_pylist(), *marked()[:MANY]}, now=now)


def marked() -> QuerySet[Due, str]:
    """Numbers of customers who are to be looked at at once, such as those whose light is another one."""
    return Due.objects.filter(due_on=comparing.AT_ONCE).values_list("customer__number", flat=True)


def fill_everybody(*, now: datetime) -> int:
    """Fill the segments whose rules, features or forecast are others than before, in one pass over everybody."""
    return fill(None, now=now, only=wanted().stale)


def is_everybody_due(_now: datetime) -> bool:
    """Whether there is such a segment."""
    return bool(wanted().stale)


def fill_due(*, now: datetime) -> int:
    """By day: those who may enter or leave because a day has passed. A rank is one among all: then everybody."""
    today = timezone.localtime(now).date()
    due = Due.objects.filter(due_on__lte=today)
    if RANK in sources_of(wanted().rules.values()) or due.count() > MANY:
        return fill(None, now=now)
    return fill(list(due.values_list("customer__number", flat=True)), now=now)


def fill(
    numbers: Collection[str] | None, *, now: datetime, only: Sequence[str] | None = None, is_news: bool | None = None
) -> int:
    """Look at the customers of these numbers (None: everybody); returns how many entered or left a segment.

    Numbers as they count now. `only`: keys of segments, where everybody is looked at; None: all. `is_news`: there are
    facts also about customers that were never looked at before; if not said, unless it is everybody. One process at a
    time: others wait, and then find it done.
    """
    if (numbers is not None and not numbers) or only == []:
        return 0
    with lease("segments", doing="Filling segments"), scratch_folder() as scratch:
        definition, pass_ = stored_definition(), wanted()
        SegmentsVersion.keep(definition.digest, definition.to_json(), now=now)
        asked = pass_ if only is None else pass_.only(only)
        try:
            _compare(numbers, asked, now=now, is_whole=asked.rules.keys() == pass_.rules.keys(), scratch=Path(scratch))
            count = keeping.keep(is_news=numbers is not None if is_news is None else is_news, now=now)
        finally:
            for table in ("moves", "dues", "undue", "asked", "subjects"):
                run(f"drop table if exists {table}")
        if numbers is None:
            _note(asked, now=now)
    return count


def _ranks_anew(touched_now: int) -> bool:
    """Whether so many were touched that ranks among all are others, and a segment asks for them."""
    if RANK not in sources_of(wanted().rules.values()):
        return False
    most = touched_now * SOME
    return Customer.objects.current().order_by()[: most + 1].count() <= most


def wanted() -> Wanted:
    """All segments. What asks for something that is gone - a field of the company's own - is left as it stands."""
    rules = inlined(parsed(stored_definition()))
    rows = {row.key: row for row in Segment.objects.all() if row.key in rules}
    active = {key: rules[key] for key, row in rows.items() if row.is_active}
    sources = sources_of(active.values())
    newest = newest_run() if OUTLOOK in sources else None
    return Wanted(rows, active, counted_by(groups="breadth" in sources), newest.pk if newest else None)


def _compare(numbers: Collection[str] | None, asked: Wanted, *, now: datetime, is_whole: bool, scratch: Path) -> None:
    """Temp tables of the database: `moves`, `dues`, `undue`, which say what has to be written."""
    load_rows(((number,) for number in numbers or ()), name="asked", columns={"number": "text"})
    with opened(numbers, now=now, keeps=True) as asking:
        comparing.compare(asking, asked, is_whole=is_whole)
        keeping.load(asking.engine.connection, scratch=scratch)


def _note(asked: Wanted, *, now: datetime) -> None:
    """By what each segment was filled. One that was edited meanwhile says something else, and is filled again."""
    for key, row in asked.rows.items():
        with transaction.atomic():  # one that was removed meanwhile has nothing to be noted of
            if Segment.objects.filter(pk=row.pk).update(made_by=asked.made_by(key)):
                FilledBy.note(row, said(asked.rules.get(key)), now=now)
    Segment.objects.filter(pk__in=[asked.rows[key].pk for key in asked.rules], filled_at=None).update(filled_at=now)


def said(rule: Rule | None) -> str:
    """A digest of the condition alone; "" for a segment that is switched off."""
    text = "" if rule is None else json.dumps([rule.to_json(), rule.subject], sort_keys=True)
    return text and hashlib.sha256(text.encode()).hexdigest()


def _digest(rule: Rule, wanted: Wanted) -> str:
    sources = sources_of([rule])
    groups = [group.text for name, group in sorted({**GROUPS, **OWN_GROUPS}.items()) if name in sources]
    forecast = wanted.forecast if OUTLOOK in sources else None
    made_of = [rule.to_json(), rule.subject, groups, forecast, wanted.counted]
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
