"""BG/NBD by `lifetimes`, in its own environment: `python purchases_lifetimes.py FILE.npz [cohorts]` prints JSON.

It merges identical customers when it is given weights; its own documentation fits as here, one row per customer.
"""

import json
import sys
import time
import warnings
from itertools import pairwise

import numpy as np
from lifetimes import BetaGeoFitter

warnings.simplefilter("ignore")  # it takes logarithms of negative trial values


def one(path):
    buyers = np.load(path)
    columns = [buyers[name] for name in ("frequency", "recency", "age")]
    clock, processor = time.perf_counter(), time.process_time()
    fitted = BetaGeoFitter(penalizer_coef=0.0).fit(*columns)
    spent = {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - processor}
    return {**spent, "parameters": [float(fitted.params_[name]) for name in ("r", "alpha", "a", "b")]}


def cohorts(path):
    """Every cohort of the file, one fit each: how many end with parameters."""
    buyers = np.load(path)
    bounds = buyers["bounds"]
    clock, processor, converged = time.perf_counter(), time.process_time(), 0
    for first, last in pairwise(bounds):
        try:
            columns = [buyers[name][first:last] for name in ("frequency", "recency", "age")]
            found = BetaGeoFitter(penalizer_coef=0.0).fit(*columns).params_
            converged += bool(np.isfinite(found).all())
        except Exception:  # noqa: BLE001 - whatever it raises, there is no model
            continue
    spent = {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - processor}
    return {**spent, "converged": converged, "cohorts": len(bounds) - 1}


if __name__ == "__main__":
    print(json.dumps(cohorts(sys.argv[1]) if sys.argv[2:] == ["cohorts"] else one(sys.argv[1])))
