import json
import sys

import numpy as np
import pytest

from bench import forecast_bench
from bench.buyers import B2B, CDNOW, HORIZON, simulate, stored
from bench.cohorts_bench import Kind, fitted
from bench.measure import ROOT, command


@pytest.mark.parametrize(("shape", "most"), [(CDNOW, 1.5), (B2B, 10.0)])
def test_simulated_buyers_are_possible_and_like_their_shape(shape, most):
    buyers = simulate(shape, 2_000, seed=1)
    assert ((buyers.frequency == 0) == (buyers.recency == 0)).all()
    assert (buyers.recency <= buyers.age).all()
    assert 0 < buyers.frequency.mean() < most


def test_the_same_seed_gives_the_same_buyers():
    one, other = (simulate(CDNOW, 500, seed=7) for _ in range(2))
    assert np.array_equal(one.later, other.later)
    assert one.later.sum() > 0


def test_few_leave_a_supplier():
    buyers = simulate(B2B, 2_000, seed=3)
    assert buyers.later.sum() / HORIZON > 0.7 * (buyers.frequency.sum() / buyers.age.mean())


def test_our_fit_runs_in_a_process_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    path = stored(CDNOW, 2_000, to=tmp_path / "buyers.npz")
    _, answer = command([sys.executable, "-m", "bench.peers.purchases_ours", str(path)])
    assert json.loads(answer)["cpu"] > 0
    assert len(json.loads(answer)["parameters"]) == 4


def test_other_parameters_are_no_race():
    same = {"ours": [1.0, 2.0], "lifetimes": [1.0001, 2.0], "pymc": [1.01, 2.0]}
    forecast_bench.agree(same)
    with pytest.raises(forecast_bench.Disagreement, match="lifetimes"):
        forecast_bench.agree(same | {"lifetimes": [1.1, 2.0]})


@pytest.mark.slow
def test_small_cohorts_are_fitted_and_their_intervals_counted():
    outcome = fitted(Kind("low-churn B2B", 30, 5), "BGNBD")
    assert outcome.converged == 1
    assert 0 <= outcome.covered <= 1
