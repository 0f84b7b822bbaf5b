"""Erasing a person: the database in one transaction, then every store, whatever crashes in between.

requested     the database has forgotten; the log outside the database knows
stores done   lake, files and logs have forgotten; what came in meanwhile is looked for once more
done          deleted bytes are gone from the database's file, and nobody knows any more who it was
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from bleib.audit import api as audit
from bleib.kernel import crash
from bleib.privacy import erasure_log, people, scrubbing
from bleib.privacy.emptying import is_empty
from bleib.privacy.forgetting import forget
from bleib.privacy.models import Erasure
from bleib.privacy.people import Person
from bleib.privacy.stores import registered
from bleib.privacy.stores.audit_log import JOB, AuditLog
from bleib.worker.api import LeaseTaken, lease


def erase(kind: str, pk: int, *, actor: models.Model | None, now: datetime) -> Erasure:
    """Erase a person everywhere. Again, it changes nothing. Outside of transactions.

    Raises BleibError where there is nobody of that kind and number. If something fails halfway, the worker goes on.
    """
    erasure = request_erasure(kind, pk, actor=actor, now=now)
    complete_erasures(now=now)
    erasure.refresh_from_db()
    return erasure


def request_erasure(kind: str, pk: int, *, actor: models.Model | None, now: datetime) -> Erasure:
    """The part in the database, in one transaction; the worker does the rest. For pages, which must not wait.

    Returns the erasure that there is already where nothing is left of the person.
    """
    with transaction.atomic():
        known = Erasure.objects.of(kind, pk).order_by("-pk").first()
        if known is not None and (known.done_at is None or _is_gone(kind, pk)):
            return known
        return _forget(people.find(kind, pk), actor=actor, now=now)


def _is_gone(kind: str, pk: int) -> bool:
    """No row, or one that says nothing any more."""
    each = people.declared(kind)
    row = each.model._base_manager.filter(pk=pk).first()
    return row is None or is_empty(row, each.personal)


def _forget(person: Person, *, actor: models.Model | None, now: datetime) -> Erasure:
    gone = people.with_those_who_go_along(person)
    erasure = Erasure.objects.create(
        key=person.key, people=[people.snapshot(each) for each in gone], requested_at=now, requested_by_id=_pk(actor)
    )
    erasure.counts = forget(gone, erasure=erasure)
    AuditLog().erase(gone, now=now)
    erasure.save(update_fields=["counts"])
    audit.record(
        actor=actor, job=JOB, verb=audit.ERASED, subject=erasure, about=[(each.kind, each.pk) for each in gone], now=now
    )
    # Before the commit: if the machine dies now, the next restore erases somebody who asked for it anyway.
    erasure_log.append(gone, now=now)
    crash.point("erasure.logged")
    return erasure


def _pk(actor: models.Model | None) -> Any:
    return actor.pk if actor is not None else None


def complete_erasures(*, now: datetime) -> int:
    """The worker's job: bring every open erasure to its end; returns how many were done. One process at a time.

    Raises what a store raised, after the others had their turn: the worker tries again and shows it.
    """
    if not Erasure.objects.open().exists():
        return 0
    try:
        with lease(JOB, doing="Completing erasures", wait=0):
            return _complete(list(Erasure.objects.open()), now=now)
    except LeaseTaken:
        return 0


def _complete(erasures: Sequence[Erasure], *, now: datetime) -> int:
    failures = [failure for erasure in erasures for failure in _through_the_stores(erasure, now=now)]
    through = [erasure for erasure in erasures if erasure.stores_done_at]
    for erasure in through:
        _look_again(erasure)
    crash.point("erasure.swept")
    scrubbed = scrubbing.scrub({table for erasure in through for table in erasure.counts}) if through else False
    crash.point("erasure.scrubbed")
    for erasure in through if scrubbed else ():
        erasure.mark_done(now=now)
    if failures:
        raise ExceptionGroup("Stores that could not forget", failures)
    return len(through) if scrubbed else 0


def _through_the_stores(erasure: Erasure, *, now: datetime) -> Iterable[Exception]:
    """Ask every store that is not done; a failing one does not keep the others from forgetting."""
    failures = []
    for store in registered():
        if store.name in erasure.stores:
            continue
        try:
            store.erase(_people(erasure), now=now)
        except Exception as failure:  # noqa: BLE001 (raised when all had their turn)
            failures.append(failure)
            continue
        erasure.finish_store(store.name)
        crash.point(f"erasure.store.{store.name}")
    if not failures:
        erasure.mark_stores_done(now=now)
    return failures


def _look_again(erasure: Erasure) -> None:
    """Rows that came in while the stores were asked, e.g. from an import that was running. Then nobody knows whom."""
    with transaction.atomic():
        forget(_people(erasure), erasure=erasure)
        erasure.forget_people()


def replay_erasures(*, now: datetime) -> int:
    """After a restore: erase again everybody whom the log outside the database names; returns how many.

    Somebody who merely got the number of an erased person is left alone.
    """
    waiting = [person for kind, pk in erasure_log.logged() if (person := _still_there(kind, pk)) is not None]
    for person in waiting:
        request_erasure(person.kind, person.pk, actor=None, now=now)
    complete_erasures(now=now)
    return len(waiting)


def _still_there(kind: str, pk: int) -> Person | None:
    if _is_gone(kind, pk):
        return None
    person = people.find(kind, pk)
    return person if erasure_log.holds(person) else None


def _people(erasure: Erasure) -> list[Person]:
    return [Person(**each) for each in erasure.people]
