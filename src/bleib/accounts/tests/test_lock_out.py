"""Guessing is slowed down for all processes alike, and no answer tells whether an address is known."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from bleib.accounts import post
from bleib.accounts.tests.people import PASSWORD

pytestmark = pytest.mark.django_db


def attempt(client, email: str, password: str):
    return client.post("/sign-in/", {"login": email, "password": password})


def said(answer) -> str:
    """The page without what differs from one answer to the next by nature."""
    return str(answer.context["form"].errors)


def delivered() -> int:
    """How many letters have left, once the postman has done all he was given."""
    post._postman.submit(lambda: None).result()
    return len(mail.outbox)


def test_after_five_wrong_passwords_the_right_one_is_refused_too(client, anna):
    for _ in range(5):
        attempt(client, anna.email, "wrong")
    assert attempt(client, anna.email, PASSWORD).status_code == 200
    assert client.get("/").status_code == 302


def test_others_sign_in_meanwhile(client, anna):
    for _ in range(5):
        attempt(client, "bert@example.com", "wrong")
    assert attempt(client, anna.email, PASSWORD).status_code == 302


def test_attempts_are_counted_in_the_database(client, anna):
    attempt(client, anna.email, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from accounts_cache")
        assert cursor.fetchone()[0] > 0
    assert "DatabaseCache" in type(cache._connections[cache._alias]).__name__


def test_a_computer_that_asks_for_many_codes_has_to_wait(db):
    codes = [Client().post("/sign-in/code/", {"email": f"{number}@example.com"}).status_code for number in range(21)]
    assert codes == [302] * 20 + [200]


@pytest.mark.slow
def test_a_computer_that_asks_for_many_pages_of_signing_in_is_sent_away(client, db):
    answers = [client.post("/sign-in/", {"login": f"{number}@example.com"}) for number in range(31)]
    assert answers[30].status_code == 429
    assert "Bleib" in answers[30].content.decode()


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, anna):
    wrong, unknown = attempt(client, anna.email, "wrong"), attempt(client, "nobody@example.com", "wrong")
    assert said(wrong) == said(unknown)
    assert wrong.status_code == unknown.status_code


@pytest.mark.parametrize("path", ["/sign-in/code/", "/sign-in/password/"])
def test_asking_for_a_code_gets_the_same_answer_for_an_unknown_address(anna, path):
    known, unknown = (Client().post(path, {"email": email}) for email in (anna.email, "nobody@example.com"))
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


@pytest.mark.parametrize("path", ["/sign-in/code/", "/sign-in/password/"])
def test_only_who_has_an_account_gets_a_letter(anna, path):
    Client().post(path, {"email": "nobody@example.com"})
    assert delivered() == 0
    Client().post(path, {"email": anna.email})
    assert delivered() == 1


def test_a_mail_server_that_fails_changes_no_answer(client, anna, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1  # nobody listens there
    assert client.post("/sign-in/code/", {"email": anna.email}).status_code == 302
    delivered()
    assert anna.email not in capsys.readouterr().out
