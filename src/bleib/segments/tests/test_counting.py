"""Counting while somebody types: few customers exactly, of many a sample, and never for long within a request."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event

import pytest

from bleib.customers.models import Customer
from bleib.history.forgetting import forget
from bleib.history.models import Setting
from bleib.segments import counting, sample
from bleib.segments.asking import KEPT_RANKS
from bleib.segments.counting import Counting, NotCounted, TakesTooLong, preview_soon
from bleib.segments.sample import KeptSample
from bleib.segments.tests.story import NOW, ago, happened, order
from bleib.segments.trial import estimated, whole

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
ENDLESS = "select sum(a.range * b.range) from range(10000000) a, range(10000000) b"
TWICE = {"field": "orders", "at_least": 2}


@pytest.fixture
def many():
    """Two hundred customers, of whom every fourth bought twice."""
    numbers = [f"K{n:03}" for n in range(200)]
    again = [order(number, ago(3)) for number in numbers[::4]]
    happened(*(order(number, ago(30)) for number in numbers), *again)


@contextmanager
def sampled():
    kept = KeptSample()
    with kept.held(now=NOW) as sample:
        yield sample
    kept.close()


def soon(condition=TWICE, reader=1):
    return preview_soon(condition, subject="customer", reader=reader, now=NOW, most=5)


def test_few_are_counted_exactly(many):
    found = soon()
    assert (found.count, found.all, found.estimate) == (50, 200, None)


def test_of_many_a_sample_is_asked_that_says_how_sure_it_is(many):
    with sampled() as kept:
        assert (kept.customers, kept.of) == (200, 200)
        found = estimated(kept, whole(TWICE, "customer"))
    assert found.count == 50
    assert found.estimate.low < 50 < found.estimate.high


def test_it_is_counted_beside_the_request(many, monkeypatch):
    monkeypatch.setattr(counting, "FEW", 10)
    counting.counting.cache_clear()
    monkeypatch.setattr(counting, "WAIT", 20)
    assert soon().estimate.of == 200


@pytest.mark.slow
def test_what_takes_too_long_is_stopped_and_said_to_whoever_asks(many, monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 20)
    monkeypatch.setattr(counting, "LIMIT", 0.2)
    monkeypatch.setattr(counting, "estimated", lambda sample, *_given, **_named: sample.asking.engine.run(ENDLESS))
    desk = Counting()
    for reader in (1, 2):
        with pytest.raises(TakesTooLong):
            desk.ask(orders(1), reader=reader, now=NOW, most=5)


@pytest.mark.slow
def test_what_is_between_two_queries_when_it_has_to_stop_is_stopped_in_the_next_one(many, monkeypatch):
    def slow(sample, *_given, **_named):
        time.sleep(0.5)
        sample.asking.engine.run(ENDLESS)

    monkeypatch.setattr(counting, "WAIT", 20)
    monkeypatch.setattr(counting, "LIMIT", 0.2)
    monkeypatch.setattr(counting, "AGAIN", 0.2)
    monkeypatch.setattr(counting, "estimated", slow)
    with pytest.raises(TakesTooLong):
        Counting().ask(orders(1), reader=1, now=NOW, most=5)


@pytest.mark.slow
def test_nobody_hears_that_it_takes_too_long_while_the_sample_is_opened(many, monkeypatch):
    desk, go = Counting(), Event()
    opened = desk._sample._opened
    monkeypatch.setattr(desk._sample, "_opened", lambda now: go.wait(20) and opened(now))
    monkeypatch.setattr(counting, "WAIT", 0.05)
    with monkeypatch.context() as short:
        short.setattr(counting, "LIMIT", 0.01)
        for reader, least in ((1, 2), (2, 3)):  # who asked first, and who is queued behind
            assert desk.ask(orders(least), reader=reader, now=NOW, most=5) is None
            assert desk.ask(orders(least), reader=reader, now=NOW, most=5) is None
    monkeypatch.setattr(counting, "WAIT", 20)
    go.set()
    assert desk.ask(orders(2), reader=1, now=NOW, most=5).count == 50


@pytest.mark.slow
def test_who_was_erased_is_in_no_answer_that_was_counted_before(many, home, monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 20)
    desk = Counting()
    assert [each.customer.number for each in first_of(desk)] == ["K000", "K004"]
    forget(home, customers=["K000"], now=NOW)
    Customer.objects.filter(number="K000").update(number="erased-1")
    assert [each.customer.number for each in first_of(desk)] == ["K004", "K008"]


@pytest.mark.slow
def test_an_answer_does_not_stay_in_memory_until_somebody_asks_again(many, monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 20)
    monkeypatch.setattr(counting, "KEPT", 0.1)
    desk = Counting()
    first_of(desk)
    for _ in range(100):
        if not desk._asked:
            break
        time.sleep(0.05)
    assert desk._asked == {}


def first_of(desk):
    return desk.ask(orders(2), reader=1, now=NOW, most=2).sample


@pytest.fixture
def busy(monkeypatch):
    """A desk whose thread is at something else until it is told to go on; then it counts as many as are asked for."""
    go, desk = Event(), Counting()
    monkeypatch.setattr(counting, "WAIT", 0.01)
    monkeypatch.setattr(desk, "_count", lambda rule, *_given, **_named: go.wait(20) and rule)
    assert desk.ask(orders(0), reader=0, now=NOW, most=5) is None
    yield desk, go
    go.set()


def orders(least):
    return whole({"field": "orders", "at_least": least}, "customer")


def test_what_a_reader_asks_no_more_is_not_counted(busy):
    desk, _go = busy
    for least in range(2, 7):
        desk.ask(orders(least), reader=1, now=NOW, most=5)
    assert len(desk._asked) == 2  # the one that is being counted, and the newest


def test_who_types_on_while_a_request_waits_gets_no_error(busy, monkeypatch):
    desk, _go = busy
    monkeypatch.setattr(counting, "WAIT", 20)
    with ThreadPoolExecutor() as readers:
        ask = partial(desk.ask, orders(2), reader=1, now=NOW, most=5)
        waiting = readers.submit(counting._without_connections, ask)
        while len(desk._asked) < 2:
            time.sleep(0.01)
        monkeypatch.setattr(counting, "WAIT", 0.01)
        assert desk.ask(orders(3), reader=1, now=NOW, most=5) is None
        assert waiting.result(5) is None


def test_what_another_reader_asks_too_is_counted(busy, monkeypatch):
    desk, go = busy
    for reader, least in ((1, 2), (2, 2), (1, 3)):
        desk.ask(orders(least), reader=reader, now=NOW, most=5)
    assert len(desk._asked) == 3
    go.set()
    monkeypatch.setattr(counting, "WAIT", 20)
    assert desk.ask(orders(2), reader=2, now=NOW, most=5) == orders(2)


@pytest.mark.slow
def test_what_failed_is_counted_anew(many, monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 20)
    desk, rule = Counting(), whole(TWICE, "customer")
    with monkeypatch.context() as broken:
        broken.setattr(counting, "estimated", lambda *_given, **_named: 1 // 0)
        with pytest.raises(NotCounted):
            desk.ask(rule, reader=1, now=NOW, most=5)
    assert desk.ask(rule, reader=1, now=NOW, most=5).count == 50


@pytest.mark.slow
def test_a_count_that_is_stopped_leaves_the_next_one_alone(many, monkeypatch):
    desk = Counting()
    monkeypatch.setattr(counting, "WAIT", 20)
    desk.ask(orders(9), reader=1, now=NOW, most=5)  # opens the sample
    with monkeypatch.context() as slow:
        slow.setattr(counting, "LIMIT", 0.3)
        slow.setattr(counting, "estimated", lambda sample, *_given, **_named: sample.asking.engine.run(ENDLESS))
        with pytest.raises(TakesTooLong):
            desk.ask(orders(1), reader=1, now=NOW, most=5)
    assert desk.ask(orders(2), reader=1, now=NOW, most=5).count == 50


@pytest.mark.slow
def test_ranks_are_those_among_the_sample(many):
    Setting.write(KEPT_RANKS, [])  # nobody was ranked when everybody was looked at
    top = whole({"field": "revenue_rank", "at_most": 0.25}, "customer")
    with sampled() as kept:
        assert estimated(kept, top).count == 50


@pytest.mark.slow
def test_the_sample_goes_by_itself_and_is_another_after_an_erasure(many, home, monkeypatch):
    monkeypatch.setattr(sample, "AS_GOOD_AS_NEW", 0.5)
    kept = KeptSample()
    with kept.held(now=NOW) as first, kept.held(now=NOW) as same:
        assert first is same
        forget(home, customers=["K001"], now=NOW)
        with kept.held(now=NOW) as second:
            assert second is not first
    time.sleep(1)
    assert kept._sample is None
