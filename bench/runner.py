"""Runs benchmarks by name and writes what they found into docs/benchmarks.md."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date

from bench import (
    cohorts_bench,
    console_bench,
    customers_bench,
    figures_bench,
    forecast_bench,
    import_bench,
    ingest_bench,
    lights_bench,
    memory_bench,
    outlook_bench,
    page,
    past_bench,
    touch_bench,
)
from bench.measure import ROOT
from bench.race import Say
from bench.section import Section

# Generated files stay here between runs; the folder is not under version control.
DATA = ROOT / "bleib-data" / "bench"

Benchmark = Callable[..., Section]  # (data, *, scale, repetitions, say)
BENCHMARKS: dict[str, Benchmark] = {
    "console": console_bench.measure,
    "customers": customers_bench.measure,
    "cohorts": cohorts_bench.measure,
    "figures-retail": figures_bench.retail,
    "figures-single": figures_bench.single,
    "forecast": forecast_bench.measure,
    "import": import_bench.measure,
    "lights": lights_bench.measure,
    "ingest": ingest_bench.speed,
    "ingest-memory": ingest_bench.memory,
    "memory": memory_bench.measure,
    "outlook": outlook_bench.measure,
    "past": past_bench.measure,
    "touch": touch_bench.measure,
}


def run(names: Sequence[str], *, scale: float, repetitions: int, today: date, say: Say) -> dict[str, Section]:
    """Measure the benchmarks `names`, all where none is named. At full size each is written down when it is done."""
    sections = {}
    for name in names or BENCHMARKS:
        load = os.getloadavg()[0]
        sections[name] = BENCHMARKS[name](DATA, scale=scale, repetitions=repetitions, say=say)
        if scale == 1:
            page.update({name: sections[name]}, today=today, repetitions=repetitions, load=load)
            say(f"Written to {page.PAGE}.")
    return sections
