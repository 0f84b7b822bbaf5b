"""What a report says of a year, however long its windows are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bleib.kernel.windows import Window
from bleib.report import compose
from bleib.report.economy import economy
from bleib.report.tests.books import book
from bleib.report.tests.sample import retention, sample

YEAR = Window(date(2010, 9, 1), date(2011, 9, 1))


def over(days, **changes):
    """A report whose windows are so many days long."""
    report = sample(changes)
    windows = replace(report.windows, base=Window.before(YEAR.start, days), next=Window.before(YEAR.end, days))
    return economy(replace(report, windows=windows))


def test_a_year_is_taken_as_it_is():
    found = over(365, retention=retention(1000, 800, 120, 0))
    assert (found.retention, found.new, found.customers) == (pytest.approx(80), pytest.approx(10), 4300)
    assert found.revenue == pytest.approx(8_000_000 / 4300)


def test_half_a_year_is_carried_to_a_whole_one():
    """Of 100 stay 90 in half a year (182.5 days), so 81 in a year; and twice as many are new."""
    found = over(73, retention=retention(100, 90, 12, 0))
    assert found.retention == pytest.approx(100 * 0.9**5)
    assert found.new == pytest.approx(5)
    assert found.lost_revenue == pytest.approx(600_000.25 / 10 * 5)


@pytest.mark.slow
def test_what_the_history_does_not_say_is_none():
    found = economy(compose(book(("A", date(2024, 1, 1), None))))
    assert (found.revenue, found.lost_revenue, found.retention, found.margin) == (None, None, None, None)
