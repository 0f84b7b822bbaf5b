import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleib.kernel.intervals import wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(successes, trials, low, high):
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


def test_nothing_tried_has_no_interval():
    assert wilson(0, 0) is None


@given(trials=st.integers(1, 10**9), data=st.data())
def test_the_interval_holds_the_share_and_stays_between_nothing_and_all(trials, data):
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials) or (-1, -1)
    assert 0 <= low <= high <= 1
    assert low - 1e-12 <= successes / trials <= high + 1e-12


@given(trials=st.integers(1, 10**6), data=st.data())
def test_successes_and_failures_mirror_each_other(trials, data):
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials) or (-1, -1)
    assert wilson(trials - successes, trials) == pytest.approx((1 - high, 1 - low), abs=1e-9)
