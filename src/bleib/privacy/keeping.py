"""Letting go what was kept long enough, and hiding what only a law keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import ProtectedError, Q, QuerySet, RestrictedError

from bleib.audit import api as audit
from bleib.kernel.personal import Erase, Retention
from bleib.privacy.declarations import Declared, personal_models
from bleib.privacy.emptying import empty_values
from bleib.privacy.models import Restriction
from bleib.privacy.stores import registered

BATCH = 5_000
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class LetGo:
    """What became of a table's rows, or a store's things, whose time was over. `held`: other rows still need them."""

    label: str
    action: Erase
    count: int
    held: int = 0


def shown(queryset: QuerySet[Row]) -> QuerySet[Row]:
    """Without rows that only a law keeps: nobody may look at them (Art. 18 GDPR)."""
    label = queryset.model._meta.label_lower
    return queryset.exclude(pk__in=Restriction.objects.filter(model=label).values("row"))


def apply_retention(*, now: datetime, dry_run: bool = False) -> list[LetGo]:
    """Delete or empty everything whose time is over, in batches; returns what it did, or with `dry_run` would do.

    A row that others still need stays and is counted as held; it is asked again the next time.
    """
    tables = [_table(each, now=now, dry_run=dry_run) for each in personal_models() if _has_a_time(each)]
    stores = [LetGo(str(store.label), store.ends, store.let_go(now=now, dry_run=dry_run)) for store in registered()]
    done = [each for each in (*tables, *stores) if each.count or each.held]
    if done and not dry_run:
        with transaction.atomic():
            told = {each.label: each.count for each in done}
            audit.record(actor=None, job="retention", verb="retention.applied", subject="", after=told, now=now)
    return done


def _has_a_time(each: Declared) -> bool:
    return each.personal.retention is not None and not each.personal.store


def _table(each: Declared, *, now: datetime, dry_run: bool) -> LetGo:
    over, action = _over(each, now), end(each)
    if dry_run:
        return LetGo(each.name, action, over.count())
    done = [_let_go(each, action, pks) for pks in _batches(over)]
    return LetGo(each.name, action, sum(number for number, _ in done), held=sum(held for _, held in done))


def end(each: Declared) -> Erase:
    """What happens to a row whose time is over: it goes, unless it stays as part of the statistics."""
    erase = each.personal.erase
    ways = {erase} if isinstance(erase, Erase) else set(erase.values())
    return Erase.BLANK if Erase.BLANK in ways and not ways & {Erase.DELETE, Erase.KEEP} else Erase.DELETE


def _over(each: Declared, now: datetime) -> QuerySet[Any]:
    """Rows whose time is over, without those that are empty already."""
    retention = each.personal.retention or Retention()
    day_after = retention.latest_start(now.date()) + timedelta(days=1)
    limit = datetime.combine(day_after, time(), UTC) if _is_instant(each.model, retention.after) else day_after
    over = each.model._base_manager.filter(**{f"{retention.after}__lt": limit})
    return over if end(each) is Erase.DELETE else over.exclude(_is_empty(each))


def _is_instant(model: Any, path: str) -> bool:
    """Whether a lookup ends at an instant rather than a day."""
    field = None
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model
    return isinstance(field, models.DateTimeField)


def _is_empty(each: Declared) -> Q:
    plain = {name: value for name, value in empty_values(each.model, each.personal).items() if _is_plain(value)}
    return Q(*(Q(**{f"{name}__isnull": True} if value is None else {name: value}) for name, value in plain.items()))


def _is_plain(value: Any) -> bool:
    return not hasattr(value, "resolve_expression")


def _batches(over: QuerySet[Any]) -> Iterator[list[Any]]:
    last = None
    while True:
        rest = over if last is None else over.filter(pk__gt=last)
        pks = list(rest.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not pks:
            return
        yield pks
        last = pks[-1]


def _let_go(each: Declared, action: Erase, pks: list[Any]) -> tuple[int, int]:
    """How many rows of a batch are done, and how many are held by others."""
    try:
        with transaction.atomic():
            return _end(each, action, pks), 0
    except (ProtectedError, RestrictedError):
        if len(pks) == 1:
            return 0, 1
        halves = (pks[: len(pks) // 2], pks[len(pks) // 2 :])
        (some, held), (others, also_held) = (_let_go(each, action, half) for half in halves)
        return some + others, held + also_held


def _end(each: Declared, action: Erase, pks: list[Any]) -> int:
    found = each.model._base_manager.filter(pk__in=pks)
    if action is Erase.BLANK:
        return found.update(**empty_values(each.model, each.personal))
    Restriction.objects.filter(model=each.label, row__in=pks).delete()
    found.delete()
    return len(pks)
