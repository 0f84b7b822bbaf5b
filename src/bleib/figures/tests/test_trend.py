"""An arrow means that a rate moved; within the noise there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleib.figures.trend import Trend, newcombe, trend

RATES = st.integers(1, 5_000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


def row(rate: tuple[int, int]) -> dict[str, int]:
    return {"kept": rate[0], "customers_start": rate[1]}


def test_the_published_examples_come_out():
    """Newcombe (1998), table II, method 10."""
    assert newcombe((56, 70), (48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe((9, 10), (3, 10)) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    assert newcombe((10, 10), (0, 10)) == pytest.approx((0.6075, 1.0), abs=5e-5)


def test_a_few_customers_more_are_noise_and_many_are_not():
    assert trend(row((820, 1000)), row((800, 1000))) is Trend.SAME
    assert trend(row((860, 1000)), row((800, 1000))) is Trend.UP
    assert trend(row((740, 1000)), row((800, 1000))) is Trend.DOWN


def test_nobody_is_no_trend():
    assert trend(row((0, 0)), row((80, 100))) is None


@given(RATES, RATES)
def test_looked_at_from_behind_up_is_down(now, before):
    mirrored = {Trend.UP: Trend.DOWN, Trend.DOWN: Trend.UP, Trend.SAME: Trend.SAME}
    assert trend(row(before), row(now)) is mirrored[trend(row(now), row(before))]


@given(RATES, RATES)
def test_an_arrow_points_where_the_rate_went(now, before):
    moved = now[0] * before[1] - before[0] * now[1]
    found = trend(row(now), row(before))
    assert found is Trend.SAME or (found is Trend.UP) == (moved > 0)


@given(RATES)
def test_the_same_rate_is_the_same(rate):
    assert trend(row(rate), row(rate)) is Trend.SAME
