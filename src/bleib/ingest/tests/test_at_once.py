"""Two do something about one customer at the same time: both come to their end."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait

import pytest
from django.db import connection

from bleib.customers.api import merge
from bleib.customers.models import Customer, Merge
from bleib.ingest.api import work_off
from bleib.ingest.models import Identity, Outcome, Tally
from bleib.ingest.tests.conftest import NOW, identify, track

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.slow
def test_customers_are_merged_while_a_turn_links_ids_to_them(monkeypatch, send, application, anna, otter):
    """The turn has asked for its instant, for which the merge has to wait; its ids lead to what the merge holds."""
    holding = Customer.objects.create(number="O2", name="Otter Holding", created_at=NOW)
    begun: list[Future[Merge]] = []

    def merged() -> Merge:
        try:
            return merge(holding, otter, now=NOW)
        finally:
            connection.close()

    def point(name: str) -> None:
        if name == "ingest.turned":
            begun.append(pool.submit(merged))
            wait(begun, timeout=0.5)

    monkeypatch.setattr("bleib.ingest.working.point", point)
    send(application[1], identify("u7", traits={"email": anna.mail}), track("A", user="u7"))
    with ThreadPoolExecutor(1) as pool:
        work_off(now=NOW)
    assert begun[0].result().kept == holding
    assert Identity.objects.get().contact == anna
    assert set(Tally.objects.values_list("outcome", "events")) == {(Outcome.PEOPLE, 1), (Outcome.FACT, 1)}
