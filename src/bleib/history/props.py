"""Props: what a fact may say besides its columns. Typed and allow-listed per fact type, never names or free text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

# One short word without blanks: long enough for a code, too short and too plain for a sentence about somebody.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,39}")
MOST_CODES = 20
CODE_SHAPE = "one word of at most 40 letters, digits and _ . : / -"


class PropKind(StrEnum):
    """What a prop's value is. In the lake it stands as JSON; a date is text, YYYY-MM-DD, codes are joined by commas."""

    WHOLE = "whole number"
    FLAG = "true or false"
    DATE = "date"
    CODE = "code"
    CODES = "codes"
    CHOICE = "one of"


@dataclass(frozen=True)
class Prop:
    """One thing a fact may say: `low` and `high` bound a whole number, `choices` are all values of a choice."""

    name: str
    kind: PropKind
    meaning: str
    unit: str = ""
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()
    needed: bool = False

    @property
    def allowed(self) -> str:
        """What a value has to be, in words."""
        if self.kind is PropKind.CHOICE:
            return f"one of {', '.join(self.choices)}"
        if self.kind is PropKind.CODE:
            return CODE_SHAPE
        if self.kind is PropKind.CODES:
            return f"up to {MOST_CODES} codes, each {CODE_SHAPE}"
        if self.kind is PropKind.WHOLE:
            return f"a whole number{self._bounds}{f' ({self.unit})' if self.unit else ''}"
        return "a date" if self.kind is PropKind.DATE else "true or false"

    @property
    def _bounds(self) -> str:
        if self.low is None:
            return ""
        return f" from {self.low}" if self.high is None else f" from {self.low} to {self.high}"

    def written(self, value: object) -> str | int | bool | None:
        """The value as it stands in JSON; None where it is not what the prop allows."""
        return _WRITERS[self.kind](self, value)


def _whole(prop: Prop, value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    inside = (prop.low is None or value >= prop.low) and (prop.high is None or value <= prop.high)
    return value if inside else None


def _flag(_prop: Prop, value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _date(_prop: Prop, value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else None


def _code(_prop: Prop, value: object) -> str | None:
    return value if isinstance(value, str) and CODE.fullmatch(value) else None


def _codes(prop: Prop, value: object) -> str | None:
    if not isinstance(value, list | tuple) or not 0 < len(value) <= MOST_CODES:
        return None
    return ",".join(value) if all(_code(prop, each) for each in value) else None


def _choice(prop: Prop, value: object) -> str | None:
    return str(value) if isinstance(value, str) and value in prop.choices else None


_WRITERS = {
    PropKind.WHOLE: _whole,
    PropKind.FLAG: _flag,
    PropKind.DATE: _date,
    PropKind.CODE: _code,
    PropKind.CODES: _codes,
    PropKind.CHOICE: _choice,
}
