"""What may be asked: the plain fields of a record that hold a word, and the company's own fields of customers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bleib.customers.models import Contact, Customer, CustomField
from bleib.customers.models.custom import FieldKind
from bleib.customers.record_fields import CUSTOM
from bleib.customers.validators import vat_id
from bleib.profiling.models import Subject

PLAIN: Mapping[str, Sequence[str]] = {
    Subject.CUSTOMER: (
        *("name", "industry", "street", "postcode", "city", "country", "mail", "phone", "domain", "language", "vat_id"),
        *("register_number", "register_court", "acquired_through"),
    ),
    Subject.CONTACT: (
        *("salutation", "address", "title", "first_name", "last_name", "position", "department", "language"),
        *("mail", "phone"),
    ),
}
MODELS: Mapping[str, type[Customer | Contact]] = {Subject.CUSTOMER: Customer, Subject.CONTACT: Contact}
UNSEEN = re.compile(r"[\x00-\x1f\x7f]")
PHONE = re.compile(r"\+?[\d\s()./-]{4,40}")
NO_COUNTRIES = ("EU", "UN", "ZZ", "EZ", "QO", "XA", "XB")  # of CLDR's territories


class Choice(NamedTuple):
    """One of several answers: what is kept, and how it is said."""

    value: str
    label: str


@dataclass(frozen=True)
class Askable:
    """A field that can be asked for, as the company's `own` or a column of the record.

    `kind`: text, mail, phone, number, date, choice or yes_no.
    """

    subject: str
    name: str
    label: str
    kind: str
    own: CustomField | None = None

    def choices(self) -> Sequence[Choice]:
        """What there is to choose from, in the reader's language."""
        if self.own:
            return [Choice(str(each), str(each)) for each in self.own.choices]
        if self.name in CHOICES:
            return CHOICES[self.name]()
        given = MODELS[self.subject]._meta.get_field(self.name).choices or ()  # type: ignore[union-attr]
        return [Choice(str(value), str(label)) for value, label in given if value]

    def read(self, text: str) -> str:
        """The answer as it is kept. Raises ValidationError with what was expected."""
        text = text.strip()
        if not text or UNSEEN.search(text):
            raise ValidationError(_("Say it in one line."))
        if self.own:
            return CustomField.plain(self.own.read(text))
        if self.kind == FieldKind.CHOICE:
            return _one_of(text, self.choices())
        return READERS.get(self.name, str)(text)


def askable(subject: str) -> Sequence[Askable]:
    """Everything that can be asked of a customer or a contact, in the reader's language."""
    return [_plain(subject, name) for name in PLAIN[subject]] + (_own() if subject == Subject.CUSTOMER else [])


def _plain(subject: str, name: str) -> Askable:
    column = MODELS[subject]._meta.get_field(name)
    chosen = name in CHOICES or getattr(column, "choices", None)
    kind = FieldKind.CHOICE if chosen else name if name in ("mail", "phone") else FieldKind.TEXT
    return Askable(subject, name, capfirst(str(column.verbose_name)), str(kind))  # type: ignore[union-attr]


def _own() -> list[Askable]:
    fields = CustomField.objects.current()
    return [Askable(Subject.CUSTOMER, f"{CUSTOM}{each.key}", each.label, str(each.kind), each) for each in fields]


def _countries() -> Sequence[Choice]:
    names = Locale(_language()).territories.items()
    known = [Choice(code, name) for code, name in names if len(code) == 2 and code not in NO_COUNTRIES]
    return sorted(known, key=lambda each: each.label)


def _languages() -> Sequence[Choice]:
    """Those that letters are written in: to be asked for another would promise what is not kept."""
    return [Choice(code, Locale(code).get_display_name(_language()) or code) for code, _name in settings.LANGUAGES]


def _language() -> str:
    return (get_language() or "en")[:2]


def _one_of(text: str, choices: Sequence[Choice]) -> str:
    if text not in (each.value for each in choices):
        raise ValidationError(_("“%(value)s” is none of the answers to choose from."), params={"value": text})
    return text


def _mail(text: str) -> str:
    validate_email(text)
    return text


def _phone(text: str) -> str:
    if not PHONE.fullmatch(text):
        raise ValidationError(_("“%(value)s” is no telephone number."), params={"value": text})
    return text


CHOICES: Mapping[str, Callable[[], Sequence[Choice]]] = {"country": _countries, "language": _languages}
READERS: Mapping[str, Callable[[str], str]] = {
    "mail": _mail,
    "phone": _phone,
    "vat_id": lambda text: vat_id(text) or text,  # what is none is refused by the column
}
