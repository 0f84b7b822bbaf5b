"""Custom fields as a company shapes them: defined with a type, renamed, put in order, retired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bleib.audit.api import record
from bleib.customers.models import CustomField, CustomValue

if TYPE_CHECKING:
    from bleib.accounts.models import User

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LONGEST_KEY = 40


def fields_with_counts() -> Sequence[CustomField]:
    """All fields in their order, retired ones last, each with `filled`: how many customers have a value."""
    counted = CustomField.objects.annotate(filled=Count("values"))
    return sorted(counted, key=lambda field: field.retired_at is not None)


@transaction.atomic
def add_field(*, label: str, kind: str, choices: Sequence[str] = (), by: User | None, now: datetime) -> CustomField:
    """A new field behind the others; imports and links know it by a key made of its label. Raises ValidationError."""
    last = CustomField.objects.aggregate(last=Max("position"))["last"] or 0
    field = CustomField(key=_key(label), label=label, kind=kind, choices=list(choices), position=last + 1)
    field.full_clean()
    field.save()
    record(actor=by, verb="added", subject=field, after={"kind": field.kind}, now=now)
    return field


@transaction.atomic
def change_field(field: CustomField, *, label: str, choices: Sequence[str], by: User | None, now: datetime) -> None:
    """Another label, other words to choose from; the key stays. Raises ValidationError, also for a word in use."""
    held = CustomField.objects.select_for_update().get(pk=field.pk)
    _keep_words_in_use(held, choices)
    before = {"label": held.label, "choices": held.choices}
    held.label, held.choices = label, list(choices)
    held.full_clean()
    changed = [name for name, old in before.items() if old != getattr(held, name)]
    if changed:
        held.save(update_fields=changed)
        told = {name: getattr(held, name) for name in changed}
        record(actor=by, verb="changed", subject=held, before=_only(before, changed), after=told, now=now)


@transaction.atomic
def move_field(field: CustomField, *, up: bool, by: User | None, now: datetime) -> None:
    """One place up or down among those in use; at the end of the list nothing happens."""
    order = list(CustomField.objects.current().select_for_update())
    place = order.index(field)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order, start=1):
        CustomField.objects.filter(pk=each.pk).update(position=position)
    before, after = {"position": place + 1}, {"position": other + 1}
    record(actor=by, verb="changed", subject=field, before=before, after=after, now=now)


def retire_field(field: CustomField, *, by: User | None, now: datetime) -> None:
    """Nobody is asked for it any more; its values stay."""
    _set_retired(field, now, by=by, now=now)


def reinstate_field(field: CustomField, *, by: User | None, now: datetime) -> None:
    """It is asked for again, with the values it had."""
    _set_retired(field, None, by=by, now=now)


@transaction.atomic
def _set_retired(field: CustomField, at: datetime | None, *, by: User | None, now: datetime) -> None:
    held = CustomField.objects.select_for_update().get(pk=field.pk)
    if (held.retired_at is None) == (at is None):
        return
    before, held.retired_at = held.retired_at, at
    held.save(update_fields=["retired_at"])
    record(
        actor=by, verb="changed", subject=held, before={"retired_at": before}, after={"retired_at": at}, now=now
    )  # fmt: skip


def _keep_words_in_use(field: CustomField, choices: Sequence[str]) -> None:
    gone = set(field.choices) - set(choices)
    used = CustomValue.objects.filter(field=field, text__in=gone).values_list("text", flat=True).distinct()
    if words := sorted(filter(None, used)):
        told = _("Customers have these words; give them others first: %(words)s.") % {"words": ", ".join(words)}
        raise ValidationError({"choices": told})


def _key(label: str) -> str:
    """A free key made of the label: letters, digits and dashes."""
    base = slugify(label.lower().translate(UMLAUTS))[: LONGEST_KEY - 4] or "field"
    taken = set(CustomField.objects.filter(key__startswith=base).values_list("key", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(each for each in numbered if each not in taken)


def _only(values: dict[str, object], names: Sequence[str]) -> dict[str, object]:
    return {name: values[name] for name in names}
