"""Roles are given and accounts closed; somebody always remains to manage the others."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.utils import translation

from bleib.accounts import api
from bleib.accounts.models import User
from bleib.accounts.roles import Role
from bleib.accounts.tests.people import PASSWORD, colleague
from bleib.audit.api import Entry, sentence

pytestmark = pytest.mark.django_db


def test_a_role_is_changed_and_the_change_told(anna, now):
    bert = colleague(Role.SALES)
    api.change_role(bert, role=Role.SERVICE, by=anna, now=now)
    bert.refresh_from_db()
    assert bert.role == Role.SERVICE
    with translation.override("en"):
        told = sentence(Entry.objects.get())
    assert told == "Anna gave Sales another role: role: Sales → Service."


def test_the_last_administrator_stays_one(anna, now):
    with pytest.raises(api.LastAdministrator):
        api.change_role(anna, role=Role.SALES, by=anna, now=now)
    with pytest.raises(api.LastAdministrator):
        api.deactivate(anna, by=anna, now=now)
    assert not Entry.objects.exists()


def test_of_two_administrators_one_may_go(anna, now):
    bert = colleague(Role.ADMIN)
    api.deactivate(anna, by=bert, now=now)
    with pytest.raises(api.LastAdministrator):
        api.deactivate(bert, by=bert, now=now)


def test_closing_an_account_ends_its_sessions(client, anna, now):
    bert = colleague(Role.SALES)
    client.post("/sign-in/", {"login": bert.email, "password": PASSWORD})
    assert UserSession.objects.filter(user=bert).count() == 1
    api.deactivate(bert, by=anna, now=now)
    assert not UserSession.objects.filter(user=bert).exists()
    assert client.get("/").status_code == 302


def test_a_closed_account_does_not_sign_in_until_it_is_opened_again(client, anna, now):
    bert = colleague(Role.SALES)
    api.deactivate(bert, by=anna, now=now)
    client.post("/sign-in/", {"login": bert.email, "password": PASSWORD})
    assert client.get("/").status_code == 302
    api.reactivate(bert, by=anna, now=now)
    client.post("/sign-in/", {"login": bert.email, "password": PASSWORD})
    assert client.get("/").status_code == 200


def test_who_lost_the_second_factor_starts_anew(anna, now):
    bert = colleague(Role.SALES)
    TOTP.activate(bert, "JBSWY3DPEHPK3PXP")
    api.forget_second_factor(bert, by=anna, now=now)
    assert User.objects.with_second_factor().get(pk=bert.pk).has_second_factor == 0


def test_there_is_one_first_administrator(now):
    made = api.found(email="Anna@Example.com", name="Anna", password=PASSWORD, language="de", now=now)
    again = api.found(email="eve@example.com", name="Eve", password=PASSWORD, language="de", now=now)
    assert made.email == "anna@example.com"
    assert again is None
    assert User.objects.count() == 1


def test_addresses_differ_by_more_than_capitals(anna):
    assert User.objects.get_by_natural_key("ANNA@EXAMPLE.COM") == anna
