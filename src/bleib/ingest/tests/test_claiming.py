"""However much waits under one id: it is claimed by portions, each fact once, whatever ends a portion midway."""

from __future__ import annotations

import pytest

from bleib.customers.models import Customer
from bleib.history.models import PendingFact
from bleib.ingest.api import claim_late, claim_rest, work_off
from bleib.ingest.claiming import soon
from bleib.ingest.models import Identity, Unclaimed
from bleib.ingest.tests.conftest import NOW, facts_of_lake, identify, track
from bleib.worker.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(monkeypatch):
    for room in ("claiming", "turning"):
        monkeypatch.setattr(f"bleib.ingest.{room}.MOST", 3)


@pytest.fixture
def visited(tell, application):
    """Ten events of somebody nobody knows."""
    assert tell(application[1], *(track(f"E{at}", f"m{at}", user="u7") for at in range(10))) == []


def rest() -> int:
    return Job.objects.waiting().filter(task="claim-rest").count()


def counted(home) -> list[str]:
    """What became a fact, in the lake or on its way there."""
    pending = PendingFact.objects.values_list("product", flat=True)
    return sorted([*(each.product for each in facts_of_lake(home)), *pending])


def test_a_turn_takes_a_portion_and_jobs_take_the_rest(visited, tell, home, application, anna):
    facts = tell(application[1], identify("u7", traits={"email": anna.mail}))
    assert [(fact.customer, fact.contact) for fact in facts] == [("O1", str(anna.pk))] * 3
    assert (Unclaimed.objects.count(), rest()) == (7, 1)
    assert [claim_rest(now=NOW) for _job in range(3)] == [3, 3, 1]
    assert counted(home) == [f"e{at}" for at in range(10)]
    assert set(PendingFact.objects.values_list("customer", "contact")) == {("O1", str(anna.pk))}
    assert not Unclaimed.objects.exists()


def test_no_job_comes_where_nothing_is_left(tell, application, anna):
    tell(application[1], track("A", user="u7"), track("B", "m2", user="u7"))
    tell(application[1], identify("u7", traits={"email": anna.mail}))
    assert (Unclaimed.objects.count(), rest()) == (0, 0)


@pytest.mark.parametrize("room", ["turning", "claiming"])
def test_a_portion_that_ends_midway_is_none(monkeypatch, visited, tell, send, home, application, anna, room):
    send(application[1], identify("u7", traits={"email": anna.mail}))
    work = work_off if room == "turning" else claim_rest
    if room == "claiming":
        work_off(now=NOW)
    before = Unclaimed.objects.count(), counted(home)
    monkeypatch.setattr(f"bleib.ingest.{room}.soon", None)  # the last thing before the commit
    with pytest.raises(TypeError):
        work(now=NOW)
    assert (Unclaimed.objects.count(), counted(home)) == before
    monkeypatch.setattr(f"bleib.ingest.{room}.soon", soon)
    work(now=NOW)
    while Unclaimed.objects.exists():
        claim_rest(now=NOW)
    assert counted(home) == [f"e{at}" for at in range(10)]


def test_many_ids_share_a_portion(tell, home, application, anna):
    tell(application[1], *(track(f"E{at}", f"m{at}", user=f"u{at % 4}") for at in range(8)))
    tell(application[1], *(identify(f"u{at}", f"i{at}", traits={"email": anna.mail}) for at in range(4)))
    assert [claim_rest(now=NOW) for _job in range(3)] == [3, 2, 0]
    assert counted(home) == [f"e{at}" for at in range(8)]


def test_what_nobody_knows_stays(visited, tell, application, anna):
    tell(application[1], identify("u8", traits={"email": anna.mail}))
    assert (claim_rest(now=NOW), Unclaimed.objects.count()) == (0, 10)


def test_ids_without_a_customer_claim_nothing(visited, tell, application, anna):
    tell(application[1], identify("u7", traits={"email": anna.mail}))
    Identity.objects.update(customer=None, contact=None)
    assert (claim_rest(now=NOW), Unclaimed.objects.count()) == (0, 7)


def test_a_customer_that_appears_gets_all_of_it(visited, home):
    Customer.objects.create(number="u7", created_at=NOW)
    assert claim_late(now=NOW) == 10
    assert counted(home) == [f"e{at}" for at in range(10)]


def test_what_a_job_left_that_failed_for_good_is_looked_for_every_hour(visited, tell, application, anna):
    tell(application[1], identify("u7", traits={"email": anna.mail}))
    Job.objects.all().delete()
    claim_late(now=NOW)
    assert rest() == 1
