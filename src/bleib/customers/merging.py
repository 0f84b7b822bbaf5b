"""Two records of one customer become one, and two again.

Facts keep the number they came with; the history counts them under the other one (an alias). What hangs on the record
moves over and comes back: every model that says `moves_on_merge`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from bleib.audit.api import record
from bleib.customers.models import Customer, Merge, Suggestion
from bleib.history.api import add_alias, remove_alias
from bleib.kernel.errors import BleibError

if TYPE_CHECKING:
    from bleib.accounts.models import User

# A guard says why two customers had better stay two, or None. Rooms above add theirs in AppConfig.ready().
Guard = Callable[[Customer, Customer], "str | None"]
merge_guards: list[Guard] = []


class MergeRefused(BleibError):
    """A guard objects; who merges all the same says so with `despite`. `reasons` are sentences."""

    def __init__(self, kept: Customer, absorbed: Customer, reasons: Sequence[str]) -> None:
        super().__init__(
            f"{absorbed.number} was not merged into {kept.number}: {' '.join(reasons)} "
            "Merge them all the same only if you accept this."
        )
        self.reasons = list(reasons)


def merge(
    kept: Customer, absorbed: Customer, *, now: datetime, actor: User | None = None, despite: bool = False
) -> Merge:
    """From now on `absorbed` counts as `kept`. Raises MergeRefused, or BleibError where one is merged already."""
    with transaction.atomic():
        # No key of theirs changes: whoever is about to commit rows that lead to them need not wait for this one's end,
        # while this one waits for theirs.
        pair = Customer.objects.select_for_update(no_key=True).in_bulk([kept.pk, absorbed.pk])
        kept, absorbed = pair[kept.pk], pair[absorbed.pk]
        for each in (kept, absorbed):
            if each.merged_into is not None:
                raise BleibError(f"{each.number} is merged into {each.merged_into.number} already.")
        if kept == absorbed:
            raise BleibError(f"{kept.number} cannot be merged with itself.")
        reasons = [reason for guard in merge_guards if (reason := guard(kept, absorbed))]
        if reasons and not despite:
            raise MergeRefused(kept, absorbed, reasons)
        moved = {relation.related_model._meta.label: _move(relation, kept, absorbed) for relation in moving_relations()}
        merged = Merge.objects.create(
            kept=kept, absorbed=absorbed, merged_at=now, merged_by=actor, despite=reasons,
            moved={label: rows for label, rows in moved.items() if rows},
        )  # fmt: skip
        Customer.objects.filter(pk=absorbed.pk).update(merged_into=kept)
        Suggestion.objects.filter(models.Q(first=absorbed) | models.Q(second=absorbed), refused_at=None).delete()
        add_alias(absorbed.number, kept.number, now=now)
        record(
            actor=actor, verb="customers.merged", subject=absorbed, after={"despite": reasons} if reasons else {},
            about=[("customer", kept.pk)], into=kept.number, now=now,
        )  # fmt: skip
    return merged


def unmerge(absorbed: Customer, *, now: datetime, actor: User | None = None) -> Merge:
    """The two are two again; what moved over comes back unless it went on elsewhere. Raises BleibError."""
    with transaction.atomic():
        merged = Merge.objects.select_for_update().filter(absorbed=absorbed, undone_at=None).first()
        if merged is None:
            raise BleibError(f"{absorbed.number} is not merged into another customer.")
        for relation in moving_relations():
            rows = merged.moved.get(relation.related_model._meta.label, [])
            name = relation.field.name
            _rows(relation).filter(pk__in=rows, **{name: merged.kept_id}).update(**{name: absorbed.pk})
        merged.undone_at = now
        merged.save()
        Customer.objects.filter(pk=absorbed.pk).update(merged_into=None)
        remove_alias(absorbed.number, now=now)
        record(
            actor=actor, verb="customers.unmerged", subject=absorbed, about=[("customer", merged.kept_id)],
            into=merged.kept.number, now=now,
        )  # fmt: skip
    return merged


def moving_relations() -> Iterator[Any]:
    """Relations of the models that move with their customer, also of rooms above."""
    for relation in Customer._meta.related_objects:
        if getattr(relation.related_model, "moves_on_merge", False):
            yield relation


def _rows(relation: Any) -> models.QuerySet[Any]:
    manager: models.QuerySet[Any] = relation.related_model._base_manager.all()
    return manager


def _move(relation: Any, kept: Customer, absorbed: Customer) -> list[int]:
    """Rows that moved. One that would be there twice, such as a contact with the same address, stays behind."""
    name = relation.field.name
    rows = _rows(relation).filter(**{name: absorbed})
    for constraint in relation.related_model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields:
            others = [field for field in constraint.fields if field != name]
            here = {field: models.OuterRef(field) for field in others}
            twin = _rows(relation).filter(**{name: kept}, **here)
            if constraint.condition is not None:
                twin = twin.filter(constraint.condition)
                rows = rows.exclude(models.Exists(twin) & constraint.condition)
            else:
                rows = rows.exclude(models.Exists(twin))
    moved = list(rows.values_list("pk", flat=True))
    _rows(relation).filter(pk__in=moved).update(**{name: kept})
    return moved
