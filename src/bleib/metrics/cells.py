"""Who is behind a figure: the step of a metric's SQL that has a row per customer, and a condition for each figure.

A header line says so, next to the definition:

-- members: STEP; FIGURE: CONDITION; FIGURE(PARAMETER KIND, ...): CONDITION -> VALUE

STEP is what stands after FROM: a step of the statement, or `rows` for the rows of the answer. A figure is the number
of customers for whom the condition holds or, where there is a VALUE, the sum of that over them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

CELL = re.compile(r"(?P<name>\w+)(?:\((?P<params>[^)]*)\))?: (?P<condition>.+?)(?: -> (?P<value>\w+))?")


@dataclass(frozen=True)
class Param:
    """A parameter; kinds: date, window, unit, count, number, text. No default: to be given; "none": may stay open."""

    name: str
    kind: str
    default: str | None

    @classmethod
    def parse(cls, item: str) -> Param:
        declaration, _, default = item.strip().partition(" = ")
        name, kind = declaration.split()
        return cls(name, kind, default or None)


@dataclass(frozen=True)
class Cell:
    """A figure: `params` say which row of the answer it stands in, `value` is a column of the step."""

    name: str
    params: tuple[Param, ...]
    condition: str
    value: str | None

    @classmethod
    def parse(cls, text: str) -> Cell:
        match = CELL.fullmatch(text)
        if match is None:
            raise ValueError(f"'{text}' is no figure with its condition.")
        items = (match["params"] or "").split(",")
        params = tuple(Param.parse(item) for item in items if item.strip())
        return cls(match["name"], params, match["condition"], match["value"])


@dataclass(frozen=True)
class Members:
    """The step that has a row per customer, and the figures that are counted or added up over it."""

    step: str
    cells: Mapping[str, Cell]

    @classmethod
    def parse(cls, text: str) -> Members:
        step, *cells = (part.strip() for part in text.split(";"))
        return cls(step, {cell.name: cell for cell in map(Cell.parse, cells)})
