"""Lights and rules over a whole base in the installation of BLEIB_HOME: `python -m bench.lights_work WHAT` prints what
it cost.

`python -m bench.lights_work make CUSTOMERS` puts customers and their history in first; both are made up.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bench.installations import NOW, TODAY, everybody_in
from bench.mixed_rules import fifty
from bench.past_work import SUMS
from bench.telling import tell

CHANGED = "10000123"


def scan() -> int:
    """A bare look at the stored activity: its sums per customer."""
    from bleib.history.drilling import open_tables

    with open_tables(_home(), reads=()) as engine:
        return int(engine.run(SUMS).num_rows)


def first() -> int:
    """All lights for the first time: every one is written, and told as a fact."""
    from bleib.lights.api import judge_everybody

    return judge_everybody(now=NOW)


def everybody() -> int:
    """All lights again, by rules of which one is another one now: somebody turned, most did not."""
    from bleib.lights.api import judge_everybody
    from bleib.lights.models import LightRule

    rule = LightRule.objects.get(key="detractor")
    rule.condition = {"all": [{"field": "nps_last", "at_most": 3}, {"field": "nps_last_on", "within_days": 170}]}
    rule.save()
    return judge_everybody(now=NOW + timedelta(minutes=1))


def again() -> int:
    """All lights once more: nothing has changed."""
    from bleib.lights.api import judge_everybody

    return judge_everybody(now=NOW + timedelta(minutes=2))


def rules() -> int:
    """Fifty mixed rules for everybody, with since when each holds and when that may change."""
    from bleib.customers.attributes import attributes
    from bleib.history.past_home import past_of_home
    from bleib.lights.api import vocabulary
    from bleib.rules import evaluate, parse

    words = vocabulary()
    parsed = {f"r{number}": parse(each, words) for number, each in enumerate(fifty())}
    state = attributes({name for rule in parsed.values() for name in rule.fields})
    with past_of_home(_home(), now=NOW) as past:
        engine = past.at(TODAY + timedelta(days=1))
        engine.give("attributes", state)
        return int(evaluate(parsed, engine, as_of=TODAY).num_rows)


def changed() -> int:
    """One customer orders and opens a case: from the facts in the database to the light, as the worker does it, which
    has done it before."""
    from django.db import transaction

    from bleib.history.api import Change, NewFact, append_pending, record
    from bleib.lights.api import judge_changed

    now = _later()
    fact = NewFact("case_opened", CHANGED, now, key=now.isoformat(), ref=now.isoformat(), props={"severity": "urgent"})
    order = NewFact("order", CHANGED, now, key=now.isoformat(), ref=now.isoformat(), amount=Decimal(9), quantity=1)
    with transaction.atomic():
        record([fact, order], now=now)
    append_pending(now=now)
    return sum(judge_changed(change, now=now) for change in Change.objects.order_by("recorded_at").reverse()[:1])


def make() -> int:
    """Customers, and twenty facts of each, as they lie after a night: compact, activity and summaries stored."""
    from bench import mixed_facts

    everybody_in(int(sys.argv[2]))
    mixed_facts.fill(_home(), int(sys.argv[2]))
    from bleib.history.past_home import past_of_home
    from bleib.history.upkeep import compact_history

    compact_history(now=NOW)
    with past_of_home(_home(), now=NOW) as past:
        past.at(TODAY + timedelta(days=1))
    return scan()


WORK: dict[str, Callable[[], int]] = {
    "make": make,
    "scan": scan,
    "first": first,
    "everybody": everybody,
    "again": again,
    "rules": rules,
    "changed": changed,
}


# Done before the clock runs: whoever works all day has loaded what it needs.
BEFORE: dict[str, Callable[[], int]] = {"changed": changed}


def _later() -> datetime:
    """An instant that nothing has been told of yet."""
    return NOW + timedelta(minutes=3, microseconds=time.time_ns() // 1000 % 1_000_000)


def _home() -> Path:
    return Path(os.environ["BLEIB_HOME"])


if __name__ == "__main__":
    tell(WORK, before=BEFORE)
