"""BG/NBD by Bleib: `python -m bench.peers.purchases_ours FILE.npz` prints JSON."""

import json
import sys
import time

import numpy as np
import pyarrow as pa

from bleib import forecast


def column(values):
    """The same bytes as an Arrow array; `pa.array` would load pandas to see whether they are a series of it."""
    return pa.Array.from_buffers(pa.float64(), len(values), [None, pa.py_buffer(values)])


def main(path):
    buyers = np.load(path)
    table = pa.table({name: column(buyers[name]) for name in ("frequency", "recency", "age")})
    model = forecast.BGNBD()  # loads SciPy
    clock, processor = time.perf_counter(), time.process_time()
    fit = model.fit(table).fit
    spent = {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - processor}
    return {**spent, "parameters": list(fit.parameters.values())}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
