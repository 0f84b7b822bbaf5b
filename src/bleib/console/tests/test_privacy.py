"""A person is found, handed what is held, and erased: only when it was meant, and after the password once more."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from bleib.accounts import api
from bleib.accounts.models import User
from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.api import Entry
from bleib.console.finding import find_people
from bleib.privacy.api import Erasure

pytestmark = pytest.mark.django_db


@pytest.fixture
def bert(db):
    return colleague(Role.SALES)


def test_people_are_found_by_a_part_of_their_address(anna, bert):
    assert [(found.kind, found.pk) for found in find_people("LES@exam")] == [("user", bert.pk)]


def test_one_letter_is_too_little_and_a_secret_is_no_name(anna, bert):
    assert find_people("s") == []
    assert find_people(bert.password[:12]) == []


def test_the_page_says_what_erasing_would_do(client, anna, bert):
    client.force_login(anna)
    page = client.get(f"/privacy/user/{bert.pk}/").content.decode()
    assert "is emptied and stays as a number" in page


def test_who_does_not_exist_is_not_found(client, anna):
    client.force_login(anna)
    assert client.get("/privacy/user/999999/").status_code == 404
    assert client.get("/privacy/martian/1/").status_code == 404


@pytest.mark.parametrize(("wanted", "kind"), [("json", "application/json"), ("html", "text/html; charset=utf-8")])
def test_what_is_held_is_handed_out_as_a_file_and_noted(confirmed, bert, wanted, kind):
    answer = confirmed.post(f"/privacy/user/{bert.pk}/export/", {"format": wanted})
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'attachment; filename="bleib-user-{bert.pk}.{wanted}"'
    assert bert.email in answer.content.decode()
    assert Entry.objects.about("user", bert.pk).get().verb == "person.exported"


def test_the_export_holds_no_secret(confirmed, bert):
    told = json.loads(confirmed.post(f"/privacy/user/{bert.pk}/export/", {"format": "json"}).content)
    assert bert.password not in str(told)


def test_handing_out_waits_for_the_password(client, anna, bert):
    client.force_login(anna)
    assert client.post(f"/privacy/user/{bert.pk}/export/").url.startswith("/sign-in/again/")


def test_without_the_tick_nothing_is_erased(confirmed, bert):
    confirmed.post(f"/privacy/user/{bert.pk}/erase/")
    assert not Erasure.objects.exists()


def test_a_colleague_who_may_still_sign_in_is_not_erased(confirmed, bert):
    confirmed.post(f"/privacy/user/{bert.pk}/erase/", {"sure": "yes"})
    assert not Erasure.objects.exists()


def test_who_is_meant_is_erased(confirmed, anna, bert):
    api.deactivate(bert, by=anna, now=timezone.now())
    confirmed.post(f"/privacy/user/{bert.pk}/erase/", {"sure": "yes"})
    assert Erasure.objects.of("user", bert.pk).exists()
    assert not User.objects.filter(email="sales@example.com").exists()


def test_a_manager_hands_out_but_does_not_erase(client, bert):
    client.force_login(colleague(Role.MANAGER))
    assert "Erase this person" not in client.get(f"/privacy/user/{bert.pk}/").content.decode()
    assert client.post(f"/privacy/user/{bert.pk}/erase/", {"sure": "yes"}).status_code == 403


def test_what_nobody_can_be_called_finds_nobody(anna):
    assert find_people("a\0b") == find_people("anna" * 100_000) == []
