"""A piece of work in a process of its own tells as JSON what it cost, for `bench.measure.work`."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping

import django

Work = Callable[[], int]  # returns how many rows came out


def tell(works: Mapping[str, Work], *, before: Mapping[str, Work] | None = None) -> None:
    """Do the work that the command line names, in the installation of BLEIB_HOME, and print seconds and rows.

    `before`: what is done before the clock runs, by the work's name.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bleib.config.settings")
    django.setup()
    name = sys.argv[1]
    if before and name in before:
        before[name]()
    clock, processor = time.perf_counter(), time.process_time()
    rows = works[name]()
    spent = {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - processor}
    print(json.dumps({**spent, "rows": rows}))
