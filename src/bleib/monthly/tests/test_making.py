"""When a report is due, and who gets a letter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.api import Entry
from bleib.figures.tests.histories import NOW, told
from bleib.kernel.errors import UsageError
from bleib.monthly.api import (
    Delivery,
    MonthlyReport,
    Recipient,
    dispatch,
    is_due,
    make,
    make_due,
    month_before,
    schedule,
    send_queued,
    set_schedule,
    subscribe_address,
    subscribe_colleague,
    unsubscribe,
)
from bleib.monthly.schedule import Schedule
from bleib.monthly.tests.story import MAY
from bleib.worker.api import Unfinished

MAY_20 = datetime(2026, 5, 20, 12, tzinfo=UTC)
JUNE_2_EARLY, JUNE_2_SEVEN = datetime(2026, 6, 2, 4, 59, tzinfo=UTC), datetime(2026, 6, 2, 5, 0, tzinfo=UTC)


@pytest.fixture
def switched_on(home, listed, anna):
    told(home)
    return set_schedule(on=True, day=2, hour=7, by=anna, now=MAY_20)


def test_it_is_due_at_the_hour_on_the_companys_clock(switched_on):
    assert not is_due(JUNE_2_EARLY)
    assert is_due(JUNE_2_SEVEN)


def test_what_is_due_is_made_and_queued_once(switched_on):
    assert make_due(now=JUNE_2_SEVEN) == 1
    assert make_due(now=JUNE_2_SEVEN) == 0
    assert MonthlyReport.objects.get().month == MAY
    assert Delivery.objects.get().recipient == Recipient.objects.get()


def test_a_month_that_was_due_before_it_was_switched_on_is_not_made_up(home, listed, anna):
    told(home)
    set_schedule(on=True, day=2, hour=7, by=anna, now=MAY_20)
    assert not is_due(MAY_20)


def test_a_report_that_was_looked_at_already_is_sent_all_the_same(switched_on):
    make(MAY, by=None, now=MAY_20)
    assert make_due(now=JUNE_2_SEVEN) == 1


def test_without_anybody_on_the_list_or_any_history_nothing_is_due(home, anna):
    set_schedule(on=True, day=2, hour=7, by=anna, now=MAY_20)
    assert not is_due(JUNE_2_SEVEN)
    subscribe_colleague(anna, language="de", by=anna, now=MAY_20)
    assert not is_due(JUNE_2_SEVEN)


def test_nobody_gets_a_second_letter_of_a_report(switched_on):
    report = make(MAY, by=None, now=MAY_20)
    assert dispatch(report, by=None, now=MAY_20) == 1
    subscribe_colleague(colleague(Role.MANAGER), language="de", by=None, now=MAY_20)
    assert dispatch(report, by=None, now=MAY_20) == 1
    assert dispatch(report, by=None, now=MAY_20) == 0


def test_whoever_left_the_company_or_the_list_gets_none(switched_on, anna):
    manager = colleague(Role.MANAGER)
    unsubscribe(subscribe_colleague(manager, language="de", by=anna, now=MAY_20), by=anna, now=MAY_20)
    anna.is_active = False
    anna.save()
    assert dispatch(make(MAY, by=None, now=MAY_20), by=None, now=MAY_20) == 0


def test_it_only_goes_to_addresses_of_the_company(anna, now):
    added = subscribe_address(" Board@Example.com", name="The board", language="de", by=anna, now=now)
    assert (added.email, str(added)) == ("board@example.com", "The board")
    with pytest.raises(UsageError, match=r"example\.com"):
        subscribe_address("friend@elsewhere.com", name="", language="de", by=anna, now=now)


def test_an_address_of_a_colleague_is_that_colleague(anna, now):
    assert subscribe_address("ANNA@example.com", name="", language="de", by=anna, now=now).user == anna


def test_who_comes_back_to_the_list_is_on_it_once(anna, now):
    first = subscribe_address("board@example.com", name="", language="de", by=anna, now=now)
    unsubscribe(first, by=anna, now=now)
    assert subscribe_address("board@example.com", name="", language="en", by=anna, now=now) == first
    assert [each.language for each in Recipient.objects.listed()] == ["en"]


def test_the_schedule_is_audited_and_says_when_it_is_next(anna, home):
    wished = set_schedule(on=True, day=28, hour=0, by=anna, now=MAY_20)
    assert schedule() == wished
    assert wished.next(MAY_20).isoformat() == "2026-05-28T00:00:00+02:00"
    assert Entry.objects.get().verb == "setting.changed"


@pytest.mark.parametrize(("day", "hour"), [(0, 7), (29, 7), (2, 24)])
def test_a_day_that_not_every_month_has_is_refused(day, hour):
    with pytest.raises(UsageError):
        Schedule(day=day, hour=hour)


def test_the_month_before_is_that_of_the_companys_clock(home):
    assert month_before(datetime(2026, 5, 31, 22, 30, tzinfo=UTC)) == date(2026, 5, 1)
    assert month_before(datetime(2026, 5, 31, 21, 30, tzinfo=UTC)) == date(2026, 4, 1)


def test_a_letter_waits_until_its_figures_are_measured(home, listed, sink):
    told(home)
    dispatch(make(MAY, by=None, now=NOW), by=None, now=NOW)
    with pytest.raises(Unfinished, match="being measured"):
        send_queued(now=NOW + timedelta(days=400))
    assert sink.letters == []
