"""The one question on a customer's page: answered, declined, corrected."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import anna, colleague
from bleib.customers.fields import add_field
from bleib.customers.models import Contact, Customer, CustomValue
from bleib.profiling.api import want

__all__ = ["anna"]
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def otter():
    return Customer.objects.create(number="K1", name="Otter AG", created_at=NOW)


@pytest.fixture
def signed_in(client, anna):
    client.force_login(anna)
    return client


@pytest.fixture
def asked(anna):
    """A function that wants something: asked("industry")."""

    def make(name, subject="customer"):
        want(subject, name, question_de=f"{name}, bitte?", question_en=f"{name}, please?", by=anna, now=NOW)

    return make


def test_the_page_asks_one_thing_and_the_answer_leads_to_the_next(signed_in, otter, asked):
    asked("industry")
    asked("phone")
    page = signed_in.get(f"/customers/{otter.pk}/").content.decode()
    assert ("industry, please?" in page, "phone, please?" in page) == (True, False)
    answer = {"key": "industry", "value": "Boats"}
    part = signed_in.post(f"/customers/{otter.pk}/question/", answer, headers=HTMX).content.decode()
    assert ("phone, please?" in part, "<html" in part) == (True, False)
    stale = signed_in.post(f"/customers/{otter.pk}/question/", answer | {"value": "Cars"})
    assert stale.url == f"/customers/{otter.pk}/#question"
    assert Customer.objects.get().industry == "Boats"


def test_the_answer_brings_the_record_along_and_so_does_that_of_who_was_slower(signed_in, otter, asked):
    asked("industry")
    address, said = f"/customers/{otter.pk}/question/", {"key": "industry", "value": "Boats"}
    for value in ("Boats", "Cars"):
        part = signed_in.post(address, said | {"value": value}, headers=HTMX).content.decode()
        record = part[part.index('id="record"') :]
        assert 'hx-swap-oob="true"' in record
        assert "<dd>Boats</dd>" in record
    page = signed_in.get(f"/customers/{otter.pk}/").content.decode()
    assert "hx-swap-oob" not in page


def test_what_does_not_fit_is_shown_with_what_was_typed(signed_in, otter, asked):
    asked("vat_id")
    address = f"/customers/{otter.pk}/question/"
    part = signed_in.post(address, {"key": "vat_id", "value": "DE12"}, headers=HTMX).content.decode()
    assert ("check digits" in part, 'value="DE12"' in part) == (True, True)
    assert "required" in signed_in.post(address, {"key": "vat_id", "value": ""}).content.decode()


def test_not_now_is_a_click_and_then_somebody_there_is_asked(signed_in, otter, asked):
    weber = Contact.objects.create(customer=otter, last_name="Weber", created_at=NOW)
    asked("industry")
    asked("salutation", "contact")
    part = signed_in.post(
        f"/customers/{otter.pk}/question/", {"key": "industry", "value": "", "declined": "1"}, headers=HTMX
    ).content.decode()
    assert "To Weber" in part
    address = f"/customers/{otter.pk}/contacts/{weber.pk}/question/"
    part = signed_in.post(address, {"key": "salutation", "value": "ms"}, headers=HTMX).content.decode()
    assert "Nothing is left to ask" in part
    assert Contact.objects.get().salutation == "ms"


def test_a_number_is_read_as_the_reader_writes_it(signed_in, anna, otter, asked):
    anna.choose_language("de")
    add_field(label="Ships", kind="number", by=anna, now=NOW)
    asked("field_ships")
    signed_in.post(f"/customers/{otter.pk}/question/", {"key": "field_ships", "value": "1.234,5"})
    assert str(CustomValue.objects.get().number) == "1234.5000"


def test_only_who_may_edit_is_asked(client, otter, asked):
    asked("industry")
    client.force_login(colleague(Role.ANALYST))
    assert "industry, please?" not in client.get(f"/customers/{otter.pk}/").content.decode()
    assert client.post(f"/customers/{otter.pk}/question/", {"key": "industry", "value": "X"}).status_code == 403
