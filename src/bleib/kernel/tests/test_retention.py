"""How long is long enough: our own promise runs from day to day, a law's years from year to year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleib.kernel.personal import Retention

OWN = Retention(days=30, after="written_on")
LAW = Retention(years=6, after="ended_on", law="§ 257 HGB")


@pytest.mark.parametrize(
    ("retention", "start", "end"),
    [
        (OWN, date(2026, 1, 31), date(2026, 3, 2)),
        (LAW, date(2026, 1, 1), date(2033, 1, 1)),
        (LAW, date(2026, 12, 31), date(2033, 1, 1)),
        (Retention(years=1, after="day"), date(2024, 2, 29), date(2025, 3, 1)),
    ],
)
def test_the_time_ends_on_a_day(retention, start, end):
    assert retention.ends(start) == end


@given(
    today=st.dates(date(2020, 1, 1), date(2060, 1, 1)),
    years=st.integers(0, 30),
    days=st.integers(0, 4000),
    law=st.booleans(),
)
def test_what_is_let_go_today_is_what_has_ended(today, years, days, law):
    retention = Retention(days=days, years=years, after="day", law="§ 147 AO" if law else "")
    last = retention.latest_start(today)
    assert retention.ends(last) <= today < retention.ends(last + timedelta(days=1))
