"""Rules may ask about the customer's record: who edits it sees the light follow."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.customers.api import Customer
from bleib.lights.api import (
    adopt_thresholds,
    is_anybody_edited,
    is_everybody_due,
    judge_edited,
    judge_everybody,
    keep_rule,
    keep_set,
)
from bleib.lights.tests.story import NOW, ago, happened, light, order, reasons

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
LATER = NOW + timedelta(minutes=5)
SILENT = {
    "key": "silent", "name": {"de": "Still"}, "light": "red", "when": {"field": "days_since_activity", "at_least": 14},
}  # fmt: skip


def for_austria(*, goes_on: bool) -> None:
    applies = {"field": "country", "is": "AT"}
    keep_set("austria", name={"de": "Österreich"}, applies=applies, goes_on=goes_on, by=None, now=NOW)
    keep_rule("austria", SILENT, by=None, now=NOW)


def test_another_set_of_rules_judges_once_the_country_was_edited():
    happened(order("Adler", ago(40)))
    for_austria(goes_on=False)
    assert is_everybody_due(NOW)
    judge_everybody(now=NOW)
    assert not is_everybody_due(NOW)
    assert reasons("Adler") == ["no-activity"]
    adler = Customer.objects.get(number="Adler")
    adler.country = "AT"
    adler.edited(now=LATER)
    assert is_anybody_edited(LATER)
    assert judge_edited(now=LATER) == 1
    assert (light("Adler").colour, reasons("Adler")) == ("red", ["silent"])
    judge_edited(now=LATER + timedelta(minutes=1))
    assert not is_anybody_edited(LATER)


def test_a_set_that_goes_on_adds_its_rules_to_those_beneath():
    happened(order("Adler", ago(40)))
    Customer.objects.filter(number="Adler").update(country="AT")
    for_austria(goes_on=True)
    judge_everybody(now=NOW)
    assert reasons("Adler") == ["silent", "no-activity"]


def test_other_thresholds_make_everybody_due():
    happened(order("Adler", ago(4)))
    judge_everybody(now=NOW)
    adopt_thresholds(yellow=0.1, red=0.2, by=None, now=NOW)
    assert is_everybody_due(NOW)
