"""Colleagues are invited: the link works once, and only when it is accepted, not when it is opened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from bleib.accounts import api
from bleib.accounts.models import Invitation, User
from bleib.accounts.roles import Role
from bleib.accounts.tests.people import PASSWORD, colleague
from bleib.audit.api import Entry

pytestmark = pytest.mark.django_db
LETTER = {"email": "Bert@Example.com", "name": "Bert", "role": "analyst", "language": "de"}


@pytest.fixture
def token(anna):
    invitation = Invitation(email="bert@example.com", name="Bert", role=Role.ANALYST, language="de")
    return api.invite(invitation, by=anna, now=timezone.now())


def test_an_administrator_invites_and_a_letter_goes_out(client, anna, confirmed):
    client.post("/colleagues/invite/", LETTER)
    assert mail.outbox[0].to == ["bert@example.com"]
    assert "Anna" in mail.outbox[0].subject
    assert "/invitation/" in mail.outbox[0].body


def test_the_letter_is_in_the_language_of_the_invited(client, anna, confirmed):
    client.post("/colleagues/invite/", LETTER)
    assert mail.outbox[0].subject == "Anna lädt Sie zu Bleib ein"


def test_opening_the_link_changes_nothing(client, token):
    assert client.get(f"/invitation/{token}/").status_code == 200
    assert client.get(f"/invitation/{token}/").status_code == 200
    assert not User.objects.filter(email="bert@example.com").exists()


def test_who_accepts_is_a_colleague_and_signed_in(client, token):
    client.post(f"/invitation/{token}/", {"name": "Bert Brand", "password": PASSWORD})
    bert = User.objects.get(email="bert@example.com")
    assert (bert.name, bert.role, bert.language) == ("Bert Brand", "analyst", "de")
    assert client.get("/").status_code == 200


def test_the_link_works_once(client, token):
    client.post(f"/invitation/{token}/", {"name": "Bert", "password": PASSWORD})
    client.logout()
    assert client.get(f"/invitation/{token}/").status_code == 410
    assert client.post(f"/invitation/{token}/", {"name": "Eve", "password": PASSWORD}).status_code == 410


def test_the_link_ends_with_its_week(client, token):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(f"/invitation/{token}/", {"name": "Bert", "password": PASSWORD}).status_code == 410


def test_a_withdrawn_invitation_is_over(client, anna, token):
    api.withdraw(Invitation.objects.get(), by=anna, now=timezone.now())
    assert client.get(f"/invitation/{token}/").status_code == 410


def test_a_new_invitation_replaces_the_old_one(client, anna, token):
    again = Invitation(email="bert@example.com", role=Role.SALES, language="en")
    newer = api.invite(again, by=anna, now=timezone.now())
    assert client.get(f"/invitation/{token}/").status_code == 410
    assert client.get(f"/invitation/{newer}/").status_code == 200


@pytest.mark.parametrize("password", ["short", "password1234", "bert@example.com"])
def test_a_password_that_is_easily_guessed_is_refused(client, token, password):
    answer = client.post(f"/invitation/{token}/", {"name": "Bert", "password": password})
    assert answer.context["form"].errors["password"]
    assert not User.objects.filter(email="bert@example.com").exists()


def test_the_database_holds_no_token(token):
    assert token not in str(Invitation.objects.values_list())


def test_an_address_with_an_account_is_not_invited(client, anna, confirmed):
    answer = client.post("/colleagues/invite/", LETTER | {"email": "ANNA@example.com"})
    assert answer.context["form"].errors["email"]
    assert mail.outbox == []


def test_where_mail_reaches_nobody_the_link_is_shown_once(client, anna, confirmed, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    shown = client.post("/colleagues/invite/", LETTER).content.decode()
    assert "/invitation/" in shown
    assert "/invitation/" not in client.get("/colleagues/").content.decode()


def test_who_invited_and_who_joined_is_in_the_audit_log(client, anna, token):
    client.post(f"/invitation/{token}/", {"name": "Bert", "password": PASSWORD})
    told = [(entry.verb, entry.actor.email) for entry in Entry.objects.order_by("pk")]
    assert told == [("colleague.invited", "anna@example.com"), ("colleague.joined", "bert@example.com")]


def test_the_audit_log_does_not_name_who_was_only_invited(token):
    assert "bert" not in Entry.objects.get().content


def test_who_may_invite_nobody_any_more_has_no_invitation_out(client, anna, token):
    bert = colleague(Role.ADMIN)
    api.change_role(anna, role=Role.ANALYST, by=bert, now=timezone.now())
    assert client.get(f"/invitation/{token}/").status_code == 410


def test_who_is_shut_out_has_no_invitation_out(client, anna, token):
    api.deactivate(anna, by=colleague(Role.ADMIN), now=timezone.now())
    assert client.get(f"/invitation/{token}/").status_code == 410


def test_an_address_that_has_an_account_meanwhile_gets_no_second_one(client, anna, token):
    User.objects.create_user("bert@example.com")
    assert client.post(f"/invitation/{token}/", {"name": "Bert", "password": PASSWORD}).status_code == 410


def test_a_name_of_two_lines_is_no_second_header(client, anna, confirmed):
    User.objects.update(name="Anna\r\nBcc: eve@example.com")
    client.post("/colleagues/invite/", LETTER)
    assert (mail.outbox[0].to, mail.outbox[0].bcc) == (["bert@example.com"], [])
    assert mail.outbox[0].subject.startswith("Anna Bcc: eve@example.com")
