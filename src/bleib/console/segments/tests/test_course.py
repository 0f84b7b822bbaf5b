"""How many belonged to a segment, month by month."""

from __future__ import annotations

from datetime import date

from django.utils.translation import override

from bleib.console.segments.course import section
from bleib.report.words import Words
from bleib.segments.api import Month

WORDS = Words("en", "EUR")
UNKNOWN = Month(date(2026, 7, 1), date(2026, 7, 31), None, 0, 0)
COUNTED = Month(date(2026, 8, 1), date(2026, 8, 31), 38, 0, 0, counted=True)
FILLED = Month(date(2026, 9, 1), date(2026, 9, 30), 40, 40, 0)
LATER = Month(date(2026, 10, 1), date(2026, 10, 31), 43, 5, 2)
FIRST = date(2026, 9, 20)


def test_whom_it_was_filled_with_did_not_come_in_that_month():
    with override("en"):
        found = section([UNKNOWN, COUNTED, FILLED, LATER], WORDS, filled_on=FIRST)
    assert found.sentences == (
        "From 38 at the end of August 2026 to 43 now; this month 5 came and 2 left.",
        "Until August 2026 it is counted by today's condition and what was known then.",
    )
    assert [row[1:] for row in found.chart.numbers.rows] == [(38, None, None), (40, None, None), (43, 5, 2)]


def test_in_the_month_in_which_it_was_filled_nobody_is_said_to_have_come():
    with override("en"):
        found = section([COUNTED, FILLED], WORDS, filled_on=FIRST)
    assert found.sentences[0] == "From 38 at the end of August 2026 to 40 now."


def test_one_month_is_no_course_yet():
    with override("en"):
        found = section([UNKNOWN, FILLED], WORDS, filled_on=FIRST)
    assert (found.chart, found.tables) == (None, ())
    assert "since September 2026" in found.sentences[0]


def test_before_anybody_counted_there_is_nothing_to_show():
    assert section([UNKNOWN], WORDS, filled_on=None) is None
