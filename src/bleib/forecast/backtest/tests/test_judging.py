"""Scores are judged as scikit-learn does, and intervals know who recurs."""

import numpy as np
import pyarrow.compute as pc
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from bleib.forecast.backtest.cases import Cases
from bleib.forecast.backtest.judging import Origin, parts
from bleib.forecast.backtest.tests.invented import DAY, cases
from bleib.forecast.costs import Costs

STAKE = Costs().at(1000.0)
ORIGIN = Origin(DAY, {False: "boosting"}, 4)


def test_the_measures_are_those_of_scikit_learn():
    of = cases()
    part = parts(of, [ORIGIN], STAKE)[0]
    assert part.forecast.auc.value == pytest.approx(roc_auc_score(of.left, of.numbers("chance")))
    assert part.forecast.brier.value == pytest.approx(brier_score_loss(of.left, of.numbers("chance")))
    baseline = part.baselines["days_since_order"].auc
    assert baseline.value == pytest.approx(roc_auc_score(of.left, of.numbers("days_since_order")))
    assert part.baselines["base_rate"].brier.value == pytest.approx(0.25)


def test_lift_is_the_share_of_the_first_tenth_over_that_of_all():
    of = cases()
    first = np.argsort(-of.numbers("chance"))[:40]
    lift = parts(of, [ORIGIN], STAKE)[0].forecast.lift.value
    assert lift == pytest.approx(of.left[first].mean() / of.left.mean())


def test_an_origin_is_a_row_with_its_model():
    row = parts(cases(), [ORIGIN], STAKE)[0].rows[0]
    assert (row.as_of, row.customers, row.model, row.learned_from) == (DAY, 400, "boosting", 4)


def test_customers_with_contracts_are_judged_apart():
    of = cases(40, contractual=[True] * 20 + [False] * 20, days_to_contract_end=[10.0, None] * 20)
    orders, contracts = parts(of, [], STAKE)
    assert (orders.kind, contracts.kind, contracts.cases) == ("orders", "contracts", 20)
    assert set(contracts.baselines) == {"days_to_contract_end", "base_rate"}


@pytest.mark.slow
def test_the_interval_is_the_one_that_drawing_customers_anew_gives():
    of = cases(150, origins=4)
    found = parts(of, [], STAKE)[0].forecast.auc
    assert found.high - found.low == pytest.approx(np.subtract(*_bootstrapped(of)), rel=0.2)


def test_customers_are_ranked_among_those_of_their_own_day():
    """A season in which everybody looks safer says nothing about how well customers are told apart."""
    of, other = cases(200), cases(200, origins=2).table.slice(200)
    safer = other.set_column(5, "chance", pc.divide(other.column("chance"), 10.0))
    found = parts(Cases.of([of.table, safer]), [], STAKE)[0].forecast.auc.value
    left = other.column("left").to_numpy()
    each = [roc_auc_score(of.left, of.numbers("chance")), roc_auc_score(left, of.numbers("chance"))]
    assert found == pytest.approx(np.mean(each))


def _bootstrapped(of):
    """High and low end, with all cases of a customer drawn together."""
    generator = np.random.default_rng(3)
    left, chance = of.left.reshape(4, -1), of.numbers("chance").reshape(4, -1)
    drawn = (generator.integers(0, 150, 150) for _ in range(250))
    values = [np.mean([roc_auc_score(*day) for day in zip(left[:, who], chance[:, who], strict=True)]) for who in drawn]
    return np.quantile(values, [0.975, 0.025])


def test_a_customer_without_rhythm_is_overdue_by_that_of_the_others():
    of = cases(3, usual_gap=[None, 10.0, 30.0], days_since_order=[40.0, 20.0, 60.0])
    assert of.baselines(contractual=False)["overdue_ratio"] == pytest.approx([2, 2, 2])


def test_where_all_left_there_is_nothing_to_rank():
    forecast = parts(cases(20, left=[True] * 20), [], STAKE)[0].forecast
    assert forecast.auc is None
    assert forecast.brier is not None
