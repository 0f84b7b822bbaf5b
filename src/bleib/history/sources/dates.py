"""How a column writes dates - German, ISO, US, compact; day or month first - and the SQL that reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bleib.history.sources.options import DateOrder

_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S", "T%H:%M", ", %H:%M")
_CLOCK = r"([ T,]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp][Mm])?)?"
_ISO = r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?"


@dataclass(frozen=True)
class Family:
    """Dates of one shape. `dates` are the formats without their clock; `open` families leave day and month open."""

    shape: re.Pattern[str]
    described: str
    dates: tuple[str, ...] = ()
    zoned: bool = False
    open: bool = False


FAMILIES = (
    Family(re.compile(r"\d{4}-\d{2}-\d{2}|" + _ISO), "yyyy-mm-dd"),
    Family(re.compile(_ISO + r" ?(Z|[+-]\d{2}:?(\d{2})?)"), "yyyy-mm-dd with zone", zoned=True),
    Family(re.compile(r"\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})" + _CLOCK), "dd.mm.yyyy", ("%d.%m.%y", "%d.%m.%Y")),
    Family(re.compile(r"\d{1,2}/\d{1,2}/(\d{4}|\d{2})" + _CLOCK), "dd/mm/yyyy", ("%d/%m/%y", "%d/%m/%Y"), open=True),
    Family(re.compile(r"\d{1,2}-\d{1,2}-(\d{4}|\d{2})" + _CLOCK), "dd-mm-yyyy", ("%d-%m-%y", "%d-%m-%Y"), open=True),
    Family(re.compile(r"\d{4}/\d{1,2}/\d{1,2}" + _CLOCK), "yyyy/mm/dd", ("%Y/%m/%d",)),
    Family(re.compile(r"\d{4}\.\d{1,2}\.\d{1,2}" + _CLOCK), "yyyy.mm.dd", ("%Y.%m.%d",)),
    Family(re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])" + _CLOCK), "yyyymmdd", ("%Y%m%d",)),
    Family(re.compile(r"\d{1,2}[ -][A-Za-z]{3}[ -]\d{4}" + _CLOCK), "dd mon yyyy", ("%d %b %Y", "%d-%b-%Y")),
)


@dataclass(frozen=True)
class DateStyle:
    """How one column writes instants: `formats` seen in its sample come first; the `rare` ones are tried on the rest.

    No formats at all means ISO, which a cast reads; `zoned` values carry their offset from UTC.
    """

    described: str
    formats: tuple[str, ...] = ()
    rare: tuple[str, ...] = ()
    zoned: bool = False


def family_of(values: Sequence[str]) -> tuple[Family, float]:
    """The family that fits most values, and the share of them that it fits."""
    shares = [sum(bool(each.shape.fullmatch(value)) for value in values) / max(len(values), 1) for each in FAMILIES]
    best = max(range(len(FAMILIES)), key=lambda n: shares[n])
    return FAMILIES[best], shares[best]


def order_of(first: int, second: int) -> DateOrder | None:
    """Day or month first, from the greatest first and second part of 31/12/2025; None while both could be months."""
    if first > 12:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if second > 12 else None


def date_style(family: Family, values: Sequence[str], order: DateOrder | None) -> DateStyle:
    """The style of a column, given a sample of its values; `order` settles an open family."""
    if not family.dates:
        return DateStyle(family.described, zoned=family.zoned)
    month_first = family.open and order is DateOrder.MONTH_FIRST
    dates = tuple(_swapped(each) for each in family.dates) if month_first else family.dates
    formats = [date + clock for clock in _CLOCKS for date in dates]
    counts = {each: sum(_fits(value, each) for value in values[:200]) for each in formats}
    seen = tuple(sorted((each for each in formats if counts[each]), key=lambda each: -counts[each]))
    described = family.described
    if month_first:
        described = "mm" + described[2] + "dd" + described[2] + "yyyy"
    return DateStyle(described, seen, tuple(each for each in formats if each not in seen))


def _swapped(date: str) -> str:
    return date.replace("%d", "%?").replace("%m", "%d").replace("%?", "%m")


def _fits(value: str, fmt: str) -> bool:
    try:
        datetime.strptime(value, fmt)  # noqa: DTZ007 (only asks whether it can be read)
    except ValueError:
        return False
    return True


def instant_sql(text: str, style: DateStyle) -> str:
    """SQL for a trimmed VARCHAR: TIMESTAMPTZ where values carry a zone, else a local TIMESTAMP; NULL if unreadable."""
    if style.zoned:
        return f"try_cast({text} AS TIMESTAMPTZ)"
    if not style.formats and not style.rare:
        return f"try_cast({text} AS TIMESTAMP)"
    tries = [f"try_strptime({text}, {list(formats)})" for formats in (style.formats, style.rare) if formats]
    return f"coalesce({', '.join(tries)})"
