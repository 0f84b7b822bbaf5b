"""What lights were worth among the members of a segment, from the newest backtest."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from bleib.console.segments.lights_record import section
from bleib.outlook.models import Record
from bleib.report.words import Words
from bleib.segments.api import segment
from bleib.segments.tests.story import NOW, TODAY

pytestmark = pytest.mark.django_db
RED = {"light": "red", "cases": 9, "customers": 5, "left": 3, "share": 0.333, "low": 0.1, "high": 0.6, "weeks": 4.0,
       "timed": 2}  # fmt: skip
NEVER = RED | {"light": "green", "cases": 0, "left": 0}


def test_the_record_says_of_each_light_how_many_left():
    told = {"segments": [{"segment": "regulars", "colours": [NEVER, RED]}]}
    Record.objects.create(made_at=NOW, as_of=TODAY, horizon=90, made_by="1", backtest=told, proposal={})
    with override("en"):
        found = section(segment("regulars"), Words("en", "EUR"))
        assert section(segment("promoters"), Words("en", "EUR")) is None
    ((light, cases, left, share, interval),) = found.tables[0].rows
    assert (light, cases, left, share) == ("at risk", 9, 3, pytest.approx(33.3))
    assert interval.startswith("10")


def test_without_a_test_there_is_no_record():
    assert section(segment("regulars"), Words("en", "EUR")) is None
