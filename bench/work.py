"""One contestant's work in a process of its own: `python -m bench.work CONTESTANT PATH` prints JSON.

`seconds` and `cpu` are those of the work without starting Python and loading libraries; `figures` is what came out.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

# contestant -> module:function; loaded only when asked for, so that nobody pays for another's libraries
CONTESTANTS = {
    "scan": "bench.peers.scan:scan",
    "grouping": "bench.peers.scan:grouping",
    "one_pass": "bench.peers.handwritten:one_pass",
    "two_passes": "bench.peers.handwritten:two_passes",
    "pandas": "bench.peers.frames:frames",
    "bleib_lines": "bench.ours:from_lines",
    "bleib_whole": "bench.ours:from_lines_whole",
    "bleib_activity": "bench.ours:from_activity",
    "store_activity": "bench.ours:store_activity",
    "csv_to_parquet": "bench.peers.convert:default",
    "csv_to_parquet_zstd": "bench.peers.convert:zstd",
    "csv_parts": "bench.peers.convert:parts",
}


def load(contestant: str) -> Callable[[Path], object]:
    module, name = CONTESTANTS[contestant].split(":")
    return getattr(import_module(module), name)


def main() -> None:
    contestant, path = sys.argv[1:]
    work = load(contestant)
    clock, processor = time.perf_counter(), time.process_time()
    figures = work(Path(path))
    spent = {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - processor}
    print(json.dumps({**spent, "figures": figures}))


if __name__ == "__main__":
    main()
