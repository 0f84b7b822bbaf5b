"""An answer goes where its field lives; who does not want to say is left in peace."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from bleib.audit.api import record
from bleib.customers.api import keep_contact
from bleib.customers.entering import keep_fields
from bleib.customers.models import Contact, Customer
from bleib.kernel.errors import BleibError, UsageError
from bleib.profiling.askable import Askable, askable
from bleib.profiling.asking import Unknown, is_there, one_person, subject_of
from bleib.profiling.models import Declined, WantedField

if TYPE_CHECKING:
    from bleib.accounts.models import User


class KnownAlready(BleibError):
    """Somebody was quicker, or it was never unknown: what is known stays."""


@transaction.atomic
def answer(
    key: str, value: str, *, customer: Customer | None = None, contact: Contact | None = None, by: User | None,
    now: datetime,
) -> None:  # fmt: skip
    """Keep what somebody said, as `Question.kind` describes it; `by` None: they said it themselves.

    Raises ValidationError for what does not fit, KnownAlready where something is known by now, and UsageError for a key
    that nobody is asked for.
    """
    person = _held(one_person(customer, contact))
    wanted, field = _asked(person, key)
    if not Unknown(person).holds(field):
        raise KnownAlready(f"{key} is known already; what is known stays.")
    _keep(person, field, field.read(value), by=by, now=now)
    _declines(person, wanted).delete()


@transaction.atomic
def decline(
    key: str, *, customer: Customer | None = None, contact: Contact | None = None, by: User | None, now: datetime
) -> None:
    """They do not want to say: this is not asked again for 90 days. Raises UsageError as `answer` does."""
    person = _held(one_person(customer, contact))
    wanted, _field = _asked(person, key)
    _declines(person, wanted).delete()
    Declined.objects.create(wanted=wanted, declined_at=now, **{subject_of(person).value: person})
    record(actor=by, verb="profiling.declined", subject=person, question=str(wanted), now=now)


def _held(person: Customer | Contact) -> Customer | Contact:
    """The row as it is now, held until the answer is kept: of two answers the first one counts."""
    return cast("Customer | Contact", type(person).objects.select_for_update().get(pk=person.pk))


def _asked(person: Customer | Contact, key: str) -> tuple[WantedField, Askable]:
    subject = subject_of(person)
    wanted = WantedField.objects.asked(subject).filter(name=key).first() if is_there(person) else None
    field = next((each for each in askable(subject) if each.name == key), None)
    if wanted is None or field is None:
        raise UsageError(f"Nobody is asked for {key!r} here. Ask for the next question first.")
    return wanted, field


def _declines(person: Customer | Contact, wanted: WantedField) -> QuerySet[Declined]:
    return Declined.objects.filter(wanted=wanted, **{subject_of(person).value: person})


def _keep(person: Customer | Contact, field: Askable, value: str, *, by: User | None, now: datetime) -> None:
    if field.own:
        keep_fields(cast("Customer", person), {field.own: value}, by=by, now=now)
        return
    setattr(person, field.name, value)
    _check(person, field.name)
    if isinstance(person, Contact):
        keep_contact(person, parts=list(person.roles.values_list("part", flat=True)), by=by, now=now)
    else:
        person.edited(now=now, by=by)


def _check(person: Customer | Contact, name: str) -> None:
    """Only what was said: something odd from an old file is not held against whoever answers now."""
    others = {each.name for each in person._meta.fields} - {name}
    try:
        person.clean_fields(exclude=others)
        person.validate_constraints()
    except ValidationError as error:
        raise ValidationError(error.messages) from error
