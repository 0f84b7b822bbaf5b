"""Kaplan-Meier, Cox and AFT on contracts."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from bleib.forecast import NoForecast, survival
from bleib.history.tables import CONTRACTS
from bleib.kernel.errors import UsageError

MODELS = [survival.KaplanMeier(), survival.Cox(), survival.AFT()]
REGRESSIONS = MODELS[1:]


def name(model):
    return type(model).__name__


def made(contracts: int, *, seed: int = 0) -> pa.Table:
    """Trade contracts last twice as long as shop contracts; errors make them shorter; a third still runs."""
    generator = np.random.default_rng(seed)
    trade, errors = generator.random(contracts) < 0.4, generator.normal(size=contracts)
    days = 400 * np.where(trade, 2.0, 1.0) * np.exp(-0.3 * errors) * generator.weibull(1.5, contracts)
    seen = generator.uniform(100, 1500, contracts)
    kinds = pa.array(np.where(trade, "trade", "shop"))
    return pa.table({"days": np.minimum(days, seen), "ended": days <= seen, "segment": kinds, "errors": errors})


def at(fitted, table, days):
    """Survival of the first row, or of everybody."""
    return fitted.survival(days) if isinstance(fitted, survival.FittedKaplanMeier) else fitted.survival(table, days)[0]


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_survival_falls_from_one(model):
    table = made(300)
    shares = at(model.fit(table), table, [0, 100, 300, 900])
    assert shares[0] == pytest.approx(1)
    assert (np.diff(shares) < 0).all()
    assert shares[-1] >= 0


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_a_fitted_model_never_changes(model):
    fitted = model.fit(made(100))
    assert (fitted.contracts, fitted.ended) == (100, int(np.sum(made(100)["ended"].to_numpy())))
    with pytest.raises(FrozenInstanceError):
        setattr(fitted, fields(fitted)[0].name, None)


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS, ids=name)
def test_every_kind_of_table_gives_the_same(model):
    table = made(100)
    assert at(model.fit(pl.from_arrow(table)), table, [200]) == pytest.approx(at(model.fit(table), table, [200]))


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_ten_contracts_are_enough_and_nine_are_not(model):
    assert np.isfinite(at(model.fit(made(10)), made(10), [200])).all()
    with pytest.raises(NoForecast, match="9 contracts are too few") as caught:
        model.fit(made(9))
    assert caught.value.remark.sentence("de").startswith("9 Verträge")


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_where_no_contract_ended_nothing_is_said(model):
    table = made(50)
    with pytest.raises(NoForecast, match="No contract has ended"):
        model.fit(table.set_column(1, "ended", pa.array([False] * 50)))


@pytest.mark.parametrize("model", MODELS, ids=name)
@pytest.mark.parametrize("days", [-1.0, float("nan")])
def test_an_impossible_duration_is_refused(model, days):
    with pytest.raises(UsageError, match="days is a number"):
        model.fit(made(50).set_column(0, "days", pa.array([days] * 50)))


@pytest.mark.parametrize("model", REGRESSIONS, ids=name)
def test_what_made_contracts_last_is_found(model):
    fitted = model.fit(made(600))
    trade = next(each for each in fitted.effects if each.kind == "trade")
    errors = next(each for each in fitted.effects if each.name == "errors")
    longer = isinstance(fitted, survival.FittedAFT)
    assert trade.clear
    assert errors.clear
    assert (trade.ratio > 1) == longer
    assert (errors.ratio < 1) == longer
    assert fitted.concordance > 0.6


@pytest.mark.slow
def test_the_median_is_where_half_are_left():
    table = made(600)
    fitted, curve = survival.AFT().fit(table), survival.KaplanMeier().fit(table)
    assert fitted.kind == "weibull"
    assert fitted.survival(table, fitted.median(table)[0])[0] == pytest.approx(0.5)
    assert curve.survival(curve.median) <= 0.5 < curve.survival(curve.median - 1)
    low, high = curve.interval([100, 300])
    assert (low < curve.survival([100, 300])).all()
    assert (curve.survival([100, 300]) < high).all()


def test_stretches_of_a_contract_are_one_duration():
    rows = [
        {"customer": "A", "contract": "1", "start_on": date(2024, 1, 1), "end_on": date(2024, 6, 1)},
        {"customer": "A", "contract": "1", "start_on": date(2024, 6, 1), "end_on": date(2025, 1, 1)},
        {"customer": "B", "contract": "2", "start_on": date(2024, 1, 1), "end_on": None},
        {"customer": "C", "contract": "3", "start_on": date(2024, 1, 1), "end_on": date(2026, 1, 1)},
        {"customer": "D", "contract": "4", "start_on": date(2026, 1, 1), "end_on": None},
    ]
    found = survival.durations(pa.Table.from_pylist(rows, schema=CONTRACTS), as_of=date(2025, 1, 31))
    assert found.to_pylist() == [
        {"customer": "A", "contract": "1", "days": 366, "ended": True},
        {"customer": "B", "contract": "2", "days": 396, "ended": False},
        {"customer": "C", "contract": "3", "days": 396, "ended": False},
    ]
