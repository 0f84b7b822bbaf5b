"""When it is done next."""

from datetime import UTC, datetime, timedelta

import pytest

from bleib.worker.tasks import Daily, Every, OnDemand


def berlin_night(*moment):
    return Daily(at="02:30", task="night", run=print).next(datetime(*moment, tzinfo=UTC))


def test_daily_is_local_time():
    assert berlin_night(2026, 7, 1, 12) == datetime(2026, 7, 2, 0, 30, tzinfo=UTC)
    assert berlin_night(2026, 1, 1, 12) == datetime(2026, 1, 2, 1, 30, tzinfo=UTC)


def test_an_hour_that_the_clocks_leave_out_comes_all_the_same():
    assert berlin_night(2026, 3, 28, 12) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # clocks show 03:30


def test_an_hour_that_the_clocks_show_twice_counts_once():
    first = berlin_night(2026, 10, 24, 12)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert Daily(at="02:30", task="night", run=print).next(first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (5, 32), (11, 2048), (12, 3600), (1000, 3600)])
def test_waits_double_up_to_an_hour(attempts, seconds):
    now = datetime(2026, 11, 21, tzinfo=UTC)
    waits = [OnDemand(task="mail", run=print).retry_at(attempts, now) - now for _ in range(50)]
    assert timedelta(seconds=seconds / 2) <= min(waits) < max(waits) <= timedelta(seconds=seconds * 1.5)


def test_what_is_done_all_the_time_comes_back_within_minutes():
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert Every(seconds=1, task="append", run=print).retry_at(100, now) - now <= timedelta(minutes=7.5)
