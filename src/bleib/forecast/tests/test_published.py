"""Every published value of the purchase models (METRICS.md); what is quoted was computed from rounded parameters."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from bleib import forecast
from bleib.forecast.lifetime import with_parameters

# recency, frequency, customers: 11,104 donors over six years (Fader, Hardie & Shang 2010, table 1).
DONORS = {
    6: {6: 1203, 5: 728, 4: 512, 3: 357, 2: 234, 1: 129}, 5: {5: 335, 4: 284, 3: 225, 2: 173, 1: 119},
    4: {4: 240, 3: 181, 2: 155, 1: 78}, 3: {3: 322, 2: 255, 1: 129}, 2: {2: 613, 1: 277}, 1: {1: 1091}, 0: {0: 3464},
}  # fmt: skip
# Percent of contracts left after 0 to 12 years (Fader & Hardie 2007).
REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]
HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]


def parameters(fitted) -> list[float]:
    return [round(value, 3) for value in fitted.fit.parameters.values()]


def one(frequency, recency, age):
    return pa.table({"frequency": [float(frequency)], "recency": [recency], "age": [age]})


def test_bg_nbd(cdnow):
    fitted = forecast.BGNBD().fit(cdnow.table)
    assert parameters(fitted) == [0.243, 4.414, 0.793, 2.426]
    assert fitted.fit.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert fitted.purchases(one(2, 30.43, 38.86), 39) == pytest.approx(1.226, abs=5e-4)
    times = [1 / 7, 1, 3, 31 + 6 / 7, 32, 78]
    assert fitted.expected(times) == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576], abs=4e-4)


def test_bg_nbd_distribution(cdnow):
    fitted = with_parameters(forecast.BGNBD().fit(cdnow.table), np.array([0.243, 4.414, 0.793, 2.426]))
    assert fitted.distribution(39, 0)[0] == pytest.approx(0.5737864, abs=6e-4)
    assert fitted.distribution(2, 10)[10] == pytest.approx(1.07869e-7, rel=3e-3)


def test_mbg_nbd(cdnow):
    assert parameters(forecast.MBGNBD().fit(cdnow.table)) == [0.525, 6.183, 0.891, 1.614]


def test_pareto_nbd(cdnow):
    fitted = forecast.ParetoNBD().fit(cdnow.table)
    assert parameters(fitted) == pytest.approx([0.553, 10.578, 0.606, 11.669], abs=1e-3)
    assert fitted.fit.log_likelihood == pytest.approx(-9595.0, abs=0.05)
    assert fitted.purchases(one(26, 30.86, 31), 52) == pytest.approx(25.46, abs=5e-3)


def test_gamma_gamma(cdnow):
    fitted = forecast.GammaGamma().fit(cdnow.table)
    assert fitted.fit.customers == 946
    assert list(fitted.fit.parameters.values()) == pytest.approx([6.25, 3.74, 15.44], abs=5e-3)
    assert fitted.mean == pytest.approx(35.17, abs=5e-3)


def test_the_hold_out_of_cdnow(cdnow):
    fitted = forecast.BGNBD().fit(cdnow.table)
    assert cdnow.later == 1882
    assert fitted.purchases(cdnow.table, 39).sum() == pytest.approx(1653, abs=1)


def test_bg_bb():
    cells = [(x, last, n) for last, of in DONORS.items() for x, n in of.items()]
    rows = [(float(x), float(last), 6.0) for x, last, n in cells for _ in range(n)]
    table = pa.table(dict(zip(("frequency", "recency", "age"), zip(*rows, strict=True), strict=True)))
    fitted = forecast.BGBB().fit(table)
    assert fitted.fit.customers == 11_104
    assert parameters(fitted) == [1.204, 0.750, 0.657, 2.783]


@pytest.mark.parametrize(
    ("survival", "expected", "off"),
    [(REGULAR, [0.704, 1.182], 1.5), (HIGH_END, [0.668, 3.806], 2.9)],
    ids=["regular", "high end"],
)
def test_sbg(survival, expected, off):
    lost = [10 * (before - after) for before, after in pairwise(survival[:8])]
    table = pa.table({"term": [*range(1, 8)], "lost": lost, "censored": [0.0] * 6 + [10 * survival[7]]})
    fitted = forecast.SBG().fit(table)
    assert parameters(fitted) == pytest.approx(expected, abs=1e-3)
    projected = 100 * fitted.survival(range(8, 13))
    assert 100 * np.mean(np.abs(projected / survival[8:] - 1)) == pytest.approx(off, abs=0.1)
    duration = forecast.BDW().fit(table)
    assert duration.fit.log_likelihood > fitted.fit.log_likelihood
    assert replace(fitted) == fitted
