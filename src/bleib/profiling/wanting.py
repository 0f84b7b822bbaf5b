"""What is wanted, in which order, and of how many it is still unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from bleib.audit.api import record
from bleib.customers.models import Contact, Customer, CustomValue
from bleib.history.erased import PSEUDONYM
from bleib.profiling.askable import Askable, askable
from bleib.profiling.models import Subject, WantedField

if TYPE_CHECKING:
    from bleib.accounts.models import User

ALL = "*"  # among the counts: everybody who can be asked


@dataclass(frozen=True)
class Standing:
    """A wanted field with its label, and of how many of all it is unknown. `field` None: it was retired."""

    wanted: WantedField
    field: Askable | None
    lacking: int
    all: int


def wanted_fields() -> Sequence[tuple[Subject, Sequence[Standing]]]:
    """By whom they are about, in the order in which they are asked; those that rest come last."""
    return [(subject, _standings(subject)) for subject in Subject]


def wantable() -> Mapping[Subject, Sequence[Askable]]:
    """What could be wanted besides."""
    taken = set(WantedField.objects.values_list("subject", "name"))
    return {
        subject: [each for each in askable(subject) if (subject.value, each.name) not in taken] for subject in Subject
    }


@transaction.atomic
def want(subject: str, name: str, *, question_de: str, question_en: str, by: User | None, now: datetime) -> WantedField:
    """One more question, behind the others. Raises ValidationError, also for a field that cannot be asked for."""
    if name not in (each.name for each in askable(subject)):
        raise ValidationError({"name": _("There is no such field.")})
    last = WantedField.objects.filter(subject=subject).aggregate(last=Max("position"))["last"] or 0
    wanted = WantedField(
        subject=subject, name=name, question_de=question_de, question_en=question_en, position=last + 1
    )
    wanted.full_clean()
    wanted.save()
    record(actor=by, verb="added", subject=wanted, after={"subject": subject, "name": name}, now=now)
    return wanted


def reword(wanted: WantedField, *, question_de: str, question_en: str, by: User | None, now: datetime) -> None:
    """Ask for the same in other words. Raises ValidationError."""
    _change(wanted, {"question_de": question_de, "question_en": question_en}, by=by, now=now)


def rest(wanted: WantedField, *, by: User | None, now: datetime) -> None:
    """Nobody is asked for it any more; what was answered stays."""
    _change(wanted, {"active": False}, by=by, now=now)


def ask_again(wanted: WantedField, *, by: User | None, now: datetime) -> None:
    """It is asked for again."""
    _change(wanted, {"active": True}, by=by, now=now)


@transaction.atomic
def move(wanted: WantedField, *, up: bool, by: User | None, now: datetime) -> None:
    """One place up or down among those that are asked; at the end nothing happens."""
    order = list(WantedField.objects.asked(wanted.subject).select_for_update())
    place = order.index(wanted)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(order):
        return
    order.insert(other, order.pop(place))
    for position, each in enumerate(order, start=1):
        WantedField.objects.filter(pk=each.pk).update(position=position)
    before, after = {"position": place + 1}, {"position": other + 1}
    record(actor=by, verb="changed", subject=wanted, before=before, after=after, now=now)


@transaction.atomic
def _change(wanted: WantedField, told: Mapping[str, Any], *, by: User | None, now: datetime) -> None:
    held = WantedField.objects.select_for_update().get(pk=wanted.pk)
    before = {name: getattr(held, name) for name, value in told.items() if getattr(held, name) != value}
    if not before:
        return
    for name in before:
        setattr(held, name, told[name])
    held.full_clean()
    held.save(update_fields=list(before))
    record(actor=by, verb="changed", subject=held, before=before, after={each: told[each] for each in before}, now=now)


def _standings(subject: Subject) -> Sequence[Standing]:
    wanted = list(WantedField.objects.filter(subject=subject))
    fields = {each.name: each for each in askable(subject)}
    known = [fields[each.name] for each in wanted if each.name in fields]
    lacking = _lacking(subject, known) if wanted else {}
    return [Standing(each, fields.get(each.name), lacking.get(each.name, 0), lacking[ALL]) for each in wanted]


def _people(subject: Subject) -> QuerySet[Any]:
    """Those who can be asked."""
    there = Q(merged_into=None) & ~Q(number__startswith=PSEUDONYM)
    if subject == Subject.CUSTOMER:
        return Customer.objects.filter(there)
    return Contact.objects.filter(left_on=None)


def _lacking(subject: Subject, fields: Sequence[Askable]) -> dict[str, int]:
    """By name of field: of how many it is unknown; under ALL how many there are. At most two reads."""
    plain = {each.name: Count("pk", filter=Q(**{each.name: ""})) for each in fields if not each.own}
    counted: dict[str, int] = _people(subject).aggregate(
        **{f"no_{name}": count for name, count in plain.items()}, everybody=Count("pk")
    )
    found = {name: counted[f"no_{name}"] for name in plain} | {ALL: counted["everybody"]}
    own = {each.name: each.own.pk for each in fields if each.own}
    filled = _filled(own.values()) if own else {}
    return found | {name: found[ALL] - filled.get(pk, 0) for name, pk in own.items()}


def _filled(own: Iterable[int]) -> dict[int, int]:
    values = CustomValue.objects.filter(field__in=own, customer__in=_people(Subject.CUSTOMER))
    return dict(values.order_by().values_list("field").annotate(filled=Count("pk")))
