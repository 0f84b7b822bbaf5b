"""What keeping is worth, against sums done by hand."""

import pytest

from bleib.kernel.errors import UsageError
from bleib.metrics.economics import (
    ASSUMED,
    Base,
    Downturn,
    break_even,
    effort,
    lifetime_value,
    one_more_point,
    scenario,
)

# 1,000 customers, 500 a year each (those who leave: 300), margin 40 %, 80 % stay, 10 % discount.
POINT = {"customers": 1000, "revenue": 500, "lost_revenue": 300, "margin": 40, "retention": 80, "discount": 10}


def test_a_lifetime_is_worth_the_margin_times_r_by_one_plus_d_minus_r():
    assert lifetime_value(200, retention=80, discount=10) == pytest.approx(200 * 0.8 / 0.3)
    assert lifetime_value(200, retention=0, discount=10) == 0


def test_gupta_and_lehmanns_multiples():
    """Table 1 of the paper, discount rate 12 %: 60 % -> 1.15, 70 % -> 1.67, 80 % -> 2.50, 90 % -> 4.09."""
    found = [round(lifetime_value(1, retention=each, discount=12), 2) for each in (60, 70, 80, 90)]
    assert found == [1.15, 1.67, 2.5, 4.09]


def test_one_more_point_keeps_one_in_a_hundred():
    point = one_more_point(**POINT)
    assert (point.customers, point.year, point.margin) == pytest.approx((10, 3000, 1200))


def test_one_more_point_for_a_lifetime():
    """200 x (0.81 / 0.29 - 0.80 / 0.30) = 25.2874 for one."""
    point = one_more_point(**POINT)
    assert point.per_customer == pytest.approx(25.2873563)
    assert point.lifetime == pytest.approx(25287.3563)


def test_a_measure_of_2000_pays_when_it_keeps_ten():
    found = break_even(cost=2000, customers=1000, revenue=500, margin=40)
    assert (found.customers, found.points) == pytest.approx((10, 1))


def test_winning_costs_a_multiple_and_takes_more_attempts():
    found = effort(cost_to_keep=100, win_cost_ratio=6.5, win_rate_existing=65, win_rate_new=12.5)
    assert (found.win, found.attempts_new) == (650, 8)
    assert found.attempts_existing == pytest.approx(100 / 65)


def test_a_downturn_by_hand():
    """Retention 0.5 ^ 12 a year is one half a month; new ones fall from 10 to 5; nobody of the old stays for long."""
    half = 100 * 0.5**12
    paths = scenario(Base(100, 2, half, 10), Downturn(new_falls=50, churn_rises=0, measure_points=0, months=2))
    assert paths["as_now"].customers == pytest.approx((60, 40))
    assert paths["downturn"].customers == pytest.approx((55, 32.5))
    assert (paths["as_now"].total, paths["downturn"].total) == pytest.approx((200, 175))


def test_the_measure_lifts_retention_and_costs_its_price():
    wish = Downturn(new_falls=0, churn_rises=20, measure_points=20, measure_cost=3, months=12)
    paths = scenario(Base(100, 1, 80, 5), wish)
    assert paths["with_measure"].customers == pytest.approx(paths["as_now"].customers)
    assert paths["with_measure"].total == pytest.approx(paths["as_now"].total - 36)
    assert paths["downturn"].total < paths["with_measure"].total


def test_after_a_year_the_yearly_rate_is_left():
    path = scenario(Base(100, 1, 80, 0), Downturn(months=12, churn_rises=10))
    assert path["as_now"].customers[-1] == pytest.approx(80)
    assert path["downturn"].customers[-1] == pytest.approx(70)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: lifetime_value(1, retention=101, discount=10), "retention"),
        (lambda: lifetime_value(1, retention=100, discount=0), "no finite sum"),
        (lambda: one_more_point(**POINT | {"retention": 99.5}), "retention"),
        (lambda: one_more_point(**POINT | {"customers": -1}), "customers cannot be negative"),
        (lambda: break_even(cost=1, customers=0, revenue=1, margin=10), "ever pays"),
        (lambda: effort(cost_to_keep=1, win_cost_ratio=6, win_rate_existing=65, win_rate_new=0), "ever says yes"),
        (lambda: scenario(Base(1, 1, 5, 0), Downturn(churn_rises=10)), "Churn cannot rise"),
        (lambda: scenario(Base(1, 1, 50, 0), Downturn(months=0)), "months"),
        (lambda: scenario(Base(1, 1, 50, float("nan")), Downturn()), "new cannot be negative"),
    ],
)
def test_what_cannot_be_is_an_error_with_a_reason(call, said):
    with pytest.raises(UsageError, match=said):
        call()


def test_the_rules_of_thumb_lie_within_their_own_bounds():
    for each in ASSUMED.values():
        assert each.default is None or each.low <= each.default <= each.high
    assert [float(ASSUMED[name].default) for name in ("win_cost_ratio", "win_rate_existing", "win_rate_new")] == [
        6.5,
        65,
        12.5,
    ]
