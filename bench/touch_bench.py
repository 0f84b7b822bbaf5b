"""How soon a changed customer has its new light and its new segments, and what the first pass over everybody costs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from bench import laps
from bench.installations import FACTS_EACH
from bench.measure import Cost, told, work
from bench.race import Say
from bench.section import Row, Section
from bench.verdict import Verdict, ratio

FULL_SIZE = 1_000_000
MANY = 1_000
FIRST = {
    "figures": "everybody's figures, for the first time",
    "lights": "everybody's light, for the first time: every one is written",
    "segments": "all segments to start with, for the first time",
}
SCAN = "sums per customer of the stored activity"
STEPS = {
    "append": "appended to the lake",
    "customers-appear": "the customer is looked for; its facts are read",
    "outlook": "its chances by the models of the last run",
    "lights": "its light",
    "segments": "its segments",
    "customer-figures": "its figures",
    "refresh-activity": "stored activity",
}
# What has to be done before the light and the segments are there.
AWAITED = ("append", "customers-appear", "outlook", "lights", "segments")
Told = Mapping[str, Any]


def measure(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    """One installation, by the same steps as it would grow; then facts come while a worker is at work."""
    customers = max(2_000, int(FULL_SIZE * scale))
    many, often = min(MANY, customers // 100), 2 * repetitions + 1
    with laps.installation(data / f"touch-{customers}") as home:
        costs = {"make": work("bench.lights_work", "make", str(customers), home=home)}
        for name in ("forecast", *FIRST):
            costs[name] = work("bench.touch_work", name, home=home)
            say(f"touch: {name} of {customers:,} customers, {costs[name].cpu:.1f} s of processor")
        costs["scan"] = work("bench.lights_work", "scan", home=home)
        found = {
            f"{what} {count}": told("bench.touch_work", what, str(count), str(tries), home=home)[1]["told"]
            for what, count, tries in (
                ("parts", 1, often), ("parts", many, repetitions), ("calm", 1, often), ("live", 1, often),
                ("live", many, repetitions),
            )
        }  # fmt: skip
    return report(customers, costs, found, many=many)


def report(customers: int, costs: Mapping[str, Cost], found: Mapping[str, Told], *, many: int) -> Section:
    one, more = found["parts 1"], found[f"parts {many}"]
    rows = [Row(SCAN, costs["scan"].seconds, costs["scan"].cpu, costs["scan"].peak)]
    rows += [Row(label, costs[name].seconds, costs[name].cpu, costs[name].peak) for name, label in FIRST.items()]
    rows += [_row(f"one of two: {label}", one, name) for name, label in STEPS.items()]
    rows += [_row(f"one of {2 * many:,}: {label}", more, name) for name, label in STEPS.items()]
    return Section(
        title=f"Changed customers among {customers:,}",
        about=f"{customers:,} made-up customers with {FACTS_EACH} facts each, compact as after a night. Two of them "
        "order and answer a survey: one turns red, the other enters a segment. *Beside a worker*: from before the "
        "transaction that records the answers until the light and the membership are in the database, polled every "
        "10 ms; a busy worker still counts activity and measures everybody's figures for those before. *Steps*: the "
        "same work in one process, one step after the other, without waiting; the processor "
        f"seconds are what an idle machine would need. The same with {many:,} customers each at once. Models learned "
        "from 5,000 customers. The bare look reads stored activity and sums it up per customer.",
        rows=rows,
        verdicts=[*_verdicts(costs, found, many), *_firsts(costs)],
    )


def _verdicts(costs: Mapping[str, Cost], found: Mapping[str, Told], many: int) -> list[Verdict]:
    one, busy, more, steps = found["calm 1"], found["live 1"], found[f"live {many}"], found["parts 1"]
    needed = sum(steps[name][1] for name in AWAITED)
    activity = Cost(steps["refresh-activity"][0], steps["refresh-activity"][1], 0)
    return [
        Verdict("one customer, from its fact to its light", median(one["light"]), needed, aim=2, unit=" s"),
        Verdict("one customer, from its fact to its segments", median(one["segment"]), needed, aim=2, unit=" s"),
        Verdict("the slowest of all tries", max(*one["light"], *one["segment"]), unit=" s"),
        Verdict("beside a busy worker, to its segments", median(busy["segment"]), unit=" s"),
        Verdict(f"{many:,} customers at once, to the last segment", median(more["segment"]), unit=" s"),
        ratio("activity after one order / bare look at activity", activity, costs["scan"], aim=0.2),
    ]


def _firsts(costs: Mapping[str, Cost]) -> list[Verdict]:
    return [ratio(f"{label} / bare look at activity", costs[name], costs["scan"]) for name, label in FIRST.items()]


def _row(label: str, parts: Told, name: str) -> Row:
    return Row(label, parts[name][0], parts[name][1], 0)
