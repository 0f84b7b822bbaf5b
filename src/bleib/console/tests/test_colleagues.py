"""The pages about colleagues ask for the password once more before anything changes."""

from __future__ import annotations

import pytest

from bleib.accounts import api
from bleib.accounts.models import SecondFactorRule
from bleib.accounts.roles import Role
from bleib.accounts.tests.people import PASSWORD, colleague
from bleib.audit.api import Entry, sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def bert(db):
    return colleague(Role.SALES)


def test_a_change_waits_until_the_password_was_given_again(client, anna, bert):
    client.force_login(anna)
    answer = client.post(f"/colleagues/{bert.pk}/role/", {"role": "service"})
    assert answer.url.startswith("/sign-in/again/")
    bert.refresh_from_db()
    assert bert.role == "sales"


def test_and_is_done_then(client, anna, bert):
    client.force_login(anna)
    again = client.post(f"/colleagues/{bert.pk}/role/", {"role": "service"}).url
    client.post(again, {"password": PASSWORD, "next": f"/colleagues/{bert.pk}/role/"})
    bert.refresh_from_db()
    assert bert.role == "service"


def test_a_name_is_corrected_with_an_entry(confirmed, bert):
    confirmed.post(f"/colleagues/{bert.pk}/name/", {"name": "Bert Öz"})
    bert.refresh_from_db()
    assert bert.name == "Bert Öz"
    assert "Anna changed the name of Bert Öz: name: Sales → Bert Öz." in sentence(Entry.objects.latest("pk"))
    confirmed.post(f"/colleagues/{bert.pk}/name/", {"name": " "})
    bert.refresh_from_db()
    assert bert.name == "Bert Öz"


def test_the_log_tells_roles_by_their_names(confirmed, bert):
    confirmed.post(f"/colleagues/{bert.pk}/role/", {"role": "manager"})
    confirmed.post("/colleagues/second-factor/sales/", {"demanded": "yes"})
    confirmed.post("/colleagues/second-factor/sales/", {"demanded": "no"})
    told = [sentence(entry) for entry in Entry.objects.order_by("pk")]
    assert told[-3:] == [
        "Anna gave Sales another role: role: Sales → Retention manager.",
        "Anna requires a second factor of the role Sales.",
        "Anna requires no second factor of the role Sales any more.",
    ]


def test_an_account_is_closed_and_opened_again(confirmed, bert):
    confirmed.post(f"/colleagues/{bert.pk}/deactivate/")
    bert.refresh_from_db()
    assert not bert.is_active
    confirmed.post(f"/colleagues/{bert.pk}/reactivate/")
    bert.refresh_from_db()
    assert bert.is_active


def test_the_last_administrator_is_told_why_not(confirmed, anna):
    answer = confirmed.post(f"/colleagues/{anna.pk}/deactivate/", follow=True)
    assert "last administrator" in answer.content.decode()


def test_a_role_that_does_not_exist_is_not_given(confirmed, bert):
    assert confirmed.post(f"/colleagues/{bert.pk}/role/", {"role": "boss"}).status_code == 404


def test_a_second_factor_is_demanded_and_waived(confirmed):
    confirmed.post("/colleagues/second-factor/sales/", {"demanded": "yes"})
    assert SecondFactorRule.objects.get().role == "sales"
    confirmed.post("/colleagues/second-factor/sales/", {"demanded": "no"})
    assert not SecondFactorRule.objects.exists()


def test_who_has_many_colleagues_asks_the_database_no_more(client, anna, django_assert_max_num_queries):
    for role in Role:
        colleague(role)
    client.force_login(anna)
    client.get("/colleagues/")
    with django_assert_max_num_queries(14):
        client.get("/colleagues/")


def test_what_waited_for_the_password_is_not_done_by_who_lost_the_role_meanwhile(client, anna, now):
    second = colleague(Role.ADMIN)
    client.force_login(second)
    again = client.post(f"/colleagues/{second.pk}/role/", {"role": "admin"}).url
    api.change_role(second, role=Role.ANALYST, by=anna, now=now)
    answer = client.post(again, {"password": PASSWORD, "next": f"/colleagues/{second.pk}/role/"})
    second.refresh_from_db()
    assert (answer.status_code, second.role) == (403, "analyst")
