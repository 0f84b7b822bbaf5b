"""The start page says what to do first, to whom it concerns, until it is done."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import translation

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.console.first_steps import first_steps

pytestmark = pytest.mark.django_db


def titles(user) -> dict[str, bool]:
    with translation.override("en"):
        return {str(step.title): step.done for step in first_steps(user)}


def test_an_administrator_is_told_everything(anna):
    told = ["Protect your sign-in", "Name a mail server", "Invite your colleagues", "Read in your orders"]
    assert list(titles(anna)) == [*told, "Start the worker"]


def test_who_only_sells_is_told_to_protect_the_sign_in(db):
    assert titles(colleague(Role.SALES)) == {"Protect your sign-in": False}


def test_what_is_done_is_ticked(anna):
    TOTP.activate(anna, "JBSWY3DPEHPK3PXP")
    colleague(Role.SALES)
    found = titles(anna)
    assert found["Protect your sign-in"]
    assert found["Invite your colleagues"]
    assert not found["Start the worker"]


def test_when_all_is_done_nothing_is_listed(client, db):
    bert = colleague(Role.SALES)
    TOTP.activate(bert, "JBSWY3DPEHPK3PXP")
    client.force_login(bert)
    assert "Nothing waits for you" in client.get("/").content.decode()
