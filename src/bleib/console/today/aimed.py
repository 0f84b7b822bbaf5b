"""How far a figure is from its target, in words: never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bleib.figures.aims import Aim
from bleib.report.compose import Row
from bleib.report.words import Words, precision


@dataclass(frozen=True)
class Aimed:
    """`text` says target and distance; `reached` picks the shape beside it."""

    text: str
    reached: bool


def aimed(value: Any, target: Decimal, *, aim: Aim, row: Row, words: Words) -> Aimed:
    """`value` held against `target`; where the rate's interval holds the target, it is said to be open."""
    goal = words.show(float(target) if aim.is_rate else target, "percent" if aim.is_rate else "compact")
    gap = (float(target) - float(value)) * (-1 if aim.at_most else 1)
    if gap <= 0:
        return Aimed((_("Target at most %(goal)s: reached") if aim.at_most else _("Target %(goal)s: reached"))
                     % {"goal": goal}, reached=True)  # fmt: skip
    told = {"goal": goal, "gap": _distance(gap, target, aim=aim, words=words)}
    if aim.at_most:
        return Aimed(_("Target at most %(goal)s: %(gap)s above it") % told, reached=False)
    if _is_open(target, row):
        return Aimed(_("Target %(goal)s: %(gap)s missing, which may be chance") % told, reached=False)
    return Aimed(_("Target %(goal)s: %(gap)s missing") % told, reached=False)


def _distance(gap: float, target: Decimal, *, aim: Aim, words: Words) -> str:
    """In points, or in money as precise as the target is said."""
    if aim.is_rate:
        return _("%(points)s points") % {"points": words.ratio(gap)}
    return words.compact(gap) if gap >= 1_000_000 else words.show(gap, precision([target]))


def _is_open(target: Decimal, row: Row) -> bool:
    """Whether the interval of the rate holds the target."""
    high: Any = row.get("ci95_high")
    return high is not None and float(target) <= float(high)
