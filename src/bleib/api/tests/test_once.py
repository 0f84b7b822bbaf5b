"""Idempotency keys: the same request again takes effect once, also when both come at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from bleib.api.models import GivenAnswer
from bleib.api.once import forget_answers
from bleib.customers.models import Customer

SAID = {"number": "10042", "name": "Nordwerft"}
KEY = {"Idempotency-Key": "5f0c3c1e"}


@pytest.mark.django_db
def test_the_same_again_gets_the_same_answer(ask):
    first, again = (ask("post", "customers", SAID, headers=KEY) for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")


@pytest.mark.django_db
def test_another_request_under_the_same_key_is_refused(ask):
    ask("post", "customers", SAID, headers=KEY)
    assert ask("post", "customers", SAID | {"name": "Other"}, headers=KEY).status_code == 422
    assert ask("post", "facts", SAID, headers=KEY).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "schl\u00fcssel", "a b", "k" * 201])
def test_a_key_that_would_protect_nothing_is_refused(ask, key):
    """Empty: what granian makes of a header that is not ASCII."""
    refused = ask("post", "customers", SAID, headers={"Idempotency-Key": key})
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "header.Idempotency-Key")
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_keys_of_two_tokens_are_two(ask, client, secret_for):
    ask("post", "customers", SAID, headers=KEY)
    mine = {"Authorization": f"Bearer {secret_for()}"} | KEY
    said = SAID | {"number": "2"}
    assert client.post("/api/v1/customers", said, content_type="application/json", headers=mine).status_code == 201


@pytest.mark.django_db
def test_what_was_refused_can_be_said_better_under_the_same_key(ask):
    assert ask("post", "customers", SAID | {"vat_id": "DE1"}, headers=KEY).status_code == 422
    assert not GivenAnswer.objects.exists()
    assert ask("post", "customers", SAID, headers=KEY).status_code == 201


@pytest.mark.django_db
def test_answers_are_forgotten_after_a_day(ask, now):
    ask("post", "customers", SAID, headers=KEY)
    assert forget_answers(now=now + timedelta(hours=23)) == 0
    assert forget_answers(now=now + timedelta(hours=25)) == 1


@pytest.mark.django_db
def test_who_was_erased_does_not_come_back_by_the_same_request_again(ask):
    ask("post", "customers", SAID, headers=KEY)
    GivenAnswer.objects.update(content="")
    Customer.objects.all().delete()
    assert ask("post", "customers", SAID, headers=KEY).status_code == 410
    assert not Customer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_one_takes_effect(secret_for):
    headers = {"Authorization": f"Bearer {secret_for()}"} | KEY

    def send(_number):
        try:
            return Client().post("/api/v1/customers", SAID, content_type="application/json", headers=headers)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert Customer.objects.count() == 1
