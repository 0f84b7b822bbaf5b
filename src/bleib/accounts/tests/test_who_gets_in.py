"""The table of roles and actions, held against every address: GET and POST, every role and nobody."""

from __future__ import annotations

import pytest
from django.test import Client

from bleib.accounts.access import Entry, door_of
from bleib.accounts.roles import ALLOWED, Role
from bleib.accounts.tests.addresses import addresses
from bleib.accounts.tests.people import colleague

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROLES = list(Role)


@pytest.fixture(scope="module")
def signed_in(made_once):
    """The cookies of a colleague for each role."""
    cookies = {}

    def sign_in(_home):
        for role in ROLES:
            browser = Client()
            browser.force_login(colleague(role))
            cookies[role] = browser.cookies

    made_once(sign_in)
    return cookies


@pytest.fixture
def browsers(signed_in):
    """One for each role, and one where nobody is signed in."""
    found = {role: Client() for role in (*ROLES, None)}
    for role, cookies in signed_in.items():
        found[role].cookies.update(cookies)
    return found


def expected(door, role: Role | None) -> bool:
    """What the table says, without asking the code under test."""
    if door.entry is Entry.PUBLIC:
        return True
    if role is None:
        return False
    return door.entry is Entry.SIGNED_IN or door.action in ALLOWED[role]


def got_in(answer) -> bool:
    sent_away = answer.status_code == 302 and answer.url.startswith("/sign-in/?next=")
    return not sent_away and answer.status_code != 403


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_who_gets_in_is_what_the_table_says(address, browsers):
    door = door_of(address.view, address.name)
    told = {role: expected(door, role) for role in browsers}
    assert {role: got_in(browser.get(address.path)) for role, browser in browsers.items()} == told
    assert {role: got_in(browser.post(address.path)) for role, browser in browsers.items()} == told
