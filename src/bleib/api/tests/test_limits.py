"""How often a token may ask holds for the installation: servers count together, and a restart forgets nothing."""

from __future__ import annotations

import multiprocessing
import time

import pytest

from bleib.api.limits import Limit

NOW = 1_800_000_000.0


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def allowed(limit: Limit, key: int, *, now: float = NOW, tries: int = 20) -> int:
    return sum(limit.wait(key, now=now) == 0.0 for _ in range(tries))


def test_a_burst_is_paid_back_with_time():
    limit = Limit(per_minute=60, at_once=5)
    assert allowed(limit, 1) == 5
    assert limit.wait(1, now=NOW) == pytest.approx(1.0)
    assert allowed(limit, 1, now=NOW + 3) == 3
    assert allowed(limit, 2) == 5


def test_another_server_and_a_new_one_count_on():
    assert allowed(Limit(per_minute=60, at_once=5), 1) == 5
    assert allowed(Limit(per_minute=60, at_once=5), 1) == 0


def test_a_clock_that_was_set_back_shuts_nobody_out():
    limit = Limit(per_minute=60, at_once=5)
    allowed(limit, 1)
    assert limit.wait(1, now=NOW - 86_400) <= 1.0
    assert allowed(limit, 1, now=NOW - 86_400 + 2) == 2


def test_processes_at_the_same_moment_get_no_more_together():
    with multiprocessing.get_context("fork").Pool(4) as pool:
        together = pool.map(_asks, [time.time()] * 4)
    assert sum(together) == 50


def _asks(now: float) -> int:
    return allowed(Limit(per_minute=1, at_once=50), 7, now=now, tries=40)
