"""Wanted fields are settings: added, put in order, asked in other words, no more and again."""

from __future__ import annotations

import pytest

from bleib.customers.models import Customer
from bleib.profiling.api import WantedField

pytestmark = pytest.mark.django_db
SAID = {"question_de": "Welche Branche?", "question_en": "Which industry?"}


def page(client, path=""):
    return client.get(f"/settings/wanted/{path}").content.decode()


def test_something_is_wanted_and_the_page_says_of_how_many_it_is_unknown(signed, now):
    Customer.objects.create(number="1", industry="Boats", created_at=now)
    Customer.objects.create(number="2", created_at=now)
    assert signed.post("/settings/wanted/", SAID | {"field": "customer:industry"}).status_code == 302
    said = page(signed)
    assert ("1 of 2" in said, 'value="customer:industry"' in said, "Which industry?" in said) == (True, False, True)
    assert "1 question" in signed.get("/settings/").content.decode()


def test_a_question_in_no_language_is_refused(signed):
    told = {"field": "contact:phone", "question_de": "", "question_en": " "}
    assert "one language at least" in signed.post("/settings/wanted/", told).content.decode()
    assert not WantedField.objects.exists()


def test_questions_are_moved_reworded_rested_and_asked_again(signed):
    for field in ("industry", "phone"):
        signed.post("/settings/wanted/", SAID | {"field": f"customer:{field}"})
    first, second = WantedField.objects.all()
    signed.post(f"/settings/wanted/{second.pk}/move/", {"to": "up"})
    assert list(WantedField.objects.all()) == [second, first]
    signed.post(f"/settings/wanted/{second.pk}/", {"question_de": "Telefon?"})
    signed.post(f"/settings/wanted/{second.pk}/rest/")
    second.refresh_from_db()
    assert (second.question("en"), second.active) == ("Telefon?", False)
    assert "not asked" in page(signed)
    signed.post(f"/settings/wanted/{second.pk}/again/")
    assert "not asked" not in page(signed)
