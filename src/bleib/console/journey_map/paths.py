"""The paths to purchase and into silence: each a Sankey, its numbers, and the customers behind each step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bleib.console.journey_map.names import OTHERS, touchpoint_name
from bleib.console.journey_map.sankey import Flow, sizes, spec
from bleib.console.retention.links import Links, linked
from bleib.report.compose import Row
from bleib.report.sections.section import Section
from bleib.report.words import Words
from bleib.ui.chart import ACCENT, LOSS, Chart
from bleib.ui.table import Column, Table

METRIC = "journey_paths"
KEPT = 5  # touchpoints of a column that are drawn; the table has them all

NOTHING_BEFORE = "none"

# Outcome: the heading, the sentence before the chart, and its colour.
OUTCOMES: Mapping[str, tuple[Promise, Promise, str]] = {
    "purchase": (
        gettext_lazy("What leads to a purchase"),
        gettext_lazy(
            "From left to right: the last touchpoints of %(customers)s customers before their newest purchase, within "
            "90 days and after the purchase before. The most frequent last one is “%(first)s” (%(share)s)."
        ),
        ACCENT,
    ),
    "churn": (
        gettext_lazy("What comes before silence"),
        gettext_lazy(
            "From left to right: the last touchpoints of %(customers)s customers who then had nothing to do with us "
            "for half a year. The most frequent last one is “%(first)s” (%(share)s)."
        ),
        LOSS,
    ),
}


def section(found: Sequence[Row], outcome: str, *, words: Words, links: Links) -> Section | None:
    """The paths to one outcome; None where nobody reached it. Who came without any touchpoint is told, not drawn."""
    reached = [row for row in found if row["outcome"] == outcome]
    if not reached:
        return None
    title, sentence, colour = OUTCOMES[outcome]
    walked = [row for row in reached if row["from_touchpoint"] != NOTHING_BEFORE]
    numbers = _numbers(reached, links, title=title)
    made = Section(name=outcome, title=str(title), sentences=_directly(reached, words), metrics=(METRIC,))
    if not walked:
        return replace(made, tables=(numbers,))
    flows = _flows(walked, words, links)
    labels = {place: f"{touchpoint_name(place[1])}  {words.count(size)}" for place, size in sizes(flows).items()}
    drawn = spec(flows, labels=labels, colour=colour)
    return replace(
        made, chart=Chart(f"paths-{outcome}", str(sentence) % _told(walked, words), drawn, numbers, wide=True)
    )


def _directly(reached: Sequence[Row], words: Words) -> tuple[str, ...]:
    """How many came without any touchpoint, where anybody did. Step 1 has everybody once."""
    lasts = [row for row in reached if row["step"] == 1]
    directly = sum(row["customers"] for row in lasts if row["from_touchpoint"] == NOTHING_BEFORE)
    said = _(
        "%(directly)s of %(customers)s customers made their newest purchase with no other touchpoint since the one "
        "before, or in the last 90 days."
    )
    counts = {"directly": words.count(directly), "customers": words.count(sum(row["customers"] for row in lasts))}
    return (said % counts,) if directly else ()


def _told(walked: Sequence[Row], words: Words) -> dict[str, str]:
    lasts = [row for row in walked if row["step"] == 1]
    everybody, first = sum(row["customers"] for row in lasts), max(lasts, key=lambda row: row["customers"])
    return {
        "customers": words.count(everybody),
        "first": touchpoint_name(first["from_touchpoint"]),
        "share": words.percent(100 * first["customers"] / everybody),
    }


def _flows(walked: Sequence[Row], words: Words, links: Links) -> list[Flow]:
    """Columns from left to right, the outcome last; what is rare is put together."""
    longest = max(row["step"] for row in walked)
    kept = {step: _frequent([row for row in walked if row["step"] == step]) for step in range(1, longest + 1)}
    merged: dict[tuple[int, str, str], list[Row]] = defaultdict(list)
    for row in walked:
        step = row["step"]
        source = row["from_touchpoint"] if row["from_touchpoint"] in kept[step] else OTHERS
        target = row["to_touchpoint"] if step == 1 or row["to_touchpoint"] in kept[step - 1] else OTHERS
        merged[longest - step, source, target].append(row)
    return [_flow(place, behind, words=words, links=links) for place, behind in merged.items()]


def _frequent(steps: Sequence[Row]) -> set[str]:
    counted: dict[str, int] = defaultdict(int)
    for row in steps:
        counted[row["from_touchpoint"]] += row["customers"]
    return set(sorted(counted, key=lambda name: (-counted[name], name))[:KEPT])


def _flow(place: tuple[int, str, str], behind: Sequence[Row], *, words: Words, links: Links) -> Flow:
    """A ribbon leads to its customers where it is a single step."""
    column, source, target = place
    size = sum(row["customers"] for row in behind)
    tip = f"{touchpoint_name(source)} → {touchpoint_name(target)}: {words.count(size)}"
    return Flow(column, source, target, size, tip, _to(behind[0], links) if len(behind) == 1 else "")


def _to(row: Row, links: Links) -> str:
    told = {name: row[name] for name in ("outcome", "step", "from_touchpoint", "to_touchpoint")}
    return links.to(METRIC, "customers", **told)


def _numbers(walked: Sequence[Row], links: Links, *, title: str | Promise) -> Table:
    """All steps, those next to the outcome first. The caption names the outcome: a page has a table of each."""
    columns = (
        Column(_("Steps before"), "count"), Column(_("From touchpoint")), Column(_("To touchpoint")),
        Column(_("Customers"), "count"),
    )  # fmt: skip
    ordered = sorted(walked, key=lambda row: row["step"])
    lines = tuple(
        (row["step"], touchpoint_name(row["from_touchpoint"]), touchpoint_name(row["to_touchpoint"]), row["customers"])
        for row in ordered
    )
    caption = _("%(outcome)s: steps from one touchpoint to the next") % {"outcome": title}
    return linked(Table(caption, columns, lines), ((None, None, None, _to(row, links)) for row in ordered))
