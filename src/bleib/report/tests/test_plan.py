from datetime import date

import pytest

from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Unit, Window
from bleib.report.plan import Plan, first_whole, propose, resolve

FIRST, UNTIL = date(2009, 12, 1), date(2011, 9, 1)


def windows(plan: Plan, p90: float | None = 100.0):
    return resolve(plan, p90=p90, first_day=FIRST, until=UNTIL)


def test_explicit_windows_are_taken_as_they_are():
    base, following = Window.parse("2010-03-01..2010-09-01"), Window.parse("2010-09-01..2011-03-01")
    chosen = windows(Plan(base=base, next=following))
    assert (chosen.base, chosen.next, chosen.why) == (base, following, "why_given")
    assert chosen.as_of == UNTIL


def test_at_a_date_with_a_window_looks_back_twice_and_knows_nothing_later():
    chosen = windows(Plan(at=date(2011, 3, 1), days=90))
    assert chosen.next == Window(date(2010, 12, 1), date(2011, 3, 1))
    assert chosen.base == Window(date(2010, 9, 2), date(2010, 12, 1))
    assert chosen.as_of == date(2011, 3, 1)


def test_a_window_without_a_date_ends_with_the_data():
    assert windows(Plan(days=30)).next == Window(date(2011, 8, 2), UNTIL)


def test_a_date_after_the_data_is_not_pretended_to_be_observed():
    assert windows(Plan(at=date(2012, 1, 1), days=180)).as_of == UNTIL


@pytest.mark.parametrize(
    ("unit", "base", "following"),
    [
        (Unit.MONTH, "2011-07-01..2011-08-01", "2011-08-01..2011-09-01"),
        (Unit.QUARTER, "2011-01-01..2011-04-01", "2011-04-01..2011-07-01"),
        (Unit.YEAR, "2009-01-01..2010-01-01", "2010-01-01..2011-01-01"),
    ],
)
def test_every_unit_compares_the_last_two_complete_periods(unit, base, following):
    chosen = windows(Plan(every=unit))
    assert (str(chosen.base), str(chosen.next), chosen.unit) == (base, following, unit)


def test_the_proposal_is_the_shortest_usual_window_that_covers_the_rhythm():
    assert propose(100.0, 640) == (180, "why_rhythm", {"days": 180, "p90": 100.0, "wanted": 180, "span": 640})
    assert propose(30.0, 640)[0] == 30


def test_the_proposal_fits_twice_into_the_data_and_says_so():
    days, why, values = propose(200.0, 400)
    assert (days, why, values["wanted"]) == (180, "why_short", 365)


def test_a_rhythm_slower_than_two_years_gets_the_longest_window():
    assert propose(900.0, 4000)[:2] == (730, "why_longest")


def test_without_a_second_purchase_the_window_is_what_fits_but_at_most_a_year():
    assert propose(None, 4000)[:2] == (365, "why_no_repeat")
    assert propose(None, 20)[0] == 10


def test_a_single_day_of_data_still_has_windows():
    chosen = resolve(Plan(), p90=None, first_day=FIRST, until=date(2009, 12, 2))
    assert chosen.next == Window(FIRST, date(2009, 12, 2))


@pytest.mark.parametrize(
    "wish",
    [
        {"base": Window(FIRST, UNTIL)},
        {"next": Window(FIRST, UNTIL)},
        {"base": Window(FIRST, UNTIL), "next": Window(FIRST, UNTIL)},
        {"at": UNTIL, "every": Unit.MONTH},
        {"days": 30, "base": Window(FIRST, date(2010, 1, 1)), "next": Window(date(2010, 1, 1), UNTIL)},
    ],
)
def test_wishes_that_contradict_each_other_are_refused(wish):
    with pytest.raises(UsageError):
        Plan(**wish)


@pytest.mark.parametrize("days", [-5, 0])
def test_a_window_of_no_days_is_refused(days):
    with pytest.raises(UsageError, match="at least one day"):
        windows(Plan(days=days))


def test_a_next_window_after_the_data_is_refused_because_nobody_knows_who_stays():
    with pytest.raises(UsageError, match="The data end on 2011-08-31"):
        windows(Plan(base=Window.parse("2011-01-01..2011-07-01"), next=Window(UNTIL, date(2012, 3, 1))))


def test_a_date_before_the_data_is_refused():
    with pytest.raises(UsageError, match="the data begin on 2009-12-01"):
        windows(Plan(at=FIRST, days=30))


def test_a_series_starts_with_the_first_whole_period():
    assert first_whole(date(2010, 1, 4), Unit.QUARTER) == date(2010, 1, 1)
    assert first_whole(date(2009, 12, 1), Unit.QUARTER) == date(2010, 1, 1)


def test_a_series_has_several_periods_even_if_the_window_is_a_year():
    assert windows(Plan(days=320)).unit == Unit.QUARTER
