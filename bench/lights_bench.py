"""Lights of a whole base, fifty rules over it, and one customer who changed: against a bare look at activity."""

from __future__ import annotations

from pathlib import Path

from bench import laps
from bench.installations import FACTS_EACH
from bench.measure import Cost, work
from bench.race import Say
from bench.section import Row, Section
from bench.verdict import Verdict, ratio

FULL_SIZE = 1_000_000
ONCE = {"first": "all lights, for the first time: every one is written"}
LABELS = {
    "scan": "sums per customer of the stored activity",
    "everybody": "all lights, one rule is another one",
    "again": "all lights, nothing has changed",
    "rules": "fifty mixed rules",
    "changed": "one customer, from the facts to the light, in a process that has done it before",
}


def measure(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    """One installation; everybody works in a process of its own, one after the other."""
    customers = max(100, int(FULL_SIZE * scale))
    with laps.installation(data / f"lights-{customers}") as home:
        made = work("bench.lights_work", "make", str(customers), home=home)
        say(f"lights: {customers:,} customers, made in {made.seconds:.0f} s")
        costs = laps.run(
            "bench.lights_work", {**ONCE, **LABELS}, home=home, repetitions=repetitions, say=say, once=ONCE
        )
    return report(customers, costs)


def report(customers: int, costs: dict[str, Cost]) -> Section:
    labels = {**ONCE, **LABELS}
    return Section(
        title=f"Lights of {customers:,} customers",
        about=f"Made-up customers with {FACTS_EACH} made-up facts each: orders, usage, visits, cases, answers and "
        "contracts, compact as after a night. Lights by the rules that everybody starts with, with reasons, since when "
        "and when next; from reading the record to the database. The bare look reads stored activity and sums it up "
        "per customer. Without starting Python, but with opening the installation.",
        rows=[Row(labels[name], cost.seconds, cost.cpu, cost.peak) for name, cost in costs.items()],
        verdicts=verdicts(costs),
    )


def verdicts(costs: dict[str, Cost]) -> list[Verdict]:
    changed = costs["changed"]
    return [
        ratio("all lights, one rule another one / bare look at activity", costs["everybody"], costs["scan"], aim=5),
        ratio("all lights, nothing changed / bare look at activity", costs["again"], costs["scan"], aim=5),
        ratio("all lights for the first time / bare look at activity", costs["first"], costs["scan"]),
        ratio("fifty mixed rules / bare look at activity", costs["rules"], costs["scan"], aim=20),
        Verdict("one changed customer", changed.seconds, changed.cpu, aim=2, unit=" s"),
        Verdict("peak memory of all lights", costs["everybody"].peak / 1024, unit=" GiB"),
    ]
