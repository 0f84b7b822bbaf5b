"""A thousand small cohorts: does every fit end, do 95 % intervals hold what came? And `lifetimes` on the same."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from bench.buyers import B2B, CDNOW, HORIZON, Buyers, simulate
from bench.environments import python
from bench.measure import command
from bench.race import Say
from bench.section import Row, Section
from bench.verdict import Verdict

COHORTS = 1_000
SIZES = (30, 50, 100)
SHAPES = {shape.name: shape for shape in (CDNOW, B2B)}
COLUMNS = ("frequency", "recency", "age")
MODELS = ("BGNBD", "MBGNBD", "ParetoNBD")


@dataclass(frozen=True)
class Kind:
    """So many cohorts of a shape (by its name), each of `size` customers."""

    shape: str
    size: int
    count: int

    def cohorts(self) -> Iterator[Buyers]:
        """Those in which anybody bought twice: without, no model of repeat purchases has anything to learn from."""
        for seed in range(self.count):
            buyers = simulate(SHAPES[self.shape], self.size, seed=1_000 * self.size + seed)
            if buyers.frequency.any():
                yield buyers


@dataclass(frozen=True)
class Outcome:
    """What came of the fits of one model to cohorts of one kind; shares of all cohorts that can be fitted at all."""

    converged: float
    covered: float
    seconds: float
    cpu: float


def measure(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:  # noqa: ARG001 - once says it all
    """1,000 cohorts of each shape and size, the same for everybody."""
    count = max(10, int(COHORTS * scale))
    ours: dict[tuple[str, int, str], Outcome] = {}
    theirs: dict[tuple[str, int], float] = {}
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for shape in SHAPES:
            for size in SIZES:
                for model, outcome in zip(
                    MODELS, pool.map(partial(fitted, Kind(shape, size, count)), MODELS), strict=True
                ):
                    ours[shape, size, model] = outcome
                    say(f"  {shape}, {size}: {model} {100 * outcome.covered:.1f} % covered")
                theirs[shape, size] = by_lifetimes(Kind(shape, size, count), data)
                say(f"  {shape}, {size}: lifetimes {100 * theirs[shape, size]:.1f} % converged")
    return report(ours, theirs, count)


def fitted(kind: Kind, name: str) -> Outcome:
    """Fit the model to every cohort and compare the interval of all purchases to come with what came."""
    from bleib import forecast

    model = getattr(forecast, name)()
    converged = covered = tried = 0
    clock, processor = time.perf_counter(), time.process_time()
    for seed, buyers in enumerate(kind.cohorts()):
        tried += 1
        table = pa.table({each: getattr(buyers, each) for each in COLUMNS})
        try:
            total = forecast.total_purchases(model.fit(table), table, HORIZON, seed=seed)
        except forecast.CannotFit:
            continue
        converged += bool(np.isfinite(total.expected))
        covered += bool(total.low <= buyers.later.sum() <= total.high)
    spent = time.perf_counter() - clock, time.process_time() - processor
    return Outcome(converged / tried, covered / tried, spent[0] / tried, spent[1] / tried)


def by_lifetimes(kind: Kind, data: Path) -> float:
    """The share of the same cohorts for which the peer ends with parameters."""
    path = data / "cohorts.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    every = list(kind.cohorts())
    columns: dict[str, Any] = {name: np.concatenate([getattr(each, name) for each in every]) for name in COLUMNS}
    np.savez(path, bounds=np.cumsum([0, *(len(each.age) for each in every)]), **columns)
    _, answer = command([python("lifetimes", data), "bench/peers/purchases_lifetimes.py", str(path), "cohorts"])
    said = json.loads(answer.splitlines()[-1])
    return float(said["converged"]) / float(said["cohorts"])


def report(
    ours: Mapping[tuple[str, int, str], Outcome], theirs: Mapping[tuple[str, int], float], count: int
) -> Section:
    return Section(
        title=f"Small cohorts: {count:,} each of {', '.join(map(str, SIZES))} customers",
        about=f"Simulated buyers, 39 weeks to learn from, {HORIZON:.0f} to forecast: CDNOW-like ones, and those of a "
        "supplier who are ordering monthly and rarely leave. A row is a fit with the forecast of all purchases to come "
        "and its 95 % interval, per cohort; its name says how many fits ended and how many intervals held what came.",
        rows=[_row(*key, outcome=outcome) for key, outcome in ours.items()],
        verdicts=[*_all(list(ours.values())), *(_peer(*key, share=share) for key, share in theirs.items())],
    )


def _row(shape: str, size: int, model: str, *, outcome: Outcome) -> Row:
    said = f"{100 * outcome.converged:.1f} % ended, {100 * outcome.covered:.1f} % held"
    return Row(f"{model}, {shape}, {size}: {said}", outcome.seconds, outcome.cpu, 0)


def _all(outcomes: Sequence[Outcome]) -> list[Verdict]:
    covered = [100 * each.covered for each in outcomes]
    ended = min(100 * each.converged for each in outcomes)
    return [
        Verdict("fits that ended, the worst kind of cohort", ended, aim=100, at_least=True, unit=" %"),
        Verdict("intervals that held, the lowest share", min(covered), aim=90, at_least=True, unit=" %"),
        Verdict("intervals that held, the highest share", max(covered), aim=99, unit=" %"),
    ]


def _peer(shape: str, size: int, *, share: float) -> Verdict:
    return Verdict(f"lifetimes: fits that ended, {shape}, {size}", 100 * share, unit=" %")
