"""A judging that is killed leaves lights and facts about lights that say the same."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from django.db import transaction

from bleib.customers.api import appear
from bleib.history.api import Change, append_pending, record
from bleib.history.models import PendingFact
from bleib.lights import keeping
from bleib.lights.api import Light, judge
from bleib.lights.models import LightReason
from bleib.lights.tests.story import NOW, ago, order
from tests.processes import start

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
POINTS = ("lights.committed", "lights.kept", "lights.told")


def told() -> int:
    return PendingFact.objects.filter(type="light_changed").count()


def test_every_crash_point_stands_in_the_code_and_in_the_list():
    code = Path(keeping.__file__).read_text(encoding="utf-8")
    assert tuple(sorted(re.findall(r'point\("(.*?)"\)', code))) == POINTS


@pytest.mark.parametrize("point", POINTS)
def test_lights_reasons_and_facts_say_the_same_wherever_it_is_killed(home, monkeypatch, point):
    with transaction.atomic():
        record([order("Adler", ago(40)), order("Bauer", ago(40))], now=NOW)
    append_pending(now=NOW)
    appear(Change.objects.get(), now=NOW)
    monkeypatch.setenv("BLEIB_CRASH_AT", point)
    with start("bleib.lights.tests.killable", home=home) as process:
        assert process.wait(timeout=240) == -signal.SIGKILL
    monkeypatch.delenv("BLEIB_CRASH_AT")
    assert Light.objects.count() == LightReason.objects.count() == told() == (2 if point == "lights.committed" else 0)
    judge(None, now=NOW)
    assert Light.objects.count() == LightReason.objects.count() == told() == 2
