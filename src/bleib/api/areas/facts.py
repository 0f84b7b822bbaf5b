"""Facts: what happened to a customer, and writing down what did."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from ninja import Query, Router

from bleib.accounts.api import Scope
from bleib.api.cursors import no_cursor
from bleib.api.finding import Which, customer_at
from bleib.api.operations import operation
from bleib.api.said.facts import FactsSaid, TimelineFilter, new_fact
from bleib.api.shapes import Page
from bleib.api.shown.facts import EntryOut, FactTypesOut, RecordedOut, entry_shown, fact_type_shown
from bleib.history.fact_types import TYPES
from bleib.history.recording import record

router = Router()


@operation(router, "GET", "fact-types", scope=Scope.READ_FACTS, answer=FactTypesOut)
def list_fact_types() -> FactTypesOut:
    """The registry: every type of fact, what its columns mean, and what else it may say."""
    return FactTypesOut(data=[fact_type_shown(each) for each in TYPES.values()])


@operation(router, "GET", "customers/{which}/facts", scope=Scope.READ_FACTS, answer=Page[EntryOut], also=[404])
def list_facts(which: Which, asked: Query[TimelineFilter]) -> Page[EntryOut]:
    """What happened to a customer, the newest first.

    An order is one entry with its lines, and so are the usage and the visits of a day.
    """
    from bleib.history.api import timeline  # loads the engine, which the rest does without

    number = customer_at(which).number
    try:
        read = timeline(number, wanted=asked.wanted, before=asked.before, limit=asked.limit)
    except (ValueError, OverflowError) as error:
        raise no_cursor() from error
    return Page(data=[entry_shown(each) for each in read.entries], next=asked.next(read))


@operation(router, "POST", "facts", scope=Scope.WRITE_FACTS, answer=RecordedOut, status=201)
def record_facts(said: FactsSaid) -> RecordedOut:
    """Write down up to 500 facts, all or none.

    A fact is known by its source, type and key: said again it counts once, as it was said last. Facts of a number
    that nobody has make a customer of that number. What Bleib concludes by itself (`concluded`) cannot be written.
    """
    facts = [new_fact(each, place) for place, each in enumerate(said.facts)]
    with transaction.atomic():
        record(facts, now=timezone.now())
    return RecordedOut(recorded=len(facts), ids=[fact.id.hex() for fact in facts])
