"""`bleib bench`: measure Bleib against its peers and write docs/benchmarks.md."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from bleib.kernel.errors import BleibError, UsageError

ROOT = Path(__file__).parents[3]


def bench(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Benchmarks; all, if none.")] = None,
    scale: Annotated[float, typer.Option(min=0.0001, help="Share of the full size; only 1 is written down.")] = 1,
    repetitions: Annotated[int, typer.Option(min=1, help="How often each contestant runs; medians count.")] = 3,
) -> None:
    """Measure Bleib against pandas, SQL by hand and plain scans. Takes minutes and some gigabytes of disk."""
    runner = _runner()
    unknown = sorted(set(names or ()) - set(runner.BENCHMARKS))
    if unknown:
        raise UsageError(f"There is no benchmark '{unknown[0]}'. Choose from: {', '.join(runner.BENCHMARKS)}.")
    sections = runner.run(
        names or (), scale=scale, repetitions=repetitions, today=datetime.now(UTC).astimezone().date(), say=_say
    )
    for section in sections.values():
        typer.echo(f"\n{section.title}")
        for verdict in section.verdicts:
            typer.echo(f"  {verdict.what}: {verdict.clock:.2f}{verdict.unit} (aim: {verdict.aimed}) {verdict.outcome}")


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _runner() -> Any:
    """The benchmarks are part of the checkout, not of the package; pandas is one of the peers."""
    if not (ROOT / "bench" / "runner.py").exists():
        raise BleibError(
            "The benchmarks are not part of the installed package. Clone the repository, run ./bleib bench."
        )
    if find_spec("pandas") is None:
        raise BleibError(
            "The benchmarks compare with pandas, which is not installed. Run ./bleib test once; it is then."
        )
    sys.path.insert(0, str(ROOT))
    return import_module("bench.runner")
