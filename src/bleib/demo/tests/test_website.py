"""The demo's online shop: the same day the same events, of content customers' people, and of nobody who left."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bleib.demo import demo_company
from bleib.demo.lists import Lists
from bleib.demo.website import CONTENT, STRANGERS, WEEKS, events
from bleib.ingest.protocol import KINDS

TODAY, ZONE = date(2026, 11, 20), ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def lists():
    return Lists(demo_company(TODAY))


@pytest.fixture(scope="module")
def told(lists):
    return list(events(lists, ZONE))


@pytest.mark.slow
def test_the_same_day_tells_the_same_and_no_message_twice(lists, told):
    assert told == list(events(lists, ZONE))
    assert len({message["messageId"] for message in told}) == len(told) > 1_000
    assert {message["type"] for message in told} <= set(KINDS)


def test_they_are_people_of_content_customers_who_say_who_they_are(lists, told):
    content = {each.number for each in lists.company.customers if each.story in CONTENT}
    named = [message for message in told if message["type"] == "identify"]
    assert {message["context"]["groupId"] for message in named} <= content
    users = Counter(message["userId"] for message in told if "userId" in message)
    assert users.keys() == {message["userId"] for message in named}
    assert sum("anonymousId" in message for message in told) == STRANGERS


def test_it_happened_in_the_weeks_before_the_day(told):
    days = {datetime.fromisoformat(each["timestamp"]).astimezone(ZONE).date() for each in told if "timestamp" in each}
    assert TODAY - timedelta(weeks=WEEKS) <= min(days)
    assert max(days) < TODAY
