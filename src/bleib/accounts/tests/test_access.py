"""Every address declares who gets in, and what declares nothing is closed."""

from __future__ import annotations

import pytest

from bleib.accounts.access import CLOSED, door_of
from bleib.accounts.library import LIBRARY
from bleib.accounts.roles import ALLOWED, Action, Role, may
from bleib.accounts.tests.addresses import addresses

pytestmark = pytest.mark.django_db
ADDRESSES = addresses()
ROLES = list(Role)


def test_there_are_addresses():
    assert len(ADDRESSES) > 40


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_every_address_declares_an_action_or_a_reason(address):
    door = door_of(address.view, address.name)
    assert door != CLOSED
    assert door.action or door.reason


def test_the_list_of_library_views_names_only_what_is_routed():
    assert set(LIBRARY) <= {address.name for address in ADDRESSES}


def test_nobody_signs_up_changes_addresses_or_links_identities():
    names = {address.name for address in ADDRESSES}
    assert names.isdisjoint({"account_signup", "account_email", "socialaccount_signup", "socialaccount_connections"})


def test_a_view_that_declares_nothing_is_closed_even_for_administrators(client, anna):
    assert not door_of(len, "unheard_of").admits(anna)


def test_a_library_view_that_is_not_listed_is_closed(anna):
    from allauth.account.views import signup

    assert not door_of(signup, "account_signup").admits(anna)


def test_an_unknown_role_may_do_nothing():
    assert not any(may("boss", action) for action in Action)


def test_every_action_is_somebodys_work():
    assert {action for role in ROLES for action in ALLOWED[role]} == set(Action)


def test_who_is_closed_out_is_out_at_once(client, anna):
    client.force_login(anna)
    anna.is_active = False
    anna.save()
    assert client.get("/").status_code == 302


def test_a_page_whose_session_ended_goes_to_signing_in_as_a_whole(client, db):
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/system/?a=1"}
    answer = client.get("/system/", headers=asked)
    assert answer["HX-Redirect"] == "/sign-in/?next=/system/%3Fa%3D1"
