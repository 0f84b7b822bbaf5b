"""Whoever fetches may die at any instant: the next run completes it, and every line counts once."""

from __future__ import annotations

import random
import signal
import time

import pytest
from django.conf import settings

from bleib.pulls.api import run_pull
from bleib.pulls.tests.places import ORDERS, imported
from bleib.uploads.models import State, Upload
from tests.processes import start

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]
DEATHS, FILES = 5, 12
POINTS = ["pull.fetched", "pull.begun", "upload.imported", "pull.imported", "pull.ended"]


def die(pull, folder, home, monkeypatch, *, point):
    monkeypatch.setenv("BLEIB_SECRET_KEY", settings.SECRET_KEY)
    monkeypatch.setenv("BLEIB_CRASH_AT", point)
    with start("bleib.pulls.tests.killable", pull.pk, folder, home=home) as process:
        assert process.wait(timeout=60) == -signal.SIGKILL
    monkeypatch.delenv("BLEIB_CRASH_AT")


@pytest.mark.parametrize("point", POINTS)
def test_a_file_comes_in_once(watch, folder, home, now, monkeypatch, point):
    pull = watch(moves=True)
    (folder / "orders.csv").write_text(ORDERS)
    die(pull, folder, home, monkeypatch, point=point)
    run_pull(pull=pull.pk, now=now)
    run_pull(pull=pull.pk, now=now)
    assert imported() == [(2, 1)]
    assert not pull.runs.filter(ended_at=None).exists()
    assert not Upload.objects.exclude(state=State.DONE).exists()


@pytest.mark.parametrize("point", POINTS)
def test_how_far_was_fetched_is_noted_with_the_import(ask, folder, home, now, monkeypatch, point):
    pull = ask()
    die(pull, folder, home, monkeypatch, point=point)
    pull.refresh_from_db()
    assert bool(pull.watermark) == (point == "pull.ended")
    run_pull(pull=pull.pk, now=now)
    pull.refresh_from_db()
    assert sum(accepted for accepted, _rejected in imported()) == 2
    assert pull.watermark == "2025-02-13 10:00:00"


@pytest.mark.slow
def test_killed_at_random_every_file_comes_in_once(watch, folder, home, now, monkeypatch):
    pull, dice = watch(moves=True), random.Random(3)
    for number in range(FILES):
        (folder / f"{number}.csv").write_text(ORDERS.replace("R", f"R{number}-"))
    monkeypatch.setenv("BLEIB_SECRET_KEY", settings.SECRET_KEY)
    for _ in range(DEATHS):
        with start("bleib.pulls.tests.killable", pull.pk, folder, home=home) as process:
            time.sleep(dice.uniform(1.5, 5))
            process.kill()
            process.wait(timeout=60)
    run_pull(pull=pull.pk, now=now)
    assert imported() == [(2, 1)] * FILES
    assert len(list((folder / "imported").iterdir())) == FILES
    assert not pull.runs.filter(ended_at=None).exists()
