"""The words of segments: the record, lights, the history, the forecast, other segments; for contacts their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from bleib.customers.record_fields import Attribute, attribute, fields
from bleib.rules.feature_fields import feature_fields, outlook_fields, own_fields
from bleib.rules.texts import Texts
from bleib.rules.vocabulary import ATTRIBUTES, Choice, Field, Kind, Vocabulary
from bleib.segments.models import Segment, Subject

IN_SEGMENT = "in_segment"
COLOURS = (
    Choice("green", "stable", "stabil"), Choice("yellow", "watch", "beobachten"), Choice("red", "at risk", "gefährdet"),
)  # fmt: skip
PARTS = (
    Choice("buyer", "buyer", "Einkauf"), Choice("user", "user", "Anwendung"), Choice("payer", "payer", "Rechnung"),
    Choice("champion", "champion", "Fürsprache"),
)  # fmt: skip
LIT = "(select {} from lights_light l where l.customer_id = c.id)"
OF_LIGHTS = (
    attribute(
        "light", Kind.CHOICE, ("Light", "Ampel"), sql=LIT.format("l.colour"), choices=COLOURS, since="light_since"
    ),
    attribute("light_since", Kind.DATE, ("Light since", "Ampel seit"), sql=LIT.format("l.since")),
)
ROLES = {
    "postgresql": "(select json_agg(r.part)::text from customers_contactrole r where r.contact_id = p.id)",
    "sqlite": "(select json_group_array(r.part) from customers_contactrole r where r.contact_id = p.id)",
}
OF_CONTACTS = (
    attribute("contact_language", Kind.TEXT, ("Contact's language", "Sprache des Ansprechpartners"),
              sql="nullif(p.language, '')"),
    attribute("contact_position", Kind.TEXT, ("Contact's position", "Position des Ansprechpartners"),
              sql="nullif(p.position, '')"),
    attribute("contact_department", Kind.TEXT, ("Contact's department", "Abteilung des Ansprechpartners"),
              sql="nullif(p.department, '')"),
    attribute("contact_has_mail", Kind.FLAG, ("Contact has an e-mail address", "Ansprechpartner hat eine Mailadresse"),
              sql="p.mail <> ''"),
    attribute("contact_has_phone", Kind.FLAG, ("Contact has a phone", "Ansprechpartner hat ein Telefon"),
              sql="p.phone <> ''"),
    attribute("contact_known_since", Kind.DATE, ("Contact known since", "Ansprechpartner bekannt seit"),
              sql="date(p.created_at)"),
)  # fmt: skip

# Segments that a condition may name: key to name in both languages, by subject.
Named = Mapping[str, Mapping[str, Texts]]


def vocabulary(subject: str = Subject.CUSTOMER, *, choices: bool = False, named: Named | None = None) -> Vocabulary:
    """All fields for segments of `subject`; with `choices` also which values there are, for an editor.

    `named`: the segments that `in_segment` may name, if not the stored ones.
    """
    segments = _segments(subject, stored_names() if named is None else named)
    own = [each.field for each in attributes_of(subject)]
    computed = [*feature_fields(), *own_fields(), *outlook_fields()]
    return Vocabulary.of([*fields(choices=choices), *own, *segments, *computed], subject=subject)


def attributes_of(subject: str) -> Sequence[Attribute]:
    """What segments know of a customer, or of a contact, besides the customer's record."""
    if subject == Subject.CUSTOMER:
        return OF_LIGHTS
    roles = ("Contact's roles", "Rollen des Ansprechpartners")
    of_roles = attribute("contact_roles", Kind.LIST, roles, sql=ROLES[connection.vendor], choices=PARTS)
    return (*OF_LIGHTS, *OF_CONTACTS, of_roles)


def stored_names() -> Named:
    """The segments that there are."""
    found: dict[str, dict[str, Texts]] = {subject: {} for subject in Subject.values}
    for row in Segment.objects.all():
        found[row.subject][row.key] = {"de": row.name("de"), "en": row.name("en")}
    return found


def _segments(subject: str, named: Named) -> Iterable[Field]:
    """Contacts belong to their customer's segments, too; a customer does not belong to those of its contacts."""
    asked = (Subject.CUSTOMER, subject) if subject != Subject.CUSTOMER else (subject,)
    known = {key: name for each in asked for key, name in named.get(each, {}).items()}
    choices = tuple(Choice(key, name.get("en", ""), name.get("de", "")) for key, name in known.items())
    # Without any there is nothing to ask for: a list without choices would take every word.
    return (
        [Field(IN_SEGMENT, ATTRIBUTES, IN_SEGMENT, Kind.LIST, "Segments", "Segmente", choices=choices)] if known else []
    )
