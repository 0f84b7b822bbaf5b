"""A second factor is demanded by role, kept encrypted, and set up before anything else."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from bleib.accounts import api
from bleib.accounts.adapters import SecondFactorAdapter
from bleib.accounts.roles import Role
from bleib.accounts.second_factor import lacks_second_factor
from bleib.accounts.tests.people import PASSWORD, colleague
from bleib.audit.api import Entry

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def test_only_the_role_it_is_demanded_of_lacks_it(anna, now):
    bert = colleague(Role.SALES)
    api.demand_second_factor(Role.SALES, by=anna, now=now)
    assert lacks_second_factor(bert)
    assert not lacks_second_factor(anna)


def test_who_has_one_time_codes_does_not_lack_it(anna, now):
    api.demand_second_factor(Role.ADMIN, by=anna, now=now)
    TOTP.activate(anna, SECRET)
    assert not lacks_second_factor(anna)


def test_recovery_codes_alone_are_no_second_factor(anna, now):
    api.demand_second_factor(Role.ADMIN, by=anna, now=now)
    RecoveryCodes.activate(anna)
    assert lacks_second_factor(anna)


def test_every_page_of_the_console_waits_for_it(client, anna, now):
    api.demand_second_factor(Role.ADMIN, by=anna, now=now)
    client.force_login(anna)
    assert client.get("/colleagues/").url == "/me/second-factor/"
    assert client.post("/colleagues/invite/").url == "/me/second-factor/"
    assert client.get("/me/").status_code == 200


def test_what_is_waived_is_not_demanded_any_more(anna, now):
    api.demand_second_factor(Role.ADMIN, by=anna, now=now)
    api.waive_second_factor(Role.ADMIN, by=anna, now=now)
    assert not lacks_second_factor(anna)


def test_demanding_twice_is_one_entry_in_the_audit_log(anna, now):
    api.demand_second_factor(Role.ADMIN, by=anna, now=now)
    api.demand_second_factor(Role.ADMIN, by=anna, now=now)
    assert [entry.verb for entry in Entry.objects.all()] == ["role.second_factor_demanded"]


def test_the_database_holds_no_secret_of_one_time_codes(anna):
    TOTP.activate(anna, SECRET)
    assert SECRET not in str(Authenticator.objects.get().data)


def test_secrets_are_read_with_an_earlier_key(settings):
    locked = SecondFactorAdapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret, long enough to be one"
    assert SecondFactorAdapter().decrypt(locked) == SECRET


def test_a_one_time_code_that_was_seen_lets_nobody_in_a_second_time(anna):
    totp = TOTP.activate(anna, SECRET)
    code = next(format_hotp_value(hotp_value(SECRET, counter)) for counter in yield_hotp_counters_from_time())
    seen = []
    for client in (Client(), Client()):
        client.post("/sign-in/", {"login": anna.email, "password": PASSWORD})
        client.post("/me/second-factor/authenticate/", {"code": code})
        cache.delete(totp._get_used_cache_key(code))  # forgotten after thirty of the ninety seconds it is good for
        seen.append(client.get("/").status_code)
    assert seen == [200, 302]
