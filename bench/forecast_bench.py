"""Purchase models against `lifetimes` and `pymc-marketing`: one large fit, and a thousand small ones."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from math import isclose
from pathlib import Path

from bench.buyers import CDNOW, stored
from bench.environments import python
from bench.measure import Cost, command, middle
from bench.race import Say
from bench.section import Row, Section
from bench.verdict import Verdict, ratio

SIZES = (1_000_000, 5_000_000)
LABELS = {"ours": "Bleib", "lifetimes": "lifetimes", "pymc": "pymc-marketing, maximum a posteriori"}
CLOSE = {"ours": 0.0, "lifetimes": 0.01, "pymc": 0.05}  # that one has priors


class Disagreement(AssertionError):
    """Two contestants found other parameters, so their times may not be compared."""


def measure(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    """The BG/NBD on CDNOW-like buyers; all contestants have to find the same parameters."""
    laps: dict[tuple[int, str], list[Cost]] = {}
    whole: dict[tuple[int, str], list[Cost]] = {}
    for size in [int(each * scale) for each in SIZES]:
        path = stored(CDNOW, size, to=data / f"buyers-{size}.npz")
        for repetition in range(repetitions):
            found = {}
            for name in LABELS:
                process, answer = command([*call(name, data), str(path)])
                said = json.loads(answer.splitlines()[-1])
                found[name] = said["parameters"]
                laps.setdefault((size, name), []).append(Cost(said["seconds"], said["cpu"], process.peak))
                whole.setdefault((size, name), []).append(process)
                say(f"  {repetition + 1}/{repetitions} {size:,} {LABELS[name]}: {said['cpu']:.2f} s of processor")
            agree(found)
    return report(_middles(laps), _middles(whole))


def call(name: str, data: Path) -> list[str]:
    """The command that fits and prints JSON; the file comes behind it."""
    if name == "ours":
        return [sys.executable, "-m", "bench.peers.purchases_ours"]
    return [python(name, data), f"bench/peers/purchases_{name}.py"]


def agree(found: Mapping[str, Sequence[float]]) -> None:
    """Raise Disagreement unless everybody's parameters are ours, but for the last digits."""
    for name, parameters in found.items():
        pairs = zip(found["ours"], parameters, strict=True)
        if not all(isclose(mine, other, rel_tol=CLOSE[name]) for mine, other in pairs):
            raise Disagreement(f"{LABELS[name]} found {parameters} instead of {found['ours']}.")


Costs = Mapping[tuple[int, str], Cost]  # by size and contestant


def _middles(laps: Mapping[tuple[int, str], list[Cost]]) -> Costs:
    return {key: middle(each) for key, each in laps.items()}


def report(costs: Costs, whole: Costs) -> Section:
    """`costs` of the fits alone, `whole` of the processes in which they ran."""
    sizes = sorted({size for size, _ in costs})
    return Section(
        title=f"Fit of a purchase model, {sizes[0]:,} and {sizes[-1]:,} customers",
        about="BG/NBD on simulated CDNOW-like buyers from one row per customer (frequency, recency, age in whole "
        "days): merging, fitting, standard errors, without starting Python and reading the file; whole processes start "
        "Python, load libraries and read the file as well. Everybody found the same parameters. Memory is that of the "
        "whole process.",
        rows=[*_rows(costs, ""), *_rows(whole, ", whole process")],
        verdicts=[
            verdict for size in sizes for peer in LABELS if peer != "ours"
            for verdict in [*_against(peer, size, costs), _process(peer, size, whole)]
        ],
    )  # fmt: skip


def _rows(costs: Costs, what: str) -> list[Row]:
    return [Row(f"{LABELS[name]}, {size:,}{what}", it.seconds, it.cpu, it.peak) for (size, name), it in costs.items()]


def _process(peer: str, size: int, whole: Costs) -> Verdict:
    return ratio(f"{peer} / Bleib, {size:,}, the whole process", whole[size, peer], whole[size, "ours"])


def _against(peer: str, size: int, costs: Costs) -> list[Verdict]:
    ours, theirs = costs[size, "ours"], costs[size, peer]
    return [
        ratio(f"{peer} / Bleib, {size:,}, the fit", theirs, ours, aim=50, at_least=True),
        Verdict(f"Bleib / {peer}, {size:,}, memory of the process", ours.peak / theirs.peak, aim=0.33),
    ]
