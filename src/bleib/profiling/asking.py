"""The one question that is asked next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from bleib.customers.models import Contact, Customer, CustomValue
from bleib.history.erased import PSEUDONYM
from bleib.profiling.askable import Askable, Choice, askable
from bleib.profiling.models import Declined, Subject, WantedField
from bleib.profiling.models.declined import RESPECTED_FOR


@dataclass(frozen=True)
class Question:
    """`key` names it in an answer; `text` and `choices` are in the language asked for.

    `kind`: text, mail, phone, number (decimal point), date (yyyy-mm-dd), choice (a choice's value) or yes_no.
    """

    key: str
    text: str
    kind: str
    choices: Sequence[Choice] = ()


def next_question(
    *, customer: Customer | None = None, contact: Contact | None = None, lang: str, now: datetime
) -> Question | None:
    """The first wanted field that is unknown and was not declined within 90 days.

    None: there is nothing to ask, also of whoever left, was merged or was erased. Give a customer or a contact.
    """
    person = one_person(customer, contact)
    wanted = list(WantedField.objects.asked(subject_of(person))) if is_there(person) else []
    if not wanted:
        return None
    with translation.override(lang):
        asked = {each.name: each for each in askable(subject_of(person))}
        unknown = Unknown(person)
        refused = _declined(person, now=now)
        for each in wanted:
            field = asked.get(each.name)
            if field and each.pk not in refused and unknown.holds(field):
                return Question(each.name, each.question(lang), field.kind, tuple(field.choices()))
    return None


class Unknown:
    """What is not known of somebody."""

    def __init__(self, person: Customer | Contact) -> None:
        self.person = person
        self.filled = _filled(person) if isinstance(person, Customer) else set()

    def holds(self, field: Askable) -> bool:
        """Whether nobody knows it, from whatever source."""
        if field.own:
            return field.own.pk not in self.filled
        return not getattr(self.person, field.name)


def one_person(customer: Customer | None, contact: Contact | None) -> Customer | Contact:
    """Whoever of the two is given. Raises ValueError for none and for both."""
    given = [each for each in (customer, contact) if each is not None]
    if len(given) != 1:
        raise ValueError("Name a customer or a contact.")
    return given[0]


def subject_of(person: Customer | Contact) -> Subject:
    return Subject.CUSTOMER if isinstance(person, Customer) else Subject.CONTACT


def is_there(person: Customer | Contact) -> bool:
    """Whether somebody can be asked at all."""
    if isinstance(person, Contact):
        return person.left_on is None
    return person.merged_into_id is None and not person.number.startswith(PSEUDONYM)


def _filled(customer: Customer) -> set[int]:
    return set(CustomValue.objects.filter(customer=customer).values_list("field_id", flat=True))


def _declined(person: Customer | Contact, *, now: datetime) -> set[int]:
    of_them = Declined.objects.filter(**{subject_of(person).value: person}, declined_at__gt=now - RESPECTED_FOR)
    return set(of_them.values_list("wanted_id", flat=True))
