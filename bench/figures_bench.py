"""Retention and cohort figures: from lines and from stored activity, against pandas, SQL by hand and a scan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bench.figures import NAMES, compare
from bench.generate import generated
from bench.measure import Cost
from bench.race import Result, Say, race, run
from bench.section import Row, Section
from bench.verdict import Verdict, ratio

FULL_SIZE = 10_000_000
LABELS = {
    "scan": "bare scan of the columns",
    "one_pass": "SQL by hand, one pass over the lines",
    "two_passes": "SQL by hand, two passes",
    "bleib_lines": "Bleib from raw lines",
    "bleib_whole": "Bleib from raw lines by way of all of activity, as a report",
    "bleib_activity": "Bleib from stored activity",
    "grouping": "bare group-bys of stored activity",
    "pandas": "pandas",
}
ABOUT = {
    "retail": "Order lines like a wholesaler's, about twenty per order",
    "single": "One line per order, as in subscriptions, tickets or payments",
}


def retail(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    return measure("retail", data, scale=scale, repetitions=repetitions, say=say)


def single(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    return measure("single", data, scale=scale, repetitions=repetitions, say=say)


def measure(shape: str, data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    """Race all contestants on the same Parquet file; their figures have to be equal, or nothing is reported."""
    lines = int(FULL_SIZE * scale)
    say(f"{shape}: {lines:,} lines")
    path = generated(shape, lines=lines, to=data / f"{shape}-{lines}.parquet")
    run("store_activity", path)
    results = race(list(LABELS), path, repetitions=repetitions, say=say)
    agree(results)
    return Section(
        title=f"Retention and cohort figures, {shape} ({lines:,} lines)",
        about=f"{ABOUT[shape]}. The whole set ({', '.join(NAMES)}) computed from the same Parquet file; all "
        "contestants produced the same figures. Seconds are those of the work, without starting Python. Everybody sums "
        "up what these figures read and nothing else; a report reads more of activity (units, refunds, cost), which "
        "has a row of its own. The bare group-bys (per customer, and per customer and month) compute no figure, but "
        "none can do without them.",
        rows=[Row(LABELS[name], it.seconds, it.cpu, it.process.peak) for name, it in results.items()],
        verdicts=verdicts(shape, results),
    )


def agree(results: Mapping[str, Result]) -> None:
    """Raise Disagreement unless everybody computed what Bleib did."""
    ours = results["bleib_lines"].figures
    for contestant, result in results.items():
        if result.figures is not None and ours is not None:
            compare(ours, result.figures, contestant=contestant)


def verdicts(shape: str, results: Mapping[str, Result]) -> list[Verdict]:
    """An aim for activity is set only where an order has many lines: else activity is hardly smaller than the lines."""
    lines, activity = results["bleib_lines"], results["bleib_activity"]
    by_hand = cheapest(results["one_pass"], results["two_passes"])
    return [
        ratio("Bleib from raw lines / the faster SQL by hand", lines, by_hand, aim=1.2),
        ratio("Bleib by way of all of activity / the faster SQL by hand", results["bleib_whole"], by_hand),
        ratio("pandas / Bleib from raw lines", results["pandas"], lines, aim=5, at_least=True),
        ratio("Bleib from activity / from raw lines", activity, lines, aim=0.1 if shape == "retail" else None),
        ratio("bare group-bys of activity / Bleib from raw lines", results["grouping"], lines),
        ratio("Bleib from raw lines / bare scan", lines, results["scan"]),
    ]


def cheapest(*results: Result) -> Cost:
    """The best of several by each measure on its own: on a busy machine the clock may favour the dearer one."""
    return Cost(
        seconds=min(each.seconds for each in results),
        cpu=min(each.cpu for each in results),
        peak=min(each.process.peak for each in results),
    )
