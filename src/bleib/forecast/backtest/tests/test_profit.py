"""The expected maximum profit is what its definition says."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta

from bleib.forecast.backtest.profit import expected_profit
from bleib.forecast.costs import Costs

PAPER = Costs().at(200.0)
# The example that two other implementations agree on: R's EMP and Python's proflogit.
SCORES = np.array(
    [0.6125478, 0.364271, 0.4321361, 0.1402911, 0.3848959, 0.2444155, 0.9706413, 0.8901728, 0.7817814, 0.8687518]
)
LEFT = np.array([1, 1, 0, 0, 0, 1, 1, 1, 1, 0], dtype=bool)


def by_definition(scores, left, stake) -> float:
    """The best cut for each share that accepts, integrated over its density."""
    cuts = [scores >= cut for cut in np.unique(scores)] + [np.zeros(len(scores), dtype=bool)]
    leavers, stayers = np.array([[(cut & left).mean(), (cut & ~left).mean()] for cut in cuts]).T

    def best(success: float) -> float:
        kept = leavers * (success * (stake.value - stake.offer) - stake.contact)
        return float((kept - stayers * (stake.offer + stake.contact)).max())

    return float(quad(lambda success: best(success) * beta(*stake.shape).pdf(success), 0, 1, limit=400)[0])


def profit(scores, left, stake):
    return expected_profit(scores, left, stake).of_value.value * stake.value


def test_the_example_of_other_implementations():
    assert profit(SCORES, LEFT, PAPER) == pytest.approx(30.3003222629848, abs=1e-9)


def test_many_customers_with_equal_scores_against_another_implementation():
    generator = np.random.default_rng(5)
    scores = generator.random(400).round(2)
    left = generator.random(400) < scores**2
    assert left.sum() == 132
    assert profit(scores, left, PAPER) == pytest.approx(15.034999646627256, abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("stake", [PAPER, Costs(contact=30, offer=20, success=0.45).at(500.0)], ids=["paper", "own"])
def test_it_is_the_integral_over_the_share_that_accepts(stake):
    generator = np.random.default_rng(1)
    scores = generator.random(60)
    left = generator.random(60) < scores
    assert profit(scores, left, stake) == pytest.approx(by_definition(scores, left, stake), rel=1e-4)


def test_nobody_leaves_so_nothing_is_won():
    assert profit(np.array([0.1, 0.9]), np.array([False, False]), PAPER) == 0


def test_an_offer_above_the_value_never_pays():
    assert profit(SCORES, LEFT, Costs(value=10, offer=20, contact=1).at(None)) == 0


def test_the_error_counts_a_customer_once():
    twice = np.concatenate([SCORES, SCORES]), np.concatenate([LEFT, LEFT])
    once = expected_profit(SCORES, LEFT, PAPER).of_value
    recurring = expected_profit(*twice, PAPER, customers=np.tile(np.arange(10), 2)).of_value
    assert (recurring.value, recurring.error) == pytest.approx((once.value, once.error))
