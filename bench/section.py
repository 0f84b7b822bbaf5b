"""What one benchmark found out, as a section of docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.verdict import Verdict


@dataclass(frozen=True)
class Row:
    """One contestant: seconds of the work, processor seconds, peak memory of its process in MB."""

    contestant: str
    seconds: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Section:
    """A benchmark's title, what was measured on what, and what came out."""

    title: str
    about: str
    rows: Sequence[Row]
    verdicts: Sequence[Verdict]


def markdown(section: Section, *, circumstances: str) -> str:
    """The section's text; `circumstances` says when, where and with which versions it was measured."""
    ratios = ["| ratio | by the clock | by processor time | aim | |", "|---|---|---|---|---|"]
    ratios += [verdict_line(verdict) for verdict in section.verdicts]
    costs = ["| | seconds | processor seconds | peak memory, MB |", "|---|---|---|---|"]
    costs += [
        f"| {row.contestant} | {_seconds(row.seconds)} | {_seconds(row.cpu)} | {_megabytes(row.peak)} |"
        for row in section.rows
    ]
    blocks = [f"## {section.title}", section.about, "\n".join(ratios), "\n".join(costs), circumstances]
    return "\n\n".join(blocks) + "\n"


def _seconds(value: float) -> str:
    """Pages take milliseconds."""
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def _megabytes(value: float) -> str:
    """A step in a process of many has no peak of its own."""
    return f"{value:,.0f}" if value else "–"


def verdict_line(verdict: Verdict) -> str:
    cpu = "–" if verdict.cpu is None else f"{verdict.cpu:.2f}{verdict.unit}"
    return f"| {verdict.what} | {verdict.clock:.2f}{verdict.unit} | {cpu} | {verdict.aimed} | {verdict.outcome} |"
