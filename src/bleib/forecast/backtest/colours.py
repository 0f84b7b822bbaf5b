"""The record of the lights: of the customers that were red, how many left, and how many weeks before it was red."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from bleib.forecast.backtest.cases import Cases
from bleib.forecast.backtest.record import LIGHTS, Colour, OfSegment
from bleib.kernel.intervals import wilson

WEEK = 7


def colours(cases: Cases) -> tuple[Colour, ...]:
    """One per light that any case showed, green first."""
    shown = ((light, cases.where(pc.field("light") == light)) for light in LIGHTS)
    return tuple(_colour(light, of) for light, of in shown if len(of))


def of_segments(cases: Cases) -> tuple[OfSegment, ...]:
    """The same for the members of each segment, by its key: those who belonged to it at the origin."""
    told = pc.unique(pc.drop_null(cases.table.column("segments"))).to_pylist()
    keys = sorted({key for each in told for key in each.strip("|").split("|") if key})
    return tuple(OfSegment(key, colours(cases.where(_is_in(key)))) for key in keys)


def _is_in(key: str) -> pc.Expression:
    return pc.match_substring(pc.field("segments"), f"|{key}|")


def _colour(light: str, of: Cases) -> Colour:
    """The interval counts customers, not cases: who is red at four origins is one customer."""
    left, customers = int(of.left.sum()), of.distinct
    share = left / len(of)
    low, high = wilson(round(share * customers), customers) or (0.0, 1.0)
    weeks = _weeks_before(of) if light != LIGHTS[0] else []
    median = float(np.median(weeks)) if weeks else None
    return Colour(
        light, len(of), customers, left, share, min(low, share), max(high, share), weeks=median, timed=len(weeks)
    )


def _weeks_before(of: Cases) -> list[float]:
    """From the day a light turned to the day its customer left, once per customer: the earliest turn counts.

    A light that does not know when it turned shone at the origin: then these are the weeks at least, and whoever was
    silent for a horizon already is not timed.
    """
    known = of.where(pc.field("left") & pc.is_valid(pc.field("left_on"))).table
    shone = pc.coalesce(known.column("since"), known.column("as_of"))
    timed = known.append_column("shone", shone).filter(
        pc.is_valid(pc.field("since")) | (pc.field("left_on") > pc.field("as_of"))
    )
    first = timed.group_by(["customer", "left_on"]).aggregate([("shone", "min")]).to_pylist()
    return [(row["left_on"] - row["shone_min"]).days / WEEK for row in first]
