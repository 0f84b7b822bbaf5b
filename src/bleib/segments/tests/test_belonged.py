"""Who belonged to a segment that asks for lights is told by who was in it, where the same condition counted then."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.history.past_home import past_of_home
from bleib.segments.api import belonged, fill_everybody, keep_segment, remove_segment, switch_segment
from bleib.segments.models import FilledBy, Membership, Segment
from bleib.segments.tests.story import NOW, ago, customer, happened, order, segment

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
RED, YELLOW = ({"field": "light", "is": colour} for colour in ("red", "yellow"))


@pytest.fixture(autouse=True)
def watched():
    """A segment that Adler has been in for forty days."""
    segment("first", {"field": "orders", "at_least": 1})
    segment("watched", RED)
    happened(order("Adler", ago(100)), now=NOW - timedelta(days=50))
    begin(40)
    theirs = {"segment": Segment.objects.get(key="watched"), "customer": customer("Adler")}
    Membership.objects.create(**theirs, entered_at=NOW - timedelta(days=40))


def begin(days: int) -> None:
    """The worker fills what was edited, so many days ago."""
    fill_everybody(now=NOW - timedelta(days=days))


def nobody_left() -> None:
    """As if Adler had met every condition of the segment."""
    Membership.objects.filter(segment__key="watched").update(left_at=None)


def known(*days: int) -> list[bool]:
    """Whether the segment is told of the days so many days ago; who is told of has to be Adler."""
    with past_of_home(settings.HOME, now=NOW) as past:
        found = [belonged(past, ago(day)) for day in days]
    told = [
        sorted(row["customer"] for row in each.members.to_pylist() if row["segment"] == "watched") for each in found
    ]
    assert all(customers in ([], ["Adler"]) for customers in told)
    return [
        customers == ["Adler"] and "watched" not in each.untold for customers, each in zip(told, found, strict=True)
    ]


def test_another_name_and_another_place_change_nothing_of_the_past():
    boss = colleague(Role.ADMIN)
    keep_segment({"key": "watched", "name": {"en": "Watched closely"}, "when": RED}, by=boss, now=NOW)
    remove_segment("first", by=boss, now=NOW)
    begin(0)
    assert known(45, 30, 1) == [False, True, True]


def test_another_condition_tells_nothing_of_days_before_and_the_old_one_again_all_of_its_days():
    segment("watched", YELLOW)
    assert known(10) == [False]  # it is not filled yet by what it says now
    begin(20)
    nobody_left()
    assert known(30, 10) == [False, True]
    segment("watched", RED)
    begin(5)
    nobody_left()
    assert known(30, 10, 1) == [True, False, True]


def test_what_another_segment_says_is_part_of_the_condition():
    segment("outer", {"all": [{"field": "in_segment", "has": "watched"}, {"field": "light", "is": "red"}]})
    begin(30)
    segment("watched", YELLOW)
    begin(20)
    with past_of_home(settings.HOME, now=NOW) as past:
        assert ["outer" in belonged(past, ago(day)).untold for day in (25, 10)] == [True, False]


def test_days_on_which_it_was_switched_off_tell_nothing():
    switch_segment("watched", active=False, by=None, now=NOW)
    begin(20)
    switch_segment("watched", active=True, by=None, now=NOW)
    begin(10)
    nobody_left()
    assert known(30, 15, 5) == [True, False, True]


def test_an_installation_from_before_these_were_noted_keeps_its_past():
    FilledBy.objects.all().delete()
    import_module("bleib.segments.migrations.0005_filled_by").begin(apps, SimpleNamespace(connection=connection))
    assert known(45, 30, 1) == [False, True, True]
    segment("watched", YELLOW)
    begin(20)
    segment("watched", RED)
    FilledBy.objects.all().delete()
    import_module("bleib.segments.migrations.0005_filled_by").begin(apps, SimpleNamespace(connection=connection))
    assert known(30, 10) == [False, False]  # nobody knows any more when the old one came back
