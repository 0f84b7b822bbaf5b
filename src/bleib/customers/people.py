"""Contacts and notes as colleagues keep them: each change with its entry in the audit log, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from bleib.audit.api import record
from bleib.customers.models import Contact, ContactRole, Customer, Note
from bleib.kernel.errors import BleibError

if TYPE_CHECKING:
    from bleib.accounts.models import User

SAID = (
    *("salutation", "address", "title", "first_name", "last_name", "position", "department", "language"),
    *("mail", "phone"),
)


class NotYours(BleibError):
    """Somebody else wrote the note; only they change or remove it."""


def keep_contact(contact: Contact, *, parts: Collection[str], by: User | None, now: datetime) -> None:
    """Save a contact that is new or was edited, with their parts in a purchase."""
    with transaction.atomic():
        old = Contact.objects.select_for_update().values(*SAID).filter(pk=contact.pk).first() or {}
        if contact._state.adding:
            contact.created_at = now
        contact.edited_at = now
        contact.save()
        _keep_parts(contact, set(parts))
        after = {name: getattr(contact, name) for name in SAID if old.get(name, "") != getattr(contact, name)}
        before = {name: old[name] for name in after if name in old}
        record(actor=by, verb="changed" if old else "added", subject=contact, before=before, after=after, now=now)


def contact_left(contact: Contact, *, on: date, by: User | None, now: datetime) -> None:
    """They do not work there any more; what they did stays theirs."""
    _set_left(contact, on, verb="contact.left", by=by, now=now)


def contact_returned(contact: Contact, *, by: User | None, now: datetime) -> None:
    """They work there after all."""
    _set_left(contact, None, verb="contact.returned", by=by, now=now)


def write_note(customer: Customer, text: str, *, by: User, now: datetime, contact: Contact | None = None) -> Note:
    """What colleagues should know of a customer, or of somebody there."""
    with transaction.atomic():
        note = Note.objects.create(customer=customer, contact=contact, text=text, written_by=by, written_at=now)
        record(actor=by, verb="note.written", subject=customer, about=_named(note), now=now)
    return note


def change_note(note: Note, text: str, *, by: User, now: datetime) -> None:
    """Say it better. Raises NotYours."""
    with transaction.atomic():
        _own(note, by)
        note.text, note.written_at = text, now
        note.save(update_fields=["text", "written_at"])
        record(actor=by, verb="note.changed", subject=note.customer, about=_named(note), now=now)


def remove_note(note: Note, *, by: User, now: datetime) -> None:
    """Take it away. Raises NotYours."""
    with transaction.atomic():
        _own(note, by)
        record(actor=by, verb="note.removed", subject=note.customer, about=_named(note), now=now)
        note.delete()


def _keep_parts(contact: Contact, parts: set[str]) -> None:
    contact.roles.exclude(part__in=parts).delete()
    known = set(contact.roles.values_list("part", flat=True))
    ContactRole.objects.bulk_create(ContactRole(contact=contact, part=part) for part in sorted(parts - known))


def _set_left(contact: Contact, on: date | None, *, verb: str, by: User | None, now: datetime) -> None:
    with transaction.atomic():
        contact.left_on, contact.edited_at = on, now
        contact.save(update_fields=["left_on", "edited_at"])
        record(actor=by, verb=verb, subject=contact, now=now)


def _own(note: Note, by: User) -> None:
    if note.written_by_id != by.pk:
        raise NotYours("Only who wrote a note changes or removes it.")


def _named(note: Note) -> list[tuple[str, int]]:
    return [("contact", note.contact_id)] if note.contact_id else []
