"""BG/NBD by `pymc-marketing`, as maximum a posteriori, in its own environment: prints JSON."""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
from pymc_marketing import clv  # noqa: E402 - warns when it is loaded


def main(path):
    buyers = np.load(path)
    table = pd.DataFrame({
        "customer_id": np.arange(len(buyers["frequency"])), "frequency": buyers["frequency"],
        "recency": buyers["recency"], "T": buyers["age"],
    })  # fmt: skip
    clock, processor = time.perf_counter(), time.process_time()
    model = clv.BetaGeoModel(data=table)
    model.fit(method="map", progressbar=False)
    spent = {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - processor}
    found = model.fit_result
    return {**spent, "parameters": [float(found[name].mean()) for name in ("r", "alpha", "a", "b")]}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
