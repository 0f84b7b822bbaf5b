"""Every model of every installed app says what it holds about people; whatever is missing fails the build."""

from dataclasses import replace

import pytest
from django.apps import apps

from bleib.kernel.personal import Erase, NotPersonal, Retention, Via
from bleib.privacy import checks, declarations
from bleib.privacy.thirdparty import THIRD_PARTY

ENTRY = apps.get_model("audit.Entry")
USER = apps.get_model("accounts.User")
ADDRESS = apps.get_model("account.EmailAddress")


@pytest.mark.parametrize("model", declarations.models(), ids=lambda model: model._meta.label_lower)
def test_a_model_says_what_it_holds_about_people(model):
    assert [fault.msg for fault in checks.of_model(model, declarations.declaration(model))] == []


def test_the_table_of_libraries_has_no_row_too_many():
    assert set(THIRD_PARTY) - {model._meta.label_lower for model in declarations.models()} == set()


def test_there_are_these_kinds_of_people():
    assert set(declarations.kinds()) == {"user", "contact", "customer"}


def faults(model, told):
    return [int(fault.id[-3:]) for fault in checks.of_model(model, told)]


def test_silence_is_a_fault():
    assert faults(USER, None) == [1]


def test_a_column_that_looks_personal_is_named_or_explained():
    fields = ("email", "password", "last_login", "language", "theme")
    assert faults(USER, replace(USER.personal, fields=fields)) == [2]
    assert faults(USER, replace(USER.personal, fields=fields, explained={"name": "a word of ours"})) == []


def test_also_where_a_model_says_it_holds_nothing_about_people():
    assert faults(ADDRESS, NotPersonal("nothing")) == [2]


def test_a_column_that_is_not_there_is_a_fault():
    assert faults(USER, replace(USER.personal, secret=("shoe_size",))) == [3]


def test_a_store_has_to_be_registered():
    assert faults(ENTRY, replace(ENTRY.personal, store="attic")) == [4]


@pytest.mark.parametrize(
    "about", [{}, {"martian": "user_id"}, {"user": "colour"}, {"user": Via("pk", "{colour}")}, {"user": Via("colour")}]
)
def test_a_way_that_leads_nowhere_is_a_fault(about):
    assert faults(ADDRESS, replace(THIRD_PARTY["account.emailaddress"], about=about)) == [5]


def test_people_can_be_told_from_later_ones_with_their_number():
    assert faults(USER, replace(USER.personal, created="")) == [6]


def test_what_is_to_be_emptied_can_be():
    told = replace(USER.personal, fields=(*USER.personal.fields, "joined_at"), blank={})
    assert faults(USER, told) == [7]


@pytest.mark.parametrize("retention", [None, Retention(years=3, after="at"), Retention(after="at", law="§ 257 HGB")])
def test_what_a_law_keeps_names_law_and_time(retention):
    assert faults(ENTRY, replace(ENTRY.personal, erase=Erase.KEEP, retention=retention)) == [8]


@pytest.mark.parametrize("after", ["", "verb", "colour", "actor__name"])
def test_a_time_begins_with_a_date(after):
    assert faults(ENTRY, replace(ENTRY.personal, retention=Retention(days=1, after=after))) == [9]


def test_what_stays_does_not_go_with_what_goes(monkeypatch):
    kept = replace(THIRD_PARTY["account.emailconfirmation"], erase=Erase.BLANK)
    monkeypatch.setitem(THIRD_PARTY, "account.emailconfirmation", kept)
    assert faults(ADDRESS, THIRD_PARTY["account.emailaddress"]) == [10]


def test_what_stays_keeps_nothing_from_going():
    assert 11 in faults(USER, replace(USER.personal, erase=Erase.DELETE))
