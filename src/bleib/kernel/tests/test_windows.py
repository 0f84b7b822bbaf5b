from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Unit, Window, floor, following

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 1, 1))
UNITS = st.sampled_from(Unit)


def test_a_window_ends_before_its_end():
    january = Window.parse("2025-01-01..2025-02-01")
    assert january == Window(date(2025, 1, 1), date(2025, 2, 1))
    assert january.days == 31


def test_a_window_is_written_as_it_is_read():
    assert str(Window.parse(" 2024-02-01 .. 2024-03-01 ")) == "2024-02-01..2024-03-01"


def test_a_year_before_a_day_ends_the_day_before():
    assert Window.before(date(2025, 1, 1), 365) == Window(date(2024, 1, 2), date(2025, 1, 1))


@pytest.mark.parametrize("text", ["", "2025-01-01", "2025-01-01..", "01.02.2025..01.03.2025", "2025-01-01..2025-13-01"])
def test_what_is_no_window_is_refused_with_an_example(text):
    with pytest.raises(UsageError, match=r"Write it as 2025-01-01\.\.2025-07-01"):
        Window.parse(text)


@pytest.mark.parametrize("text", ["2025-01-01..2025-01-01", "2025-02-01..2025-01-01"])
def test_a_window_without_a_day_is_refused_with_the_reason(text):
    with pytest.raises(UsageError, match="half-open"):
        Window.parse(text)


@pytest.mark.parametrize("days", [0, -1])
def test_a_window_needs_at_least_one_day(days):
    with pytest.raises(UsageError, match="at least one day"):
        Window.before(date(2025, 1, 1), days)


@pytest.mark.parametrize(
    ("unit", "first", "next_first"),
    [
        (Unit.WEEK, date(2024, 2, 26), date(2024, 3, 4)),
        (Unit.MONTH, date(2024, 2, 1), date(2024, 3, 1)),
        (Unit.QUARTER, date(2024, 1, 1), date(2024, 4, 1)),
        (Unit.YEAR, date(2024, 1, 1), date(2025, 1, 1)),
    ],
)
def test_a_leap_day_lies_in_its_unit(unit, first, next_first):
    leap_day = date(2024, 2, 29)
    assert floor(leap_day, unit) == first
    assert following(leap_day, unit) == next_first


@given(day=DAYS, unit=UNITS)
def test_units_follow_each_other_without_gap_or_overlap(day, unit):
    start, end = floor(day, unit), following(day, unit)
    assert start <= day < end
    assert floor(end, unit) == end
    assert floor(end - timedelta(days=1), unit) == start


def test_a_window_longer_than_the_calendar_is_refused():
    with pytest.raises(UsageError, match="before the calendar"):
        Window.before(date(2025, 1, 1), 99_999_999)
