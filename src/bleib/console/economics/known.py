"""Which figures the page calculates with, and where each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.console.economics.words import ASSUMED, HISTORY, LABELS, NONE, OWN, SHARES, SOURCES, STAND_IN
from bleib.figures.api import assumptions, own_figures
from bleib.metrics import economics
from bleib.report.economy import Economy


@dataclass(frozen=True)
class Known:
    """A row of the table: a figure, its value, where it comes from. `name` where it can be replaced."""

    label: Promise
    value: Decimal | float | int | None
    kind: str
    origin: Promise
    source: Promise | str = ""
    name: str = ""

    @property
    def is_own(self) -> bool:
        return self.origin is OWN


@dataclass(frozen=True)
class Inputs:
    """What is calculated with. `values`: assumed figures by name, the history's margin where nobody entered one."""

    economy: Economy
    values: Mapping[str, float]
    rows: tuple[Known, ...]


def inputs(found: Economy) -> Inputs:
    """Own figures first, then those of the history, then the rules of thumb."""
    own, values = own_figures(), {name: float(value) for name, value in assumptions().items()}
    from_history = found.margin is not None and 0 < found.margin <= 100 and "margin" not in own
    if from_history and found.margin is not None:
        values["margin"] = found.margin
    assumed = tuple(_assumed(name, values, own, from_history=from_history) for name in economics.ASSUMED)
    return Inputs(found, values, (*_of_history(found), *assumed))


def _of_history(found: Economy) -> tuple[Known, ...]:
    rows: tuple[tuple[Promise, float | None, str], ...] = (
        (_("Customers of the last year"), found.customers, "count"),
        (_("Revenue of a customer a year"), found.revenue, "money"),
        (_("Revenue a year of a customer who left"), found.lost_revenue, "money"),
        (_("Retention rate of a year"), found.retention, "percent"),
        (_("New customers a month"), found.new, "number"),
    )
    return tuple(Known(label, value, kind, HISTORY if value is not None else NONE) for label, value, kind in rows)


def _assumed(name: str, values: Mapping[str, float], own: Mapping[str, Decimal], *, from_history: bool) -> Known:
    origin = OWN if name in own else ASSUMED if name in values or name in SHARES else NONE
    if name == "margin" and name not in own:  # nobody knows a rule of thumb for it
        origin = HISTORY if from_history else STAND_IN
    kind = economics.ASSUMED[name].kind
    source = SOURCES[name] if origin in (ASSUMED, STAND_IN, NONE) else ""
    return Known(LABELS[name], values.get(name), kind, origin, source, name)
