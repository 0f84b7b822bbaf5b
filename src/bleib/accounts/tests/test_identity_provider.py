"""The company's identity provider signs in those who are colleagues already, told by a verified address."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount

from bleib.accounts.models import User
from bleib.accounts.tests.identity import Provider
from bleib.config.environment import Environment, Misconfigured
from bleib.config.sign_in import identity_provider, origin_of_identity_provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    with Provider() as found:
        told = Environment({"BLEIB_OIDC_NAME": "Firma", **found.variables})
        settings.SOCIALACCOUNT_PROVIDERS = identity_provider(told)
        yield found


def through(client, provider, **claims):
    """From our page to the provider and back, as a browser goes."""
    provider.claims = {"sub": "77", "email": "anna@example.com", "email_verified": True} | claims
    there = client.post("/sign-in/oidc/company/login/").url
    return client.get(provider.way_back(there))


def test_a_colleague_comes_in(client, anna, provider):
    assert through(client, provider).url == "/"
    assert client.get("/").status_code == 200
    assert SocialAccount.objects.get().user == anna


def test_the_page_names_the_provider(client, provider):
    assert "Firma" in client.get("/sign-in/").content.decode()


def test_whoever_is_no_colleague_gets_no_account(client, anna, provider):
    answer = through(client, provider, email="eve@example.com", sub="78")
    assert "Einladung" in answer.content.decode()
    assert User.objects.count() == 1


def test_an_address_that_nobody_verified_counts_for_nothing(client, anna, provider):
    through(client, provider, email_verified=False)
    assert client.get("/").status_code == 302


def test_a_closed_account_stays_closed(client, anna, provider):
    User.objects.update(is_active=False)
    through(client, provider)
    assert client.get("/").status_code == 302


def test_identities_are_not_linked_by_hand(client, anna, provider):
    client.force_login(anna)
    provider.claims = {"sub": "99", "email": "other@example.com", "email_verified": True}
    there = client.post("/sign-in/oidc/company/login/?process=connect").url
    assert client.get(provider.way_back(there)).status_code == 401
    assert not SocialAccount.objects.exists()


def test_a_link_alone_starts_nothing(client, provider):
    assert client.get("/sign-in/oidc/company/login/").status_code == 200


def test_half_a_provider_is_refused_with_what_is_missing():
    with pytest.raises(Misconfigured, match="BLEIB_OIDC_CLIENT_SECRET is missing"):
        identity_provider(Environment({"BLEIB_OIDC_ISSUER": "https://id.example.com", "BLEIB_OIDC_CLIENT_ID": "bleib"}))


def test_without_a_provider_there_is_none(client, db):
    assert identity_provider(Environment({})) == {}
    assert client.get("/sign-in/oidc/company/login/").status_code == 404


def test_the_browser_may_be_sent_to_the_provider_and_nowhere_else():
    told = Environment({"BLEIB_OIDC_ISSUER": "https://id.example.com/realms/firma"})
    assert origin_of_identity_provider(told) == ["https://id.example.com"]


def test_an_address_whose_provider_writes_the_word_false_counts_for_nothing(client, anna, provider):
    through(client, provider, email_verified="false")
    assert client.get("/").status_code == 302
