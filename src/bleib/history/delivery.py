"""From the feed to those who act on it: each handler once per fact, each listener at least once per change.

Distributing a change writes its jobs in the transaction that marks it. A handler's effect and the rows that say "acted
on" are one transaction, so that a crash leaves both or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from bleib.history.feed import BRING_FACTS, Fact, facts_of
from bleib.history.models import Change, Delivery
from bleib.history.wiring import Handler, Listener, Wiring
from bleib.kernel.crash import point
from bleib.worker.api import Job, Stopping, checkpoint, enqueue

TRIES = 5
MARGIN = timedelta(days=1)  # clocks differ
CHANGES_AT_ONCE = 200
MOST_FAILURES = 20  # of one job; then the handler is at fault


class Overtaken(Exception):
    """Another worker acts on one of these facts at this moment, because of another change that names it."""


# No fact's fault: the whole batch is tried again later.
PASSING = (Overtaken, Stopping, OperationalError, InterfaceError)


def distribute(wiring: Wiring, *, now: datetime) -> int:
    """Write the jobs that new changes ask for; returns how many changes there were."""
    new = Change.objects.fresh().values_list("pk", flat=True)[:CHANGES_AT_ONCE]
    return sum(_distribute(pk, wiring, now=now) for pk in list(new))


def _distribute(pk: int, wiring: Wiring, *, now: datetime) -> bool:
    with transaction.atomic():
        change = Change.objects.select_for_update().filter(pk=pk, distributed_at=None).first()
        if change is None:
            return False
        last: Job | None = None
        for listener in _listening(wiring, change):
            job = _tell_later(change, listener, after=last if listener.first else None, now=now)
            last = job if listener.first else last
        for handler in wiring.handlers if change.kind in BRING_FACTS else ():
            enqueue(
                task="deliver",
                arguments={"change": pk, "handler": handler},
                key=f"change:{pk}:handler:{handler}",
                after=last,
                now=now,
            )
        point("feed.enqueued")
        change.mark_distributed(now=now)
    point("feed.distributed")
    return True


def _listening(wiring: Wiring, change: Change) -> Sequence[Listener]:
    """Those who hear of a change, the first ones first; nobody of one that brings nothing new."""
    return sorted(wiring.listeners.values(), key=lambda listener: not listener.first) if change.is_news else ()


def _tell_later(change: Change, listener: Listener, *, after: Job | None, now: datetime) -> Job:
    key = f"listener:{listener.name}" if listener.sums_up else f"change:{change.pk}:listener:{listener.name}"
    arguments = {"change": change.pk, "listener": listener.name}
    return enqueue(task="tell", arguments=arguments, key=key, after=after, now=now)


def tell(wiring: Wiring, *, change: int, listener: str, now: datetime) -> None:
    """The job of a listener. One that is in the wiring no more is told nothing."""
    if listener in wiring.listeners:
        wiring.listeners[listener].run(Change.objects.get(pk=change), now=now)


def deliver(wiring: Wiring, *, change: int, handler: str, now: datetime) -> int:
    """The job of a handler: act on the change's fresh facts. Returns how many it acted on for the first time.

    A fact on which the handler fails does not keep the others waiting; afterwards the first failure is raised, and the
    job comes again for what is left.
    """
    if handler not in wiring.handlers:
        return 0
    acting, acted = wiring.handlers[handler], 0
    failures: list[Exception] = []
    facts = facts_of(
        Change.objects.get(pk=change), types=acting.wanted(wiring.types[handler]), since=now - acting.fresh
    )
    for batch in facts:
        checkpoint()
        acted += _act_on_most(acting, batch, failures=failures, now=now)
    if failures:
        raise failures[0]
    return acted


def _act_on_most(handler: Handler, facts: Sequence[Fact], *, failures: list[Exception], now: datetime) -> int:
    """All at once; where that fails one by one, so that only those wait on which it fails."""
    try:
        return act_once(handler, facts, now=now)
    except PASSING:
        raise
    except Exception as failure:  # noqa: BLE001 (raised when all had their turn)
        if len(facts) == 1:
            failures.append(failure)
            return 0
    acted = 0
    for fact in facts:
        checkpoint()
        acted += _act_on_most(handler, [fact], failures=failures, now=now)
        if len(failures) > MOST_FAILURES:  # it is not the facts
            raise failures[0]
    return acted


def act_once(handler: Handler, facts: Sequence[Fact], *, now: datetime) -> int:
    """Let `handler` act on those of these facts that it has not acted on. Returns how many."""
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return _act(handler, facts, now=now)
        except Overtaken:  # what the other one did is visible now
            continue
    raise Overtaken


def _act(handler: Handler, facts: Sequence[Fact], *, now: datetime) -> int:
    new = _not_acted_on(handler, facts)
    if not new:
        return 0
    rows = [Delivery(handler=handler.name, fact_id=fact.id, occurred_at=fact.occurred_at) for fact in new]
    try:
        Delivery.objects.bulk_create(rows)  # first, so that a rival waits here and not after its effect
    except IntegrityError as conflict:
        raise Overtaken from conflict
    point("delivery.noted")
    handler.act(new, now=now)
    point("delivery.acted")
    return len(new)


def _not_acted_on(handler: Handler, facts: Sequence[Fact]) -> list[Fact]:
    by_id = {fact.id: fact for fact in facts}
    known = Delivery.objects.filter(handler=handler.name, fact_id__in=list(by_id)).values_list("fact_id", flat=True)
    for fact_id in known:
        by_id.pop(bytes(fact_id), None)
    return list(by_id.values())


def forget_deliveries(wiring: Wiring, *, now: datetime) -> int:
    """Delete what was noted about facts that are too old for their handler. Returns how many rows."""
    return sum(
        Delivery.forget(handler.name, before=now - handler.fresh - MARGIN) for handler in wiring.handlers.values()
    )
