"""The tables that say what happens by itself."""

from datetime import UTC, datetime

import pytest

from bleib.config.schedule import ALL, SCHEDULE
from bleib.config.wiring import WIRING
from bleib.worker.api import Every, Lane


def test_a_task_has_one_entry():
    names = [entry.task for entry in ALL]
    assert len(names) == len(set(names))


def test_the_lane_for_quick_work_has_nothing_that_is_done_on_demand_or_at_night():
    assert all(isinstance(entry, Every) for entry in ALL if entry.lane is Lane.QUICK)


def test_customers_have_appeared_before_anybody_acts():
    assert [name for name, listener in WIRING.listeners.items() if listener.first] == ["customers-appear"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("entry", SCHEDULE, ids=lambda entry: entry.task)
def test_each_task_of_the_schedule_has_nothing_to_do_in_a_new_installation(entry, tmp_path, settings):
    settings.HOME = tmp_path
    assert not entry.run(now=datetime(2026, 11, 21, 12, tzinfo=UTC))
