"""Months' ends, renewals and notice periods after §§ 187, 188 BGB."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleib.customers.deadlines import Terms, Unit, Until, last_of_term, latest_notice


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 15), 12, date(2027, 1, 14)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
    ],
)
def test_a_term_ends_the_day_before_or_on_the_months_last(start, months, last):
    assert last_of_term(start, months) == last


@pytest.mark.parametrize(
    ("end", "notice", "unit", "latest"),
    [
        (date(2026, 12, 31), 3, Unit.MONTHS, date(2026, 9, 30)),
        (date(2026, 2, 28), 1, Unit.MONTHS, date(2026, 1, 31)),
        (date(2024, 2, 28), 1, Unit.MONTHS, date(2024, 1, 28)),  # 29 February is the month's last
        (date(2026, 5, 30), 3, Unit.MONTHS, date(2026, 2, 28)),
        (date(2026, 12, 31), 6, Unit.WEEKS, date(2026, 11, 19)),
        (date(2026, 12, 31), 14, Unit.DAYS, date(2026, 12, 17)),
        (date(2026, 12, 31), 0, Unit.MONTHS, date(2026, 12, 31)),
    ],
)
def test_notice_arrives_at_the_latest(end, notice, unit, latest):
    assert latest_notice(end, notice, unit) == latest


@given(start=st.dates(date(1990, 1, 1), date(2060, 1, 1)), months=st.integers(1, 120))
def test_terms_follow_each_other_without_gap_or_overlap(start, months):
    twice = last_of_term(start, 2 * months)
    assert last_of_term(start, months) < twice
    assert 27 * months <= (last_of_term(start, months) - start).days + 1 <= 31 * months


@given(end=st.dates(date(1990, 1, 1), date(2060, 1, 1)), notice=st.integers(1, 24))
def test_a_day_later_would_be_too_late(end, notice):
    latest = latest_notice(end, notice, Unit.MONTHS)
    later = date.fromordinal(latest.toordinal() + 1)
    assert same_day_months_on(latest, notice) <= end < same_day_months_on(later, notice)


def same_day_months_on(day, months):
    """§ 188 (2, 3): the day of the same number, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("a month without days")


def test_a_renewed_contract_has_its_next_deadline_in_the_running_term():
    terms = Terms(date(2020, 3, 1), term_months=24, renewal_months=12, notice=3)
    assert terms.next_deadline(date(2026, 11, 21)) == (date(2027, 2, 28), date(2026, 11, 30))
    assert terms.next_deadline(date(2026, 12, 1)) == (date(2028, 2, 29), date(2027, 11, 30))


def test_without_renewal_no_deadline_is_left_after_the_term():
    terms = Terms(date(2024, 1, 1), term_months=12, notice=1)
    assert terms.next_deadline(date(2025, 1, 1)) == (None, None)


def test_without_term_it_can_end_with_every_quarter():
    terms = Terms(date(2024, 1, 15), notice=6, unit=Unit.WEEKS, until=Until.QUARTER)
    assert terms.next_deadline(date(2026, 11, 21)) == (date(2027, 3, 31), date(2027, 2, 17))


def test_a_contract_that_ends_needs_no_notice():
    assert Terms(date(2024, 1, 1), last_day=date(2026, 12, 31), notice=3).next_deadline(date(2026, 11, 21)) == (
        date(2026, 12, 31),
        None,
    )
