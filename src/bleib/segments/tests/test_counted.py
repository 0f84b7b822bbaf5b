"""Many memberships are counted by the worker while somebody looks at the list, which reads what it counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.segments import counted
from bleib.segments.api import count_segments, is_count_due, overview_soon
from bleib.segments.tests.story import NOW, ago, happened, order, ready, segment

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=6)


@pytest.fixture(autouse=True)
def two(home):
    ready()
    happened(order("Adler", ago(9)), order("Adler", ago(3)), order("Bauer", ago(5)))


def sizes(now=NOW):
    return {each.segment.key: each.count for each in overview_soon(now=now).segments}


def test_few_are_counted_while_the_page_waits():
    assert sizes()["regulars"] == 1
    assert overview_soon(now=NOW).at is None
    assert not is_count_due(NOW)


@pytest.mark.slow
def test_many_are_counted_beforehand(monkeypatch):
    monkeypatch.setattr(counted, "MANY", 1)
    assert is_count_due(NOW)
    count_segments(now=NOW)
    happened(order("Bauer", ago(1)))
    segment("young", {"field": "orders", "at_least": 1})
    found = overview_soon(now=NOW)
    assert found.at == NOW
    assert [each.count for each in found.segments if each.segment.key in ("regulars", "young")] == [1, 0]
    assert found.segments[0].trend[-1].members == 1
    assert not is_count_due(NOW)
    assert is_count_due(LATER)  # somebody looked
    assert not is_count_due(LATER + timedelta(hours=2))  # nobody looks any more
    count_segments(now=LATER)
    assert sizes(LATER)["regulars"] == 2
