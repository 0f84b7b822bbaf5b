"""Who is erased is in no event on its way, and no later event brings them back; unknown visitors are forgotten."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bleib.customers.api import merge
from bleib.customers.importing.undo import keepers_of_customers
from bleib.customers.models import Contact, Customer
from bleib.history.models import PendingFact
from bleib.ingest.api import claim_rest, work_off
from bleib.ingest.models import Identity, Outcome, Tally, Unclaimed, Waiting
from bleib.ingest.store import Received
from bleib.ingest.tests.conftest import NOW, facts_of_lake, identify, track
from bleib.privacy import api as privacy
from bleib.privacy.people import find
from bleib.worker.models import Lease

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes() -> dict[str, int]:
    return dict(Tally.objects.values_list("outcome", "events"))


@pytest.mark.slow
def test_an_erased_contact_does_not_come_back_under_its_id(tell, application, anna):
    told = {"email": anna.mail, "firstName": "Anna"}
    tell(application[1], identify("u7", "i1", traits=told, anonymousId="browser"), track("A", user="u7"))
    privacy.erase("contact", anna.pk, actor=None, now=NOW)
    assert set(Identity.objects.values_list("value", "contact")) == {("", None)}
    again = identify("u7", "i2", traits=told, context={"groupId": "O1"})
    found = tell(application[1], again, track("B", "m2", user="u7"), track("C", "m3", user=None, anonymousId="browser"))
    assert not Contact.objects.exists()
    assert [(fact.product, fact.contact) for fact in found] == [("a", None)]
    assert outcomes()[Outcome.ERASED] == 3


@pytest.mark.slow
def test_an_erased_customer_does_not_come_back_under_its_number(tell, application, otter):
    tell(application[1], track("A"))
    privacy.erase("customer", otter.pk, actor=None, now=NOW)
    group = {"type": "group", "userId": "u9", "groupId": "O1", "messageId": "g", "traits": {"name": "Otter AG"}}
    tell(application[1], group, track("B", "m2"), track("C", "m3", user="u9", context={"groupId": "O1"}))
    assert list(Customer.objects.values_list("number", "name")) == [(f"erased-{otter.pk}", "")]
    assert outcomes() == {Outcome.FACT: 1, Outcome.ERASED: 3}


@pytest.mark.slow
def test_events_on_their_way_lose_the_messages_that_name_them(send, application, anna):
    send(application[1], identify("u7", traits={"email": anna.mail.upper()}), track("A"))
    send(application[1], identify("u8", traits={"name": "Anna Amsel"}), to="identify")
    send(application[1], track("B", "m2"))
    privacy.erase("contact", anna.pk, actor=None, now=NOW)
    rows = [json.loads(bytes(row.body))["batch"] for row in Waiting.objects.order_by("pk")]
    assert [[message["event"] for message in messages] for messages in rows] == [["A"], ["B"]]


@pytest.mark.slow
def test_what_waits_under_their_address_goes(tell, application, anna):
    tell(application[1], track("A", user=anna.mail), track("B", "m2", user="somebody"))
    privacy.erase("contact", anna.pk, actor=None, now=NOW)
    assert [row.fact["product"] for row in Unclaimed.objects.all()] == ["b"]


@pytest.mark.slow
def test_so_does_what_waits_for_its_turn_under_an_id_of_theirs(monkeypatch, tell, application, anna):
    monkeypatch.setattr("bleib.ingest.claiming.MOST", 1)
    monkeypatch.setattr("bleib.ingest.turning.MOST", 1)
    tell(application[1], track("A", user="u7"), track("B", "m2", user="u7"))
    tell(application[1], identify("u7", traits={"email": anna.mail}))
    assert [row["fact"]["product"] for row in Received().export(find("contact", anna.pk)) if "fact" in row] == ["b"]
    privacy.erase("contact", anna.pk, actor=None, now=NOW)
    assert not Unclaimed.objects.exists()
    claim_rest(now=NOW)
    assert not PendingFact.objects.exists()


def left_by_a_worker_that_died(monkeypatch, send, key, *messages):
    """A parcel that is not in the lake yet."""
    send(key, *messages)
    monkeypatch.setattr("bleib.ingest.working.deliver", lambda: None)
    work_off(now=NOW)
    monkeypatch.undo()


def test_facts_that_a_dying_worker_left_are_of_nobody_once_they_are_erased(monkeypatch, send, home, application, anna):
    told = identify("u7", traits={"email": anna.mail})
    left_by_a_worker_that_died(monkeypatch, send, application[1], told, track("A", user="u7"))
    assert f"'contact': '{anna.pk}'" in str(privacy.export_person("contact", anna.pk))
    privacy.erase("contact", anna.pk, actor=None, now=NOW)
    work_off(now=NOW)
    assert [(fact.customer, fact.contact) for fact in facts_of_lake(home)] == [("O1", None)]


def test_so_are_those_of_a_customer_that_is_erased(monkeypatch, send, home, application, otter):
    left_by_a_worker_that_died(monkeypatch, send, application[1], track("A"))
    privacy.erase("customer", otter.pk, actor=None, now=NOW)
    work_off(now=NOW)
    assert [(fact.customer, fact.product) for fact in facts_of_lake(home)] == [(None, "a")]


def test_they_are_handed_what_is_on_its_way_and_their_ids(tell, send, application, anna):
    tell(application[1], identify("u7", traits={"email": anna.mail}))
    send(application[1], identify("u7", "i2", traits={"email": anna.mail, "phone": "77263"}))
    handed = json.dumps(privacy.export_person("contact", anna.pk), default=str)
    assert '"u7"' in handed
    assert "77263" in handed


def test_visitors_whom_nobody_gets_to_know_are_forgotten(tell, application, settings):
    settings.UNCLAIMED_DAYS = 7
    tell(application[1], track("A", user="nobody"))
    Unclaimed.objects.update(received_at=NOW)
    privacy.apply_retention(now=NOW + timedelta(days=6))
    assert Unclaimed.objects.exists()
    privacy.apply_retention(now=NOW + timedelta(days=8))
    assert not Unclaimed.objects.exists()


def test_merged_customers_take_their_ids_along(tell, application, anna, otter):
    tell(application[1], identify("u7", traits={"email": anna.mail}))
    other = Customer.objects.create(number="O2", name="Otter Holding", created_at=NOW)
    merge(other, otter, now=NOW, actor=None)
    [fact] = tell(application[1], track("A", user="u7"))
    assert (fact.customer, fact.contact) == ("O2", str(anna.pk))
    assert Identity.objects.get().customer == other


def test_a_customer_whose_ids_are_known_stays_when_its_facts_go():
    tests = [test for _why, test in keepers_of_customers() if "ingest_identity" in test]
    assert len(tests) == 1


def test_a_contact_whom_the_history_has_forgotten_does_not_come_back_with_a_parcel(
    monkeypatch, send, home, application, anna
):
    told = identify("u7", traits={"email": anna.mail})
    left_by_a_worker_that_died(monkeypatch, send, application[1], told, track("A", user="u7"))
    monkeypatch.setattr(Received, "erase", lambda _store, _people, *, now: work_off(now=now))  # a worker is quicker
    privacy.erase("contact", anna.pk, actor=None, now=NOW)
    assert [(fact.customer, fact.contact) for fact in facts_of_lake(home)] == [("O1", None)]


def test_nobody_is_erased_between_the_question_who_is_erased_and_the_commit(monkeypatch, tell, application, otter):
    held: list[str] = []

    def point(name: str) -> None:
        held.extend(f"{name}: {lease.name}" for lease in Lease.objects.filter(name="pending"))

    monkeypatch.setattr("bleib.history.parcel.erased_among", lambda _numbers: point("asked"))
    monkeypatch.setattr("bleib.ingest.delivering.point", point)
    tell(application[1], track("A"))
    assert held == ["asked: pending", "ingest.appended: pending", "ingest.told: pending"]
