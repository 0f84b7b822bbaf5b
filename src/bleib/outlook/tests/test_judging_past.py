"""Forecasts of earlier days are tested, and what came of it stays."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from bleib.forecast.backtest import from_json
from bleib.outlook import opened
from bleib.outlook.api import newest_record
from bleib.outlook.given import Given
from bleib.outlook.judging_past import judge_past, judge_weekly
from bleib.outlook.models import Record
from bleib.outlook.tests.company import NOW, orders, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_record_says_how_good_forecasts_were_and_proposes_thresholds(home):
    told(home, orders())
    proposed = []
    given = Given(figures=lambda: {"contact_cost": Decimal(5)}, propose=lambda **said: proposed.append(said))
    assert judge_weekly(given, now=NOW) >= 3
    found = from_json(newest_record().backtest)
    assert found.parts[0].forecast.auc.value > 0.8
    assert found.stake.contact == 5
    assert [each["yellow"] <= each["red"] for each in proposed] == [True]
    assert judge_weekly(given, now=NOW + timedelta(days=6)) == 0  # a week has not passed
    assert Record.objects.count() == 1


def test_of_many_customers_some_are_tested_and_the_record_says_so(home, monkeypatch):
    monkeypatch.setattr(opened, "LEARNED", 80)
    told(home, orders())
    assert judge_past(Given(), now=NOW) >= 3
    found = from_json(newest_record().backtest)
    some = opened.drawn().num_rows
    assert 60 <= some <= 100
    assert [remark.sentence("en") for remark in found.remarks] == [f"Tested on {some} of the customers, drawn evenly."]
    assert found.parts[0].customers <= some


def test_what_cannot_be_tested_yet_says_why(home):
    told(home, [each for each in orders() if str(each["occurred_on"]) < "2024-04"])
    assert judge_past(Given(), now=NOW) == 0
    record = newest_record()
    assert record.shortfall == record.backtest["remarks"][0]["code"]


def test_without_a_history_nothing_is_tested(home):
    assert judge_weekly(Given(), now=NOW) == 0
    assert newest_record() is None
