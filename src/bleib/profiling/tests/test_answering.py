"""An answer goes where its field lives, is checked there, and never replaces what is known."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from bleib.audit.api import Entry, sentence
from bleib.customers.api import merge
from bleib.customers.fields import add_field
from bleib.customers.models import Contact, Customer, CustomValue
from bleib.kernel.errors import UsageError
from bleib.profiling.api import KnownAlready, answer, decline, next_question, rest
from bleib.profiling.models import Declined

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(anna, now):
    """A function that answers: said("industry", "Boats", customer=otter)."""
    return lambda key, value, **whom: answer(key, value, **whom, by=anna, now=now)


def test_a_customers_answer_stands_in_the_record_with_who_kept_it(wanted, said, otter, anna):
    wanted("vat_id")
    said("vat_id", " de 136 695 976 ", customer=otter)
    otter.refresh_from_db()
    assert (otter.vat_id, otter.kept_by) == ("DE136695976", "person")
    entry = Entry.objects.latest("pk")
    assert (entry.actor, entry.verb, entry.data["after"]) == (anna, "changed", {"vat_id": "DE136695976"})


def test_a_contacts_answer_stands_with_the_contact_and_leaves_their_part(wanted, said, weber):
    weber.roles.create(part="buyer")
    wanted("phone", "contact")
    said("phone", "+49 731 1234", contact=weber)
    weber.refresh_from_db()
    assert (weber.phone, weber.roles.count()) == ("+49 731 1234", 1)


def test_an_answer_to_a_field_of_the_company_is_typed(wanted, said, otter, anna, now):
    add_field(label="Ships", kind="number", by=anna, now=now)
    wanted("field_ships")
    with pytest.raises(ValidationError, match="no number"):
        said("field_ships", "many", customer=otter)
    said("field_ships", "12.5", customer=otter)
    assert str(CustomValue.objects.get(customer=otter).number) == "12.5000"


def test_they_may_say_it_themselves(wanted, otter, now):
    wanted("industry")
    answer("industry", "Boats", customer=otter, by=None, now=now)
    assert Entry.objects.latest("pk").actor is None


def test_what_is_known_stays(wanted, said, otter):
    wanted("industry")
    Customer.objects.filter(pk=otter.pk).update(industry="Boats")
    with pytest.raises(KnownAlready):
        said("industry", "Bakery", customer=otter)
    otter.refresh_from_db()
    assert otter.industry == "Boats"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("vat_id", "DE123"), ("mail", "nobody"), ("phone", "call me"), ("country", "Deutschland"), ("industry", " "),
        ("industry", "two\nlines"), ("industry", "x" * 121), ("language", "fr"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(wanted, said, otter, key, value):
    wanted(key)
    with pytest.raises(ValidationError):
        said(key, value, customer=otter)
    assert getattr(Customer.objects.get(pk=otter.pk), key) == ""


def test_one_address_is_one_person(wanted, said, otter, weber, now):
    Contact.objects.create(customer=otter, mail="w@otter.example", created_at=now)
    wanted("mail", "contact")
    with pytest.raises(ValidationError):
        said("mail", "w@otter.example", contact=weber)


def test_something_odd_from_an_old_file_is_not_held_against_the_answer(wanted, said, otter):
    Customer.objects.filter(pk=otter.pk).update(vat_id="DE1")
    wanted("industry")
    said("industry", "Boats", customer=otter)
    assert Customer.objects.get(pk=otter.pk).industry == "Boats"


def test_nobody_answers_what_is_not_asked(wanted, said, otter, anna, now):
    rest(wanted("phone"), by=anna, now=now)
    for key in ("industry", "owner", "phone"):
        with pytest.raises(UsageError):
            said(key, "1234", customer=otter)


def test_an_answer_ends_the_silence_about_it(wanted, said, otter, anna, now):
    wanted("industry")
    decline("industry", customer=otter, by=anna, now=now)
    assert sentence(Entry.objects.latest("pk")).endswith("did not want to answer: industry, please?")
    said("industry", "Boats", customer=otter)
    assert not Declined.objects.exists()


def test_who_is_merged_is_left_in_peace_as_before(wanted, otter, anna, now):
    wanted("industry")
    other = Customer.objects.create(number="K2", created_at=now)
    decline("industry", customer=otter, by=anna, now=now)
    merge(other, otter, now=now, actor=anna)
    assert next_question(customer=other, lang="en", now=now) is None
