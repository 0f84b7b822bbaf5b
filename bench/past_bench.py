"""What is known of customers on a day, against a bare look at their activity; and as it was known a year ago."""

from __future__ import annotations

from pathlib import Path

from bench import installations, laps
from bench.measure import Cost, work
from bench.race import Say
from bench.section import Row, Section
from bench.verdict import Verdict, ratio

FULL_SIZE = 1_000_000
LABELS = {
    "scan": "sums per customer of the stored activity",
    "orders": "features from activity (orders, trend, season)",
    "everything": "all features, for today",
    "year_ago": "all features, as known a year ago",
    "few": "all features of fifty customers",
}


def measure(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    """One installation; everybody works in a process of its own, one after the other."""
    customers = max(100, int(FULL_SIZE * scale))
    with laps.installation(data / f"past-{customers}") as home:
        export = installations.facts(customers, data / f"facts-{customers}.csv")
        made = work("bench.past_work", "make", str(export), home=home)
        say(f"past: {customers:,} customers, imported in {made.seconds:.0f} s")
        costs = laps.run("bench.past_work", LABELS, home=home, repetitions=repetitions, say=say)
    return report(customers, costs)


def report(customers: int, costs: dict[str, Cost]) -> Section:
    return Section(
        title=f"What is known of {customers:,} customers",
        about=f"{installations.FACTS_EACH} facts for each customer, imported in one go. All features of "
        "[features.md](features.md), without starting Python. The bare look reads stored activity and sums it up per "
        "customer: no feature can do without it. A day that is over is put together from what was recorded until then; "
        "further days of the same past cost only their features.",
        rows=[Row(LABELS[name], cost.seconds, cost.cpu, cost.peak) for name, cost in costs.items()],
        verdicts=verdicts(costs),
    )


def verdicts(costs: dict[str, Cost]) -> list[Verdict]:
    return [
        ratio("features from activity / bare look at it", costs["orders"], costs["scan"], aim=5),
        ratio("all features / bare look at activity", costs["everything"], costs["scan"]),
        ratio("as known a year ago / for today", costs["year_ago"], costs["everything"]),
        ratio("fifty customers / everybody", costs["few"], costs["everything"], aim=0.2),
    ]
