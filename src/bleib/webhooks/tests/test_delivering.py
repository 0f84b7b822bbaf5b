"""A fact goes out once to each endpoint that wants it, signed so that the official library takes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from standardwebhooks import WebhookVerificationError

from bleib.customers.models import Customer
from bleib.webhooks.api import Message, State, renew_secret, send_due, send_test, wanted_types, write_messages
from bleib.webhooks.tests.facts import fact, order

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_fact_arrives_with_ids_codes_and_a_link(listen, connect, turned, now):
    customer = Customer.objects.create(number="10001", name="Nordwerft GmbH", created_at=now)
    crm = listen()
    _endpoint, secret = connect(crm)
    write_messages([turned], now=now)
    assert send_due(now=now) == 1
    told = crm.got[0].verified(secret)
    assert (told["type"], told["data"]["customer"]) == ("light_changed", "10001")
    assert told["data"]["props"] == {"colour": "red", "reasons": "silent"}
    assert told["data"]["link"] == f"https://bleib.example/customers/{customer.pk}/"
    assert crm.got[0].path == "/hook?from=bleib"
    assert b"Nordwerft" not in crm.got[0].body


def test_amounts_are_exact_and_what_it_cost_us_stays_here(listen, connect, now):
    shop = listen()
    _endpoint, secret = connect(shop, types=("order",))
    write_messages([order(1, at=now)], now=now)
    send_due(now=now)
    data = shop.got[0].verified(secret)["data"]
    assert (data["amount"], data["currency"], data["quantity"], data["ref"]) == ("129.9", "EUR", "3", "R-17")
    assert "cost" not in data


def test_only_what_an_endpoint_wants_is_written_and_once(listen, connect, turned, now):
    connect(listen(), "CRM")
    connect(listen(), "Shop", types=("order",))
    assert wanted_types() == {"light_changed", "order"}
    for _again in range(2):
        write_messages([turned, fact(2, at=now, type="visit", props={})], now=now)
    assert list(Message.objects.values_list("endpoint__name", "type")) == [("CRM", "light_changed")]


def test_a_changed_body_is_refused_by_the_receiver(listen, connect, turned, now):
    crm = listen()
    _endpoint, secret = connect(crm)
    write_messages([turned], now=now)
    send_due(now=now)
    forged = crm.got[0].__class__("/", crm.got[0].headers, crm.got[0].body.replace(b"red", b"blu"))
    with pytest.raises(WebhookVerificationError):
        forged.verified(secret)


def test_after_a_rotation_both_secrets_verify_for_a_week(listen, connect, anna, now):
    crm = listen()
    endpoint, old = connect(crm)
    new = renew_secret(endpoint, by=anna, now=now)
    send_test(endpoint, now=now)
    send_due(now=now)
    assert crm.got[0].verified(old) == crm.got[0].verified(new)
    assert len(endpoint.secrets(now=now)) == 2
    assert endpoint.secrets(now=now + timedelta(days=8)) == [new]


def test_the_database_holds_no_secret(listen, connect):
    endpoint, secret = connect(listen())
    assert secret not in endpoint.secret
    assert secret.removeprefix("whsec_") not in str(vars(endpoint))


def test_a_test_message_takes_the_same_way(listen, connect, now):
    crm = listen(said=b"thanks")
    endpoint, secret = connect(crm)
    message = send_test(endpoint, now=now)
    send_due(now=now)
    message.refresh_from_db()
    assert (message.state, message.tries.get().status, message.tries.get().said) == (State.DELIVERED, 204, "")
    assert crm.got[0].verified(secret)["type"] == "test"
