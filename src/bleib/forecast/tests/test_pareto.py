"""The integral over the moment of leaving is exact wherever a search for parameters may come by."""

import numpy as np
import pytest
from scipy.integrate import quad

from bleib.forecast.cells import Cells
from bleib.forecast.pareto import _Leaving

CUSTOMERS = [(0.0, 0.0, 39.0), (2.0, 5.0, 39.0), (20.0, 38.0, 39.0)]
PARAMETERS = [(0.55, 10.0, 0.6, 11.7), (3.0, 9.0, 35.0, 484.0), (0.3, 5.0, 0.2, 1.0), (1.0, 30.0, 5.0, 2.0)]


@pytest.mark.parametrize("customer", CUSTOMERS)
@pytest.mark.parametrize(("r", "alpha", "s", "beta"), PARAMETERS)
def test_the_moment_of_leaving_is_integrated_exactly(customer, r, alpha, s, beta):
    x, recency, age = customer

    def density(u):
        return s * ((alpha + u) / (alpha + recency)) ** -(r + x) * ((beta + u) / (beta + recency)) ** -(s + 1)

    mass, _ = quad(density, recency, age, epsabs=0, epsrel=1e-12, limit=500)
    known = np.log(mass) - (r + x) * np.log(alpha + recency) - (s + 1) * np.log(beta + recency)
    found = _Leaving.between(Cells(*(np.array([each]) for each in (*customer, 1.0))), r=r, alpha=alpha, s=s, beta=beta)
    assert found.log_mass[0] == pytest.approx(known, abs=1e-7)
