"""Counting while somebody types: few customers exactly, of many a sample, and never for long within a request."""

from __future__ import annotations

import time

import pytest

from bleib.segments import counting
from bleib.segments.counting import Counting, TakesTooLong, preview_soon
from bleib.segments.sample import KeptSample, chosen
from bleib.segments.tests.story import NOW, ago, happened, order
from bleib.segments.trial import estimated, whole

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
TWICE = {"field": "orders", "at_least": 2}


@pytest.fixture
def many():
    """Two hundred customers, of whom every fourth bought twice."""
    numbers = [f"K{n:03}" for n in range(200)]
    again = [order(number, ago(3)) for number in numbers[::4]]
    happened(*(order(number, ago(30)) for number in numbers), *again)


def soon(condition=TWICE, reader=1):
    return preview_soon(condition, subject="customer", reader=reader, now=NOW, most=5)


def test_few_are_counted_exactly(many):
    found = soon()
    assert (found.count, found.all, found.estimate) == (50, 200, None)


def test_of_many_a_sample_is_asked_that_says_how_sure_it_is(many):
    numbers, everybody = chosen(80)
    assert everybody == 200
    assert 50 <= len(numbers) <= 110
    sample = KeptSample()
    kept = sample.get(now=NOW)
    assert (kept.customers, kept.of) == (200, 200)
    found = estimated(kept, whole(TWICE, "customer"))
    sample.close()
    assert found.count == 50
    assert found.estimate.low < 50 < found.estimate.high


def test_it_is_counted_beside_the_request(many, monkeypatch):
    monkeypatch.setattr(counting, "FEW", 10)
    counting.counting.cache_clear()
    monkeypatch.setattr(counting, "WAIT", 20)
    assert soon().estimate.of == 200


def test_what_takes_too_long_is_stopped_and_said(monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 0.01)
    monkeypatch.setattr(Counting, "_count", lambda *_given, **_named: time.sleep(0.3))
    rule, desk = whole(TWICE, "customer"), Counting()
    assert desk.ask(rule, reader=1, now=NOW, most=5) is None
    monkeypatch.setattr(counting, "LIMIT", 0)
    for _ in range(2):
        with pytest.raises(TakesTooLong):
            desk.ask(rule, reader=1, now=NOW, most=5)


def test_what_a_reader_asks_no_more_is_not_counted(monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 0.01)
    monkeypatch.setattr(Counting, "_count", lambda *_given, **_named: time.sleep(0.3))
    desk = Counting()
    for least in range(2, 7):
        desk.ask(whole({"field": "orders", "at_least": least}, "customer"), reader=1, now=NOW, most=5)
    assert len(desk._asked) == 2  # the one that is being counted, and the newest
