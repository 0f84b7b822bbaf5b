"""Pieces of work take turns in one installation, each in a process of its own, one after the other."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import Cost, middle, work
from bench.race import Say


@contextmanager
def installation(home: Path) -> Iterator[Path]:
    """An empty folder for an installation, whatever was left there before; it goes with what was measured."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def run(
    module: str, names: Collection[str], *, home: Path, repetitions: int, say: Say, once: Collection[str] = ()
) -> dict[str, Cost]:
    """The medians of what `python -m MODULE NAME` costs; what is named in `once` is done in the first round only."""
    laps: dict[str, list[Cost]] = {name: [] for name in names}
    for repetition in range(repetitions):
        for name, costs in laps.items():
            if name not in once or not costs:
                costs.append(work(module, name, home=home))
                say(f"  {repetition + 1}/{repetitions} {name}: {costs[-1].cpu:.2f} s of processor")
    return {name: middle(costs) for name, costs in laps.items()}
