"""Somebody knows better than the rules, for a while; what the rules say stays visible."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.accounts.models import User
from bleib.audit.api import Entry
from bleib.customers.api import Customer
from bleib.history.models import PendingFact
from bleib.kernel.errors import UsageError
from bleib.lights.api import Colour, Override, judge, judge_due, lift, override
from bleib.lights.tests.story import NOW, TODAY, ago, case, happened, light, order

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def adler() -> Customer:
    happened(order("Adler", ago(40)))
    return Customer.objects.get(number="Adler")


def by_hand(adler: Customer, colour: Colour = Colour.GREEN, *, days: int = 7) -> Override:
    until = TODAY + timedelta(days=days)
    return override(adler, colour, reason="Betriebsferien", until=until, by=None, now=LATER)


def test_the_light_by_hand_counts_and_the_rules_stay_beneath(adler):
    by_hand(adler)
    found = light("Adler")
    assert (found.colour, found.judged, found.before, found.is_overridden) == ("green", "yellow", "yellow", True)
    assert judge(None, now=LATER) == 0
    fact = PendingFact.objects.filter(type="light_changed").last()
    assert fact is not None
    assert fact.props == '{"before":"yellow","colour":"green","overridden":true,"reasons":"no-activity"}'


def test_it_ends_by_itself_after_its_last_day(adler):
    by_hand(adler, days=7)
    assert judge_due(now=NOW + timedelta(days=7)) == 0
    assert judge_due(now=NOW + timedelta(days=8)) == 1
    found = light("Adler")
    assert (found.colour, found.before, found.override, found.changed_on) == (
        "yellow", "green", None, ago(-8)
    )  # fmt: skip
    assert Override.objects.get().lifted_at == NOW + timedelta(days=8)


def test_lifting_gives_the_light_back_to_the_rules(adler):
    anna = User.objects.create(email="anna@example.com")
    by_hand(adler)
    assert lift(adler, by=anna, now=LATER)
    assert not lift(adler, by=anna, now=LATER)
    assert (light("Adler").colour, light("Adler").is_overridden) == ("yellow", False)
    assert [each.verb for each in Entry.objects.order_by("pk") if each.verb.startswith("light.")] == [
        "light.overridden", "light.lifted",
    ]  # fmt: skip


def test_another_override_takes_the_place_of_the_first(adler):
    by_hand(adler)
    by_hand(adler, Colour.RED)
    assert light("Adler").colour == "red"
    assert Override.objects.in_force(TODAY).count() == 1


def test_a_reason_that_comes_meanwhile_is_seen_beneath(adler):
    by_hand(adler)
    happened(*case("Adler", TODAY, severity="urgent"), now=LATER)
    assert (light("Adler").colour, light("Adler").judged) == ("green", "red")


@pytest.mark.parametrize(("reason", "days"), [(" ", 7), ("weil", -1), ("weil", 400)])
def test_it_needs_a_reason_and_an_end(adler, reason, days):
    with pytest.raises(UsageError):
        override(adler, Colour.GREEN, reason=reason, until=TODAY + timedelta(days=days), by=None, now=NOW)
    assert not Override.objects.exists()
