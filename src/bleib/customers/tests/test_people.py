"""Contacts and notes are kept with an entry in the audit log; a note belongs to who wrote it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bleib.audit.api import Entry
from bleib.customers.api import (
    NotYours,
    change_note,
    contact_left,
    contact_returned,
    keep_contact,
    remove_note,
    write_note,
)
from bleib.customers.models import Contact, Customer, Note

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def anna(django_user_model):
    return django_user_model.objects.create_user("anna@example.com", name="Anna")


@pytest.fixture
def bert(django_user_model):
    return django_user_model.objects.create_user("bert@example.com", name="Bert")


@pytest.fixture
def customer():
    return Customer.objects.create(number="1", name="Otter AG", created_at=NOW)


def test_a_contact_is_added_with_their_parts_and_edited(anna, customer):
    contact = Contact(customer=customer, last_name="Maier", salutation="neutral")
    keep_contact(contact, parts=["buyer", "user"], by=anna, now=NOW)
    contact.last_name = "Meier"
    keep_contact(contact, parts=["user", "payer"], by=anna, now=NOW)
    assert {role.part for role in contact.roles.all()} == {"user", "payer"}
    first, second = Entry.objects.about("contact", contact.pk).order_by("pk")
    assert (first.verb, second.verb) == ("added", "changed")
    assert second.data["before"] == {"last_name": "Maier"}


def test_who_left_stays_known_and_may_come_back(anna, customer):
    contact = Contact.objects.create(customer=customer, last_name="Maier", created_at=NOW)
    contact_left(contact, on=date(2026, 11, 30), by=anna, now=NOW)
    assert Contact.objects.get().left_on == date(2026, 11, 30)
    contact_returned(contact, by=anna, now=NOW)
    assert Contact.objects.get().left_on is None


def test_only_the_writer_changes_or_removes_a_note(anna, bert, customer):
    note = write_note(customer, "Kommt aus Ulm.", by=anna, now=NOW)
    with pytest.raises(NotYours):
        change_note(note, "Kommt aus Bonn.", by=bert, now=NOW)
    with pytest.raises(NotYours):
        remove_note(note, by=bert, now=NOW)
    change_note(note, "Kommt aus Neu-Ulm.", by=anna, now=NOW)
    assert Note.objects.get().text == "Kommt aus Neu-Ulm."
    remove_note(note, by=anna, now=NOW)
    assert not Note.objects.exists()


def test_the_log_tells_of_a_note_and_not_what_is_in_it(anna, customer):
    write_note(customer, "Kommt aus Ulm.", by=anna, now=NOW)
    entry = Entry.objects.about("customer", customer.pk).get()
    assert entry.verb == "note.written"
    assert "Ulm" not in entry.content
