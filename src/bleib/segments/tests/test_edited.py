"""Who edits a record, or whose light changes, is in other segments within seconds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.customers.models import Contact
from bleib.customers.people import keep_contact
from bleib.lights.api import judge
from bleib.segments.api import (
    fill_edited,
    fill_everybody,
    fill_marked,
    is_anybody_edited,
    is_anybody_marked,
    is_everybody_due,
    lights_changed,
)
from bleib.segments.models import Segment
from bleib.segments.tests.story import NOW, TODAY, ago, customer, happened, members, order, ready, segment, told

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
LATER = NOW + timedelta(minutes=5)


def test_an_edited_record_enters_the_segment_that_asks_for_it():
    segment("abroad", {"field": "country", "is": "AT"})
    fill_everybody(now=NOW)
    happened(order("Adler", ago(5)))
    adler = customer("Adler")
    adler.country = "AT"
    adler.edited(now=LATER)
    assert is_anybody_edited(LATER)
    assert fill_edited(now=LATER) == 1
    assert members("abroad") == ["Adler"]
    fill_edited(now=LATER + timedelta(minutes=1))
    assert not is_anybody_edited(LATER)


def test_a_light_that_changes_moves_the_customer_in_the_same_minute():
    ready()
    segment("watched", {"field": "light", "in": ["yellow", "red"]})
    fill_everybody(now=NOW)
    happened(order("Adler", ago(40)), order("Bauer", TODAY))
    judge(None, now=LATER, then=lights_changed)
    assert is_anybody_marked(LATER)
    assert fill_marked(now=LATER) == 1
    assert members("watched") == ["Adler"]
    assert not is_anybody_marked(LATER)
    assert "entered watched Adler" in told()


def test_whose_light_changed_is_looked_at_together_with_whom_the_change_touched():
    ready()
    segment("watched", {"field": "light", "in": ["yellow", "red"]})
    fill_everybody(now=NOW)
    happened(order("Adler", ago(40)), order("Bauer", TODAY))
    judge(None, now=LATER, then=lights_changed)
    happened(order("Bauer", TODAY, 200), now=LATER)
    assert members("watched") == ["Adler"]
    assert not is_anybody_marked(LATER)


def test_lights_of_too_many_to_name_have_the_segments_that_ask_for_them_filled_anew():
    ready()
    assert not is_everybody_due(NOW)
    lights_changed(None)
    assert is_everybody_due(NOW)
    assert list(Segment.objects.filter(made_by="lights of everybody").values_list("key", flat=True)) == ["at-risk"]


def test_contacts_enter_by_what_they_and_their_customer_are():
    segment("writers", {"all": [{"field": "contact_has_mail", "is": True}, {"field": "orders", "at_least": 2}]},
            subject="contact")  # fmt: skip
    segment("buyers", {"field": "contact_roles", "has": "buyer"}, subject="contact")
    fill_everybody(now=NOW)
    happened(order("Adler", ago(5)))
    amsel = Contact.objects.create(customer=customer("Adler"), last_name="Amsel", mail="a@adler.de", created_at=NOW)
    amsel.roles.create(part="buyer")
    Contact.objects.create(customer=customer("Adler"), last_name="Berg", created_at=NOW)
    happened(order("Adler", TODAY), now=LATER)
    assert (members("writers"), members("buyers")) == (["Amsel"], ["Amsel"])
    fill_edited(now=LATER + timedelta(seconds=10))
    amsel.left_on = TODAY
    keep_contact(amsel, parts=["user"], by=None, now=LATER + timedelta(minutes=1))
    assert fill_edited(now=LATER + timedelta(minutes=1)) == 2
    assert (members("writers"), members("buyers")) == ([], [])
