"""A forecast of everybody: rows, model card, and what is said where nothing can be said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Avg

from bleib.customers.models import Customer
from bleib.forecast.card import ModelCard
from bleib.outlook import opened
from bleib.outlook.api import Expected, newest_run
from bleib.outlook.given import Given
from bleib.outlook.making import make
from bleib.outlook.models import Outlook, Run
from bleib.outlook.tests.company import NOW, TODAY, orders, stopped, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_who_stopped_not_long_ago_is_likely_to_leave_and_who_buys_on_is_not(home):
    told(home, orders())
    assert make(Given(), now=NOW) == Outlook.objects.count() == 160
    run = newest_run()
    assert (run.as_of, run.shortfall) == (TODAY, "")
    assert ModelCard.from_json(run.card["cards"][0]).customers > 100
    gone = [number for number in range(160) if stopped(number)]
    chance = Outlook.objects.filter(customer__number__in=[f"K{each}" for each in gone]).aggregate(it=Avg("leave"))
    others = Outlook.objects.exclude(customer__number__in=[f"K{each}" for each in gone]).aggregate(it=Avg("leave"))
    assert chance["it"] > 0.8
    assert others["it"] < 0.1
    weighed = Outlook.objects.get(customer__number=f"K{gone[0]}").drivers
    assert all(isinstance(name, str) and abs(effect) > 0 for name, effect, _value in weighed)
    assert weighed[0][1] > 0
    assert weighed[0][2] is not None
    found = Expected.from_json(run.expected)
    assert found.revenue_low < found.revenue < found.revenue_high


def test_of_many_customers_some_are_learned_from_and_all_are_forecast(home, monkeypatch):
    monkeypatch.setattr(opened, "LEARNED", 80)
    told(home, orders())
    assert make(Given(), now=NOW) == Outlook.objects.count() == 160
    card = newest_run().card
    assert card["cards"][0]["customers"] <= opened.drawn().num_rows <= 100
    assert "learned_from_some" in [each["code"] for each in card["remarks"]]
    gone = Outlook.objects.filter(customer__number__in=[f"K{each}" for each in range(160) if stopped(each)])
    assert gone.aggregate(it=Avg("leave"))["it"] > 0.8


def test_what_a_killed_run_left_behind_goes_with_the_next_one(home):
    told(home, [each for each in orders() if each["customer"] in {"K1", "K2", "K3"}])
    killed = Run.objects.create(made_at=NOW - timedelta(minutes=5), as_of=TODAY, horizon=90, made_by="1")
    Outlook.objects.create(customer=Customer.objects.get(number="K1"), run=killed, as_of=TODAY, leave=0.5)
    assert newest_run() is None  # not all of its rows are written
    make(Given(), now=NOW)
    assert [newest_run()] == list(Run.objects.all())


def test_with_three_customers_it_says_why_it_says_nothing(home):
    told(home, [each for each in orders() if each["customer"] in {"K1", "K2", "K3"}])
    make(Given(), now=NOW)
    run = newest_run()
    assert run.shortfall
    assert run.card["remarks"]
    assert not Outlook.objects.exists()


def test_without_a_history_nothing_is_made(home):
    assert make(Given(), now=NOW) == 0
    assert newest_run() is None
