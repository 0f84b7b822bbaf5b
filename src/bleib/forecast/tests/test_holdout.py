"""CDNOW's second 39 weeks, by how often somebody had bought again in the first (METRICS.md; BTYD's walkthrough)."""

import numpy as np
import pytest

from bleib import forecast
from bleib.forecast.backtest.holdout import holdout

CUSTOMERS = [1411, 439, 214, 100, 62, 38, 29, 64]
MADE = [0.2367, 0.6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621, 6.3594]
PARETO_NBD = [0.1385, 0.5996, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403]


def told(cdnow, model):
    table = holdout(model.fit(cdnow.table), cdnow.table, cdnow.table.column("later").to_numpy(), horizon=39)
    return table.to_pydict()


def test_what_customers_bought_is_the_published_table(cdnow):
    found = told(cdnow, forecast.BGNBD())
    assert found["repeats"] == [*range(8)]
    assert found["customers"] == CUSTOMERS
    assert found["actual"] == pytest.approx(MADE, abs=5e-5)
    assert np.dot(found["customers"], found["actual"]) == pytest.approx(1882)


def test_what_the_bg_nbd_expects(cdnow):
    found = told(cdnow, forecast.BGNBD())
    assert np.dot(found["customers"], found["expected"]) == pytest.approx(1653, abs=1)
    assert all(expected < actual for expected, actual in zip(found["expected"], found["actual"], strict=True))


def test_what_the_pareto_nbd_expects_is_the_published_table(cdnow):
    assert told(cdnow, forecast.ParetoNBD())["expected"] == pytest.approx(PARETO_NBD, abs=1.5e-3)
