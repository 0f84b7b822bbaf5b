"""A filling that is killed leaves memberships and facts about them that say the same."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from django.db import transaction

from bleib.customers.api import appear
from bleib.history.api import Change, append_pending, record
from bleib.segments import keeping
from bleib.segments.api import Membership, fill
from bleib.segments.models import Due
from bleib.segments.tests.story import NOW, ago, order, ready, told
from tests.processes import start

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
POINTS = ("segments.committed", "segments.kept", "segments.told")


def test_every_crash_point_stands_in_the_code_and_in_the_list():
    code = Path(keeping.__file__).read_text(encoding="utf-8")
    assert tuple(sorted(re.findall(r'point\("(.*?)"\)', code))) == POINTS


@pytest.mark.parametrize("point", POINTS)
def test_memberships_and_facts_say_the_same_wherever_it_is_killed(home, monkeypatch, point):
    ready()
    with transaction.atomic():
        record([order("Adler", ago(40)), order("Bauer", ago(40))], now=NOW)
    append_pending(now=NOW)
    appear(Change.objects.get(), now=NOW)
    monkeypatch.setenv("BLEIB_CRASH_AT", point)
    with start("bleib.segments.tests.killable", "Adler", "Bauer", home=home) as process:
        assert process.wait(timeout=240) == -signal.SIGKILL
    monkeypatch.delenv("BLEIB_CRASH_AT")
    assert Membership.objects.count() == len(told()) == (2 if point == "segments.committed" else 0)
    fill(["Adler", "Bauer"], now=NOW)
    assert sorted(told()) == ["entered new-customers Adler", "entered new-customers Bauer"]
    assert Membership.objects.count() == Due.objects.count() == 2
