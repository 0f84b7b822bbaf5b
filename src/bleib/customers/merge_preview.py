"""What a merge would move, before anybody decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from bleib.customers.merging import merge_guards, moving_relations
from bleib.customers.models import Customer
from bleib.kernel.personal import Said


@dataclass(frozen=True)
class Moves:
    """Of one kind of rows: how many the other one has, and how many this one has already."""

    label: Said
    coming: int
    there: int


def preview_merge(kept: Customer, absorbed: Customer) -> list[Moves]:
    """What hangs on either, kind by kind; kinds of which the absorbed one has nothing are left out."""
    found = []
    for relation in moving_relations():
        rows, name = relation.related_model._base_manager, relation.field.name
        coming, there = (rows.filter(**{name: each}).count() for each in (absorbed, kept))
        if coming:
            found.append(Moves(relation.related_model._meta.verbose_name_plural, coming, there))
    return found


def objections(kept: Customer, absorbed: Customer) -> Sequence[str]:
    """Sentences of those who would refuse the merge."""
    with transaction.atomic():  # some look at rows that they lock
        return [reason for guard in merge_guards if (reason := guard(kept, absorbed))]
