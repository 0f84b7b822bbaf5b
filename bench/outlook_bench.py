"""The forecast of everybody, as the worker makes it every week: against a bare look at activity, and by parts."""

from __future__ import annotations

from pathlib import Path

from bench import laps
from bench.installations import FACTS_EACH
from bench.measure import Cost, work
from bench.race import Say
from bench.section import Row, Section
from bench.verdict import Verdict, ratio

FULL_SIZE = 1_000_000
LABELS = {
    "scan": "sums per customer of the stored activity",
    "features": "what is known of everybody today",
    "run": "learning from earlier days, and forecasting everybody",
    "whole": "the same with what weighs most, a row of each written to the database",
}


def measure(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    """One installation; every piece of work in a process of its own, one after the other."""
    customers = max(100, int(FULL_SIZE * scale))
    with laps.installation(data / f"outlook-{customers}") as home:
        made = work("bench.outlook_work", "make", str(customers), home=home)
        say(f"outlook: {customers:,} customers, made in {made.seconds:.0f} s")
        costs = laps.run("bench.outlook_work", LABELS, home=home, repetitions=repetitions, say=say)
    return report(customers, costs)


def report(customers: int, costs: dict[str, Cost]) -> Section:
    whole = costs["whole"]
    return Section(
        title=f"Forecast of {customers:,} customers",
        about=f"Made-up customers with {FACTS_EACH} made-up facts each, compact as after a night. Features of today, "
        "of a month ago and six earlier days; models for customers with and without a contract, judged, calibrated and "
        "refitted twenty times; chance, orders, revenue and value with their intervals. Of more than 50,000 customers "
        "25,000 to 50,000 are learned from. Without starting Python, but with opening the installation.",
        rows=[Row(LABELS[name], cost.seconds, cost.cpu, cost.peak) for name, cost in costs.items()],
        verdicts=[
            ratio("the whole forecast / bare look at activity", whole, costs["scan"]),
            ratio("the whole forecast / what is known of everybody", whole, costs["features"]),
            Verdict("peak memory of the whole forecast", whole.peak / 1024, unit=" GiB"),
        ],
    )
