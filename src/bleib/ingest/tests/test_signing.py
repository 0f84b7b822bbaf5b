"""A source that takes ids of people only where the website's server has signed them."""

from __future__ import annotations

import pytest

from bleib.customers.models import Customer
from bleib.ingest.models import Identity, Outcome, Source, Tally, Unclaimed
from bleib.ingest.models.identity import Digester
from bleib.ingest.signing import signature, signing_key
from bleib.ingest.sources import connect, rekey
from bleib.ingest.tests.conftest import NOW, identify, track

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal(db) -> tuple[Source, str]:
    return connect(name="Portal", is_public=True, needs_signature=True, by=None, now=NOW)


def signed(source: Source, user: str) -> dict[str, str]:
    return {"signature": signature(signing_key(source), user)}


def test_what_somebody_signed_for_counts(tell, portal, otter):
    [fact] = tell(portal[1], track("A", context=signed(portal[0], "O1")))
    assert fact.customer == "O1"


@pytest.mark.parametrize("told", [None, "", "0" * 64, 7, "ä", {"a": 1}])
def test_a_guessed_id_counts_for_nobody(tell, portal, otter, told):
    assert tell(portal[1], track("A", context={"signature": told})) == []
    assert dict(Tally.objects.values_list("outcome", "events")) == {Outcome.UNSIGNED: 1}


def test_a_signature_is_for_one_id_and_vouches_for_no_company(tell, portal, otter):
    Customer.objects.create(number="N1", created_at=NOW)
    of_another = track("A", "m1", user="N1", context=signed(portal[0], "O1"))
    for_a_company = track("A", "m2", context={**signed(portal[0], "O1"), "groupId": "N1"})
    assert [fact.customer for fact in tell(portal[1], of_another, for_a_company)] == ["O1"]


def test_a_browser_is_linked_by_a_signed_id_only(tell, portal, otter):
    visit = {"type": "page", "anonymousId": "b1", "userId": "O1", "messageId": "p", "name": "Preise"}
    assert tell(portal[1], identify("O1", "i1", anonymousId="b1"), visit) == []
    assert (Unclaimed.objects.count(), Identity.objects.count()) == (1, 0)
    facts = tell(portal[1], identify("O1", "i2", anonymousId="b1", context=signed(portal[0], "O1")))
    assert [fact.customer for fact in facts] == ["O1"]


@pytest.fixture
def app(db) -> tuple[Source, str]:
    """Its key is secret, and still its ids count only signed."""
    return connect(name="App", needs_signature=True, by=None, now=NOW)


def test_an_alias_signed_by_one_takes_nobody_elses_id(tell, app, otter, anna):
    Identity.objects.create(
        digest=Digester().of("user", "u7"), kind="user", value="u7", customer=otter, contact=anna, linked_at=NOW
    )
    Customer.objects.create(number="M1", name="Mallory", created_at=NOW)
    mine = signed(app[0], "M1")
    theirs = {"type": "alias", "userId": "M1", "previousId": "u7", "messageId": "a", "context": mine}
    tell(app[1], theirs, theirs | {"messageId": "b", "previousId": "browser"})
    assert set(Identity.objects.values_list("value", "customer__number")) == {("u7", "O1")}


@pytest.mark.parametrize("user", ["", "M1"])
def test_traits_that_name_others_lead_to_nobody_and_fill_nobody(tell, app, anna, user):
    traits = {"email": anna.mail, "phone": "666", "company": {"id": "O1"}}
    context = signed(app[0], user) if user else {}
    told = identify(user or "M1", traits=traits, anonymousId="browser", context=context)
    facts = tell(app[1], told, track("A", user=None, anonymousId="browser"))
    anna.refresh_from_db()
    assert (facts, anna.phone, Identity.objects.count()) == ([], "", 0)


def test_a_group_is_made_by_nobody_whose_ids_are_signed(tell, app, otter):
    group = {"type": "group", "userId": "O1", "groupId": "N1", "messageId": "g", "context": signed(app[0], "O1")}
    tell(app[1], group)
    assert Customer.objects.count() == 1


def test_another_write_key_makes_old_signatures_void(tell, portal, otter):
    before = signed(portal[0], "O1")
    key = rekey(portal[0], by=None, now=NOW)
    assert tell(key, track("A", context=before)) == []
    assert len(tell(key, track("A", "m2", context=signed(portal[0], "O1")))) == 1


def test_an_id_of_nothing_visible_ends_nothing(tell, application, otter):
    assert len(tell(application[1], track("A", "m1", user=" \x00"), track("A", "m2"))) == 1
    assert Tally.objects.get(outcome=Outcome.FAULTY).events == 1
