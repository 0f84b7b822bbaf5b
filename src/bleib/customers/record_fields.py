"""What the record of a customer says, as fields of rules with SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_user_model

from bleib.customers.models import Customer, Tag
from bleib.customers.models.custom import CustomField, FieldKind
from bleib.rules.vocabulary import ATTRIBUTES, Choice, Field, Kind, Nouns

CUSTOM = "field_"  # how names of a company's own fields begin
KINDS = {
    FieldKind.TEXT: Kind.TEXT,
    FieldKind.NUMBER: Kind.NUMBER,
    FieldKind.DATE: Kind.DATE,
    FieldKind.CHOICE: Kind.CHOICE,
    FieldKind.YES_NO: Kind.FLAG,
}


@dataclass(frozen=True)
class Attribute:
    """Something that the record says: how rules know it, and SQL over customer `c` or, where it is one's, contact `p`.

    What both databases do not say alike has none, see `attributes`.
    """

    field: Field
    sql: str = ""


def attribute(name: str, kind: Kind, names: tuple[str, str], *, sql: str = "", **more: Any) -> Attribute:
    """An attribute that stands in a column of its own name; `names` in English and German."""
    return Attribute(Field(name, ATTRIBUTES, name, kind, *names, **more), sql)


STANDINGS = (
    Choice("prospect", "prospect", "Interessent"), Choice("customer", "customer", "Kunde"),
    Choice("former", "former customer", "ehemaliger Kunde"),
)  # fmt: skip
REFERRALS = Nouns(
    ("customer referred", "customers referred"),
    ("geworbener Kunde", "geworbene Kunden", "kein geworbener Kunde", "letzter geworbener Kunde"),
)
STANDS = "(select {0} from customers_standing s where s.customer_id = c.id and s.until is null)"
REFERRED = "(select count(*) from customers_customer r where r.referred_by_id = c.id and r.merged_into_id is null)"
PLAIN = (
    attribute("number", Kind.TEXT, ("Customer number", "Kundennummer"), sql="c.number"),
    attribute("country", Kind.TEXT, ("Country", "Land"), sql="nullif(c.country, '')"),
    attribute("language", Kind.TEXT, ("Language", "Sprache"), sql="nullif(c.language, '')"),
    attribute("industry", Kind.TEXT, ("Industry", "Branche"), sql="nullif(c.industry, '')"),
    attribute(
        "acquired_through", Kind.TEXT, ("Acquired through", "Gewonnen durch"), sql="nullif(c.acquired_through, '')"
    ),
    attribute("standing", Kind.CHOICE, ("Standing", "Status"), sql=STANDS.format("s.kind"), choices=STANDINGS),
    attribute("referrals", Kind.NUMBER, ("Customers referred", "Geworbene Kunden"), sql=REFERRED, nouns=REFERRALS),
    attribute("owner", Kind.CHOICE, ("Owner", "Zuständig"), sql="cast(c.owner_id as text)"),
    attribute("is_person", Kind.FLAG, ("A natural person", "Natürliche Person"), sql="c.is_person"),
    attribute(
        "has_parent", Kind.FLAG, ("Belongs to a company", "Gehört zu einem Unternehmen"), sql="c.parent_id is not null"
    ),
    attribute("tags", Kind.LIST, ("Tags", "Schlagwörter")),
)


def fields(*, choices: bool = False) -> Iterator[Field]:
    """The fields of the record, with the company's own; `choices`: also which values there are, for an editor."""
    for each in PLAIN:
        name = each.field.name
        given = tuple(CHOICES[name]()) if choices and name in CHOICES else each.field.choices
        yield replace(each.field, choices=given)
    for own in CustomField.objects.current():
        words = tuple(Choice(str(each)) for each in own.choices)
        name = f"{CUSTOM}{own.key}"
        yield Field(name, ATTRIBUTES, name, KINDS[FieldKind(own.kind)], own.label, own.label, choices=words)


def _countries() -> Iterator[Choice]:
    for code in Customer.objects.exclude(country="").order_by("country").values_list("country", flat=True).distinct():
        yield Choice(code)


def _owners() -> Iterator[Choice]:
    for user in get_user_model().objects.order_by("pk"):
        yield Choice(str(user.pk), str(user), str(user))


def _tags() -> Iterator[Choice]:
    for name in Tag.objects.order_by("name").values_list("name", flat=True):
        yield Choice(name)


CHOICES: Mapping[str, Callable[[], Iterator[Choice]]] = {"country": _countries, "owner": _owners, "tags": _tags}
