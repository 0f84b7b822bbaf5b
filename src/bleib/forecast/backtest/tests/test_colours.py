"""Per light how many left, and how long before they were warned of."""

from datetime import date

import pytest

from bleib.forecast.backtest.colours import colours, of_segments
from bleib.forecast.backtest.tests.invented import cases

LIT = ["red"] * 2 + ["yellow"] * 2 + ["green"] * 6


def test_the_share_that_left_by_light():
    green, yellow, red = colours(cases(10, light=LIT, left=[True, True, True, *[False] * 7]))
    assert [(each.light, each.share) for each in (green, yellow, red)] == [("green", 0), ("yellow", 0.5), ("red", 1)]
    assert yellow.low < 0.5 < yellow.high


def test_weeks_from_turning_to_leaving():
    since = [date(2026, 1, 1), date(2026, 1, 15), *[None] * 8]
    red = colours(cases(10, light=LIT, left=[True] * 10, left_on=[date(2026, 2, 12)] * 10, since=since))[-1]
    assert (red.weeks, red.timed) == (5.0, 2)


def test_a_light_that_does_not_know_when_it_turned_shone_at_the_origin():
    gone = [date(2026, 1, 29), date(2025, 12, 1), *[None] * 8]
    red = colours(cases(10, light=LIT, left=[True] * 10, left_on=gone))[-1]
    assert (red.weeks, red.timed) == (4.0, 1)


def test_who_recurs_is_timed_once_and_counts_once_in_the_interval():
    since, gone = [date(2026, 1, 1)] * 10, [date(2026, 2, 12)] * 10
    once, often = (
        colours(cases(10, origins=origins, light=["red"] * 10, left=[True] * 10, left_on=gone, since=since))[0]
        for origins in (1, 5)
    )
    assert (once.cases, often.cases, often.customers, often.timed) == (10, 50, 10, 10)
    assert (often.low, often.high) == pytest.approx((once.low, once.high))


def test_without_lights_there_is_no_record_of_them():
    assert colours(cases(10)) == ()


def test_lights_are_told_apart_by_segment():
    among = ["|regulars|top-20|"] * 2 + ["|regulars|"] * 2 + [None] * 6
    found = of_segments(cases(10, light=LIT, left=[True, False, True, *[False] * 7], segments=among))
    told = {each.segment: [(of.light, of.cases, of.left) for of in each.colours] for each in found}
    assert told == {"regulars": [("yellow", 2, 1), ("red", 2, 1)], "top-20": [("red", 2, 1)]}
    assert of_segments(cases(10, light=LIT)) == ()
