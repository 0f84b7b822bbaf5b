"""Contestants take turns in processes of their own; the medians are compared."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.figures import Figures
from bench.measure import Cost, command, middle

Say = Callable[[str], None]


@dataclass(frozen=True)
class Result:
    """`seconds` and `cpu` of the work alone, `process` with starting Python and loading libraries; medians."""

    seconds: float
    cpu: float
    process: Cost
    figures: Figures | None


def race(contestants: Sequence[str], path: Path, *, repetitions: int, say: Say) -> dict[str, Result]:
    """Let each contestant of `bench.work` run `repetitions` times, one after the other, never two at once."""
    laps: dict[str, list[Result]] = {contestant: [] for contestant in contestants}
    for repetition in range(repetitions):
        for contestant in contestants:
            lap = run(contestant, path)
            laps[contestant].append(lap)
            say(f"  {repetition + 1}/{repetitions} {contestant}: {lap.seconds:.2f} s, {lap.cpu:.2f} s of processor")
    return {contestant: typical(results) for contestant, results in laps.items()}


def run(contestant: str, path: Path) -> Result:
    cost, answer = command([sys.executable, "-m", "bench.work", contestant, str(path)])
    return Result(**json.loads(answer), process=cost)


def typical(results: Sequence[Result]) -> Result:
    return Result(
        seconds=median(result.seconds for result in results),
        cpu=median(result.cpu for result in results),
        process=middle([result.process for result in results]),
        figures=results[0].figures,
    )
