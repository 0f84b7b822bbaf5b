"""How much memory the report over a file of a million lines needs."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.generate import SHAPES, generated
from bench.measure import Cost, bleib, command, middle
from bench.race import Say
from bench.section import Row, Section
from bench.verdict import Verdict

FULL_SIZE = 1_000_000


def measure(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    """The largest resident set of `bleib report FILE --html --json`, which is what a gigabyte has to hold."""
    lines = int(FULL_SIZE * scale)
    say(f"memory: report over {lines:,} lines")
    costs: dict[str, Cost] = {}
    for shape in sorted(SHAPES):
        csv = generated(shape, lines=lines, to=data / f"{shape}-{lines}.csv")
        costs[shape] = middle([reported(csv) for _ in range(repetitions)])
        say(f"  {shape}: {costs[shape].peak:,.0f} MB, {costs[shape].seconds:.2f} s")
    return Section(
        title=f"Memory of a report ({lines:,} lines)",
        about="`bleib report FILE.csv --html PATH --json PATH` in a process of its own: reading, metrics, charts.",
        rows=[Row(shape, cost.seconds, cost.cpu, cost.peak) for shape, cost in costs.items()],
        verdicts=[
            Verdict(f"peak memory, {shape}", cost.peak / 1024, aim=1, unit=" GiB") for shape, cost in costs.items()
        ],
    )


def reported(csv: Path) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        html, json = Path(folder, "report.html"), Path(folder, "report.json")
        cost, _ = command(bleib("report", str(csv), "--html", str(html), "--json", str(json)))
        return cost
