"""How many belonged to a segment, month by month."""

from __future__ import annotations

from datetime import date

from django.utils.translation import override

from bleib.console.segments.course import section
from bleib.report.words import Words
from bleib.segments.api import Month

WORDS = Words("en", "EUR")
BEFORE = Month(date(2026, 8, 1), date(2026, 8, 31), None, 0, 0)
FILLED = Month(date(2026, 9, 1), date(2026, 9, 30), 40, 40, 0)
LATER = Month(date(2026, 10, 1), date(2026, 10, 31), 43, 5, 2)


def test_whom_it_was_filled_with_did_not_come_in_that_month():
    with override("en"):
        found = section([BEFORE, FILLED, LATER], WORDS)
    assert found.sentences == ("From 40 at the end of September 2026 to 43 now; this month 5 came and 2 left.",)
    assert [row[1:] for row in found.chart.numbers.rows] == [(40, None, None), (43, 5, 2)]


def test_one_month_is_no_course_yet():
    with override("en"):
        found = section([BEFORE, FILLED], WORDS)
    assert (found.chart, found.tables) == (None, ())
    assert "since September 2026" in found.sentences[0]


def test_before_it_was_filled_there_is_nothing_to_show():
    assert section([BEFORE], WORDS) is None
