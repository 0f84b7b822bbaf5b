"""Judging: everybody, whom a change touched, and whose day has come."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bleib.audit.api import record
from bleib.customers.attributes import attributes
from bleib.customers.grouping import counted_by, product_groups
from bleib.customers.importing.load import load, load_rows, run
from bleib.forecast.features import GROUPS
from bleib.history.api import Change, touched
from bleib.history.engine import DuckDBEngine
from bleib.history.models import Setting
from bleib.history.past_home import past_of_home
from bleib.kernel.scratch import scratch_folder
from bleib.lights import keeping, verdicts
from bleib.lights.definition import Definition
from bleib.lights.models import Light, Override, RulesVersion
from bleib.lights.replaying import Replay, awaits_record, is_first
from bleib.lights.stored import stored_definition, write
from bleib.lights.understanding import default_definition
from bleib.lights.vocabulary import vocabulary
from bleib.outlook.api import as_arrow, newest_run
from bleib.worker.api import lease

# Told which customers (primary keys; None: everybody) have another light, after the transaction.
Then = Callable[[Sequence[int] | None], object]
MANY = 50_000  # who is touched together with so many is found sooner by reading everything
TOLD = 10_000  # of more it is quicker to say "everybody"
MADE_BY = "lights made by"
JUDGED = {
    "number": "text", "place": "bigint", "colour": "text", "since": "date", "due_on": "date", "trend": "text",
    "digest": "bigint",
}  # fmt: skip
FOUND = {
    "number": "text", "place": "bigint", "rule": "text", "turn": "bigint", "rank": "bigint", "colour": "text",
    "since": "date", "evidence": "text",
}  # fmt: skip


def judge_changed(*changes: Change, now: datetime, then: Then | None = None) -> int:
    """A listener: judge whom a change (or several) touched; returns how many lights are others than before."""
    seen = touched(*changes)
    return judge(None if seen.num_rows > MANY else seen["customer"].to_pylist(), now=now, then=then)


def judge_everybody(*, now: datetime, then: Then | None = None) -> int:
    """Judge the whole base in one pass, and note by what; returns how many lights are others than before.

    With the first forecast the weeks before are looked at as well: not everybody has turned today.
    """
    made_by, replay = made_from(), Replay(now=now) if is_first(now=now) else None
    if replay is not None:
        replay.look()
    count = judge(None, now=now, then=then, first=replay is not None)
    if replay is not None:
        replay.write()
    Setting.write(MADE_BY, made_by)
    return count


def is_everybody_due(now: datetime) -> bool:
    """Whether rules, features or the forecast are others than those by which everybody was judged last."""
    return bool(Setting.read(MADE_BY, None) != made_from()) and not awaits_record(now=now)


def judge_due(*, now: datetime, then: Then | None = None) -> int:
    """By day: those whose light may be another one because a day has passed, or an override has run out."""
    today = timezone.localtime(now).date()
    ended = end_overrides(today, now=now)
    due = Light.objects.filter(due_on__lte=today).values_list("customer__number", flat=True)
    numbers = sorted({*due, *ended})
    return judge(None if len(numbers) > MANY else numbers, now=now, then=then)


def judge(numbers: Collection[str] | None, *, now: datetime, then: Then | None = None, first: bool = False) -> int:
    """Judge the customers of these numbers (None: everybody); returns how many lights are others than before.

    Numbers as they count now. One process at a time: others wait, and then find it done. `then` hears of whose light
    is another one. `first`: lights so far were provisional, and nobody has turned.
    """
    if numbers is not None and not numbers:
        return 0
    with lease("lights", doing="Judging customers"), scratch_folder() as scratch:
        ensure_rules(now=now)
        definition = stored_definition()
        RulesVersion.keep(definition.digest, definition.to_json(), now=now)
        judging = keeping.Judging(now, definition.digest, first=first)
        try:
            _judge(numbers, definition, judging, scratch=Path(scratch))
            batches = [*keeping.keep(judging), *keeping.drop_gone(judging)]
            if numbers is None:
                RulesVersion.objects.get(pk=definition.digest).judged_everybody()
        finally:
            for table in ("judged", "found", "gone", "asked", "subjects"):
                run(f"drop table if exists {table}")
    changed = [pk for batch in batches for pk in batch]
    if then is not None and changed:
        then(changed if len(changed) <= TOLD else None)
    return len(changed)


def ensure_rules(*, now: datetime) -> None:
    """An installation without any rules gets those that everybody starts with."""
    if not stored_definition().sets and not RulesVersion.objects.exists():
        write(default_definition(vocabulary()), by=None, now=now)


def made_from() -> str:
    """What lights depend on besides facts and the day: rules, definitions of features, by what purchases are counted,
    and the newest forecast."""
    definition, newest = stored_definition(), newest_run()
    features = "".join(group.text for group in GROUPS.values())
    said = json.dumps(definition.to_json())
    counted = counted_by(groups=any(f'"{each.name}"' in said for each in GROUPS["breadth"].features))
    text = f"{definition.digest} {features} {counted} {newest.pk if newest else ''}"
    return hashlib.sha256(text.encode()).hexdigest()


def end_overrides(today: date, *, now: datetime) -> list[str]:
    """Note that overrides have run out; returns the numbers of their customers, who are judged by the rules again."""
    ended = []
    for each in Override.objects.run_out(today).select_related("customer").order_by("pk"):
        with transaction.atomic():
            if Override.objects.filter(pk=each.pk, lifted_at=None).update(lifted_at=now):
                record(actor=None, job="lights", verb="light.ran_out", subject=each.customer, now=now)
                ended.append(each.customer.number)
    return ended


def _judge(numbers: Collection[str] | None, definition: Definition, judging: keeping.Judging, *, scratch: Path) -> None:
    """Temp tables of the database: `judged` (one row per customer who is judged otherwise than before), `found` (their
    reasons), and `gone` (who has a light and is not judged any more)."""
    asked = verdicts.Questions.of(definition, vocabulary())
    with _judged(numbers, asked, as_of=judging.today, now=judging.now) as engine:
        source = engine.connection
        source.execute(
            f"create temp table judged as select customer as number, place, colour, "
            f"coalesce(since, date '{judging.today}') as since, due_on, trend, digest from verdicts "
            "where colour is not null"
        )
        source.execute(f"create temp table found as select customer as number, * from ({verdicts.found_sql(asked)})")
        source.execute(f"create temp table gone as select customer as number from ({verdicts.GONE})")
        load(source, "judged", name="judged", columns=JUDGED, scratch=scratch)
        load(source, "found", name="found", columns=FOUND, scratch=scratch)
        load(source, "gone", name="gone", columns={"number": "text"}, scratch=scratch)
    for table, column in (("judged", "number"), ("judged", "place"), ("found", "place"), ("found", "number")):
        run(f"create index {table}_{column} on {table} ({column})")


@contextmanager
def _judged(
    numbers: Collection[str] | None, asked: verdicts.Questions, *, as_of: date, now: datetime
) -> Iterator[DuckDBEngine]:
    """An engine with everything about these customers, and `verdicts` on those who are judged otherwise than before."""
    load_rows(((number,) for number in numbers or ()), name="asked", columns={"number": "text"})
    state, kept = attributes(asked.fields, numbers=numbers), keeping.kept(everybody=numbers is None)
    wanted = None if numbers is None else state.select(["customer"])
    with past_of_home(settings.HOME, now=now, customers=wanted, groups=product_groups()) as past:
        engine = past.at(as_of + timedelta(days=1))  # known by the end of the day: all that is known now
        verdicts.judge(engine, asked, as_of=as_of, attributes=state, outlook=as_arrow(numbers), kept=kept)
        yield engine
