"""One contract for all purchase models: gradients, sums, units of time, few customers, impossible tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from bleib import forecast
from bleib.forecast.cells import cells
from bleib.forecast.chances import _Paths
from bleib.forecast.dropout import _Terms
from bleib.forecast.pareto import _likelihood
from bleib.kernel.errors import UsageError

ANY_TIME = [forecast.BGNBD(), forecast.MBGNBD(), forecast.ParetoNBD()]
MODELS = [*ANY_TIME, forecast.BGBB()]


def name(model):
    return type(model).__name__


def made(customers: int, *, seed: int = 0) -> pa.Table:
    """Customers who buy once in a period at most: every model can read them."""
    generator = np.random.default_rng(seed)
    age = generator.integers(6, 20, customers)
    leaves = np.minimum(generator.geometric(0.1, customers), age)
    bought = [np.flatnonzero(generator.random(until) < generator.beta(1, 2)) + 1 for until in leaves]
    frequency = [float(len(each)) for each in bought]
    recency = [float(each[-1]) if len(each) else 0.0 for each in bought]
    return pa.table({"frequency": frequency, "recency": recency, "age": age.astype(float)})


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_the_gradient_is_that_of_the_likelihood(model):
    data = cells(made(60))
    likelihoods = {
        "BGNBD": _Terms.of(data, first=0).likelihood, "MBGNBD": _Terms.of(data, first=1).likelihood,
        "ParetoNBD": lambda at: _likelihood(data, at), "BGBB": _Paths.of(data).likelihood,
    }  # fmt: skip
    likelihood, at = likelihoods[name(model)], np.array([0.7, 8.0, 0.6, 2.5])
    steps = np.eye(4) * 1e-5
    slopes = [(likelihood(at + step)[0] - likelihood(at - step)[0]) / 2e-5 for step in steps]
    assert likelihood(at)[1] == pytest.approx(slopes, rel=1e-4)


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_probabilities_add_up_and_agree_with_the_expectation(model):
    fitted = model.fit(made(200))
    chances = fitted.distribution(12, 400)
    assert chances.min() >= 0
    assert chances.sum() == pytest.approx(1, abs=1e-3)
    assert chances @ np.arange(401) == pytest.approx(fitted.expected(12)[0], rel=1e-2)


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_what_is_drawn_agrees_with_what_is_expected(model):
    table = made(200)
    fitted = model.fit(table)
    drawn = np.array([fitted.draw(table, 10, seed=seed) for seed in range(200)])
    assert drawn.sum(axis=1).mean() == pytest.approx(fitted.purchases(table, 10).sum(), rel=0.05)
    assert (drawn > 0).sum(axis=1).mean() == pytest.approx(fitted.chance(table, 10).sum(), rel=0.05)


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_more_time_brings_more(model):
    table = made(100)
    fitted = model.fit(table)
    assert (fitted.purchases(table, 12) >= fitted.purchases(table, 6)).all()
    assert (fitted.chance(table, 12) >= fitted.chance(table, 6)).all()
    assert ((fitted.alive(table) >= 0) & (fitted.alive(table) <= 1)).all()


@pytest.mark.parametrize("model", ANY_TIME, ids=name)
def test_the_unit_of_time_does_not_matter(model):
    weeks = made(300)
    days = weeks.set_column(1, "recency", pa.array(np.array(weeks["recency"]) * 7))
    days = days.set_column(2, "age", pa.array(np.array(weeks["age"]) * 7))
    in_weeks, in_days = model.fit(weeks).purchases(weeks, 8), model.fit(days).purchases(days, 56)
    assert in_days == pytest.approx(in_weeks, rel=1e-3)


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_ten_customers_are_enough_and_nine_are_not(model):
    fitted = model.fit(made(10))
    assert fitted.fit.steadied
    assert np.isfinite(fitted.purchases(made(10), 8)).all()
    with pytest.raises(forecast.CannotFit, match="9 customers are too few"):
        model.fit(made(9))


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_without_a_repeat_purchase_there_is_no_forecast(model):
    once = pa.table({"frequency": [0.0] * 20, "recency": [0.0] * 20, "age": [9.0] * 20})
    with pytest.raises(forecast.CannotFit, match="Nobody bought twice"):
        model.fit(once)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((-1.0, 0.0, 9.0), "frequency is no whole number"), ((1.5, 1.0, 9.0), "frequency is no whole number"),
        ((1.0, 10.0, 9.0), "recency lies outside"), ((0.0, 0.0, 0.0), "age is not above 0"),
        ((0.0, 3.0, 9.0), "contradict"), ((2.0, 0.0, 9.0), "contradict"),
    ],
)  # fmt: skip
def test_an_impossible_row_is_named(row, said):
    table = pa.table(dict(zip(("frequency", "recency", "age"), ([each] for each in row), strict=True)))
    with pytest.raises(UsageError, match=said):
        forecast.BGNBD().fit(table)


def test_a_missing_column_is_named():
    with pytest.raises(UsageError, match="lacks the column age"):
        forecast.BGNBD().fit(pa.table({"frequency": [1.0], "recency": [1.0]}))


def test_pandas_and_polars_tables_do_as_well():
    table = made(50)
    fitted = forecast.BGNBD().fit(table)
    assert forecast.BGNBD().fit(table.to_pandas()).fit.parameters == fitted.fit.parameters
    assert forecast.BGNBD().fit(pl.from_arrow(table)).fit.parameters == fitted.fit.parameters


@pytest.mark.parametrize("model", [forecast.BGNBD(), forecast.MBGNBD()], ids=name)
def test_customers_who_all_drop_out_alike_have_an_expectation(model):
    fitted = model.fit(made(200))
    table = made(50)
    below, above, far = (
        replace(fitted, fit=fitted.fit.at(np.array([0.7, 8.0, a, 100 * a]))).purchases(table, 12)
        for a in (99.999, 100.001, 1e5)
    )
    assert above == pytest.approx(below, rel=1e-4)
    assert far == pytest.approx(above, rel=2e-2)
