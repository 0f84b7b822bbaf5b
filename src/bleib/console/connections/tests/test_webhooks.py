"""Webhooks on their pages: added with a secret shown once, tried, paused, sent again, removed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import resolve

from bleib.customers.models import Customer
from bleib.webhooks.api import Endpoint, Message, Pause, State, send_due, write_messages
from bleib.webhooks.tests.conftest import connect, listen
from bleib.webhooks.tests.facts import fact
from bleib.webhooks.writing import PAGE

__all__ = ["connect", "listen"]
pytestmark = pytest.mark.django_db

NEW = {"name": "CRM", "url": "https://crm.example/hook", "types": ["light_changed", "order"]}


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.fixture
def crm(connect, listen):
    """A receiver that works, and its endpoint."""
    receiver = listen(said=b"got it", answers=[200])
    return receiver, connect(receiver)[0]


def test_the_secret_of_a_new_webhook_is_shown_once(confirmed):
    shown = confirmed.post("/connections/webhooks/new/", NEW).content.decode()
    endpoint = Endpoint.objects.get()
    secret = endpoint.secrets(now=datetime.now(UTC))[0]
    assert secret in shown
    assert (endpoint.site, endpoint.types) == ("http://testserver", ["light_changed", "order"])
    later = confirmed.get(f"/connections/webhooks/{endpoint.pk}/").content.decode()
    assert secret not in later
    assert "not tried yet" in later


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"url": "http://crm.example/"}, "Messages go to https:// only"),
        ({"url": "https://crm.example:6379/"}, "Messages go to the ports 443, 8443 only"),
        ({"types": []}, "Choose one at least"),
    ],
)
def test_what_cannot_be_called_is_refused_on_the_form(confirmed, changed, said):
    assert said in confirmed.post("/connections/webhooks/new/", NEW | changed).content.decode()
    assert not Endpoint.objects.exists()


def test_a_test_message_and_its_answer_are_seen(confirmed, crm, now):
    _receiver, endpoint = crm
    page = confirmed.post(f"/connections/webhooks/{endpoint.pk}/test/", follow=True).content.decode()
    assert "Not tried yet." in page
    send_due(now=now + timedelta(seconds=5))
    page = confirmed.get(f"/connections/webhooks/messages/{Message.objects.get().pk}/").content.decode()
    assert "got it" in page
    assert "<strong>200</strong>" in page


def test_given_up_messages_are_listed_and_sent_again(confirmed, crm, now):
    receiver, endpoint = crm
    write_messages([fact(1, at=now), fact(2, at=now)], now=now)
    Message.objects.update(state=State.DEAD)
    address = f"/connections/webhooks/{endpoint.pk}/"
    assert confirmed.get(f"{address}?state=dead").content.decode().count("light_changed</a>") == 2
    assert confirmed.get(f"{address}?state=delivered").content.decode().count("light_changed</a>") == 0
    since = (now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert (
        "2 messages are sent again."
        in confirmed.post(f"{address}again/", {"since": since}, follow=True).content.decode()
    )
    confirmed.post(f"/connections/webhooks/messages/{Message.objects.first().pk}/again/")
    assert send_due(now=now + timedelta(seconds=5)) == 2
    assert len(receiver.got) == 2


def test_pausing_resuming_editing_and_removing(confirmed, crm):
    endpoint = crm[1]
    address = f"/connections/webhooks/{endpoint.pk}/"
    assert "paused by a colleague" in confirmed.post(f"{address}pause/", follow=True).content.decode()
    assert "Resumed." in confirmed.post(f"{address}resume/", follow=True).content.decode()
    confirmed.post(f"{address}edit/", NEW | {"name": "Warehouse"})
    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.url) == ("Warehouse", NEW["url"])
    assert "Tick the box" in confirmed.post(f"{address}remove/", follow=True).content.decode()
    confirmed.post(f"{address}remove/", {"sure": "yes"})
    assert not Endpoint.objects.exists()


def test_another_address_asks_for_the_password_again(client, anna, crm):
    client.force_login(anna)
    answer = client.post(f"/connections/webhooks/{crm[1].pk}/edit/", {"url": "https://elsewhere.example/"})
    assert answer.url.startswith("/sign-in/again/")


def test_a_new_secret_leaves_the_old_one_for_a_week(confirmed, crm, now):
    endpoint = crm[1]
    assert (
        "a signature of the secret before"
        in confirmed.post(f"/connections/webhooks/{endpoint.pk}/secret/").content.decode()
    )
    endpoint.refresh_from_db()
    assert len(endpoint.secrets(now=now)) == 2


def test_a_webhook_that_was_given_up_is_seen_in_the_list_and_under_system(confirmed, crm, now):
    crm[1].halt(Pause.DEAD, now=now)
    assert "the receiver failed for three days" in confirmed.get("/connections/webhooks/").content.decode()
    assert "Nothing is sent to CRM" in confirmed.get("/system/").content.decode()


def test_links_in_messages_lead_to_the_customers_page(anna, now):
    customer = Customer.objects.create(number="10001", name="Nordwerft GmbH", created_at=now)
    assert resolve(PAGE.format(customer.pk)).url_name == "customer"
