"""Looking only at whom something happened to, and at whose day has come, is as good as looking at everybody."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from bleib.segments.api import fill, fill_due, fill_everybody, remove_segment
from bleib.segments.models import Membership
from bleib.segments.tests.story import NOW, answer, happened, order, segment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home"), pytest.mark.slow]
NAMES = ("Adler", "Bauer", "Cramer", "Dorn")


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_days_nobody_is_where_a_look_at_everybody_would_not_put_them(seed):
    remove_segment("top-20", by=None, now=NOW)  # one among all: then everybody is looked at anyway
    segment("quiet", {"not": {"facts": ["order", "answer"], "within_days": 20}})
    segment("quiet-regulars", {"all": [{"field": "in_segment", "has": "quiet"}, {"field": "orders", "at_least": 2}]})
    fill_everybody(now=NOW)
    dice, now = random.Random(seed), NOW
    for _ in range(8):
        now += timedelta(days=dice.choice([1, 2, 7, 19, 20, 45, 90, 181]))
        fill_due(now=now)
        today = timezone.localtime(now).date()
        name, day = dice.choice(NAMES), today - timedelta(days=dice.choice([0, 0, 3, 30]))
        happened(answer(name, day, dice.randrange(11)) if dice.random() < 0.3 else order(name, day), now=now)
        later = now + timedelta(minutes=1)
        assert fill(None, now=later) == 0, [str(each) for each in Membership.objects.filter(entered_at=later)]
