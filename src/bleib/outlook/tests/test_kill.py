"""A forecast that is killed counts for nothing; the next one is whole, and leaves nothing of it behind."""

from __future__ import annotations

import re
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from bleib.outlook import keeping, making
from bleib.outlook.api import Given, make, newest_run
from bleib.outlook.kept_model import kept_models
from bleib.outlook.models import Outlook, Run
from bleib.outlook.tests.company import NOW, orders, told
from tests.processes import start

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
POINTS = ("outlook.begun", "outlook.models", "outlook.rows")
FEW = {f"K{number}" for number in range(40)}


def test_every_crash_point_stands_in_the_code_and_in_the_list():
    code = "".join(Path(str(each.__file__)).read_text(encoding="utf-8") for each in (keeping, making))
    assert tuple(sorted(re.findall(r'point\("(.*?)"\)', code))) == POINTS


@pytest.mark.parametrize("point", POINTS)
def test_the_next_run_completes_wherever_one_was_killed(home, monkeypatch, point):
    told(home, [each for each in orders() if each["customer"] in FEW])
    monkeypatch.setenv("BLEIB_CRASH_AT", point)
    with start("bleib.outlook.tests.killable", home=home) as process:
        assert process.wait(timeout=500) == -signal.SIGKILL
    monkeypatch.delenv("BLEIB_CRASH_AT")
    assert newest_run() is None  # pages show nothing of it
    make(Given(), now=NOW + timedelta(minutes=1))
    run = Run.objects.get()
    assert (newest_run(), set(Outlook.objects.values_list("run", flat=True))) == (run, {run.pk})
    assert Outlook.objects.count() == len(FEW)
    assert kept_models(run) is not None
    assert len(list((home / "models").iterdir())) == 1
