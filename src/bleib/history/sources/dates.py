"""How a column writes dates - German, ISO, US, compact; day or month first - and the SQL that reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bleib.history.sources import months
from bleib.history.sources.options import DateOrder

_CLOCKS = (
    *("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S", "T%H:%M", ", %H:%M"),
    *(", %H:%M:%S", " %H:%M Uhr", ", %H:%M Uhr"),
)
CLOCK = r"([ T,]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp][Mm]| Uhr)?)?"
_ISO = r"\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|[+-]\d{2}:?(\d{2})?)?)?"
_COMPACT = r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"


@dataclass(frozen=True)
class Family:
    """Dates of one shape. `dates` are the formats without their clock, none for ISO, which a cast reads.

    `open` families leave day and month open; `named` ones spell the month; some have no clock behind the day.
    """

    shape: re.Pattern[str]
    described: str
    dates: tuple[str, ...] = ()
    open: bool = False
    named: bool = False
    clock: bool = True


ISO = Family(re.compile(_ISO), "yyyy-mm-dd")
FAMILIES = (
    ISO,
    Family(re.compile(r"\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})" + CLOCK), "dd.mm.yyyy", ("%d.%m.%y", "%d.%m.%Y")),
    Family(re.compile(r"\d{1,2}/\d{1,2}/(\d{4}|\d{2})" + CLOCK), "dd/mm/yyyy", ("%d/%m/%y", "%d/%m/%Y"), open=True),
    Family(re.compile(r"\d{1,2}-\d{1,2}-(\d{4}|\d{2})" + CLOCK), "dd-mm-yyyy", ("%d-%m-%y", "%d-%m-%Y"), open=True),
    Family(re.compile(r"\d{4}/\d{1,2}/\d{1,2}" + CLOCK), "yyyy/mm/dd", ("%Y/%m/%d",)),
    Family(re.compile(r"\d{4}\.\d{1,2}\.\d{1,2}" + CLOCK), "yyyy.mm.dd", ("%Y.%m.%d",)),
    Family(re.compile(_COMPACT + CLOCK), "yyyymmdd", ("%Y%m%d",)),
    Family(re.compile(_COMPACT + r"([01]\d|2[0-3])[0-5]\d[0-5]\d"), "yyyymmddhhmmss", ("%Y%m%d%H%M%S",), clock=False),
    Family(re.compile(months.SHAPE + CLOCK), "dd mon yyyy", ("%d.%m.%Y",), named=True),
)


@dataclass(frozen=True)
class DateStyle:
    """How one column writes instants: `formats` seen in its sample come first; the `rare` ones are tried on the rest.

    `iso` values are read by a cast; `zoned` ones carry their offset from UTC. `named`: months are spelled.
    """

    described: str
    formats: tuple[str, ...] = ()
    rare: tuple[str, ...] = ()
    iso: bool = False
    zoned: bool = False
    named: bool = False


def families_of(values: Sequence[str]) -> tuple[list[Family], float]:
    """The families that the values belong to, the most frequent first, and the share of values that belong to one.

    A column of several shapes is read where at most one of them leaves day and month open.
    """
    counts = {each.described: sum(bool(each.shape.fullmatch(value)) for value in values) for each in FAMILIES}
    found = sorted((each for each in FAMILIES if counts[each.described]), key=lambda each: -counts[each.described])
    kept = [each for each in found if not each.open or each is next(one for one in found if one.open)]
    return kept, sum(counts[each.described] for each in kept) / max(len(values), 1)


def order_of(day_first: int, month_first: int) -> DateOrder | None:
    """Day or month first, from how many values can only be read so; None while that does not settle it."""
    if day_first > 20 * month_first:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if month_first > 20 * day_first else None


def date_style(families: Sequence[Family], values: Sequence[str], order: DateOrder | None) -> DateStyle:
    """The style of a column, given a sample of its values; `order` settles an open family."""
    if not families:
        return DateStyle(ISO.described, iso=True)
    named = any(family.named for family in families)
    texts = [months.spelled_out(value) for value in values[:200]] if named else values[:200]
    formats = [each for family in families for each in _formats(family, order)]
    counts = {each: sum(_fits(text, each) for text in texts) for each in formats}
    # %Y reads 21.03.25 as the year 25, so where two digits were seen they come first.
    seen = tuple(sorted((each for each in formats if counts[each]), key=lambda each: ("%Y" in each, -counts[each])))
    return DateStyle(
        _described(families[0], order),
        formats=seen,
        rare=tuple(each for each in formats if each not in seen),
        iso=ISO in families,
        zoned=families[0] is ISO and any(re.search(r"\d:\d.*(Z|[+-]\d\d:?\d*)$", value) for value in values),
        named=named,
    )


def _formats(family: Family, order: DateOrder | None) -> list[str]:
    dates = [_swapped(each) for each in family.dates] if _month_first(family, order) else family.dates
    return [date + clock for clock in (_CLOCKS if family.clock else ("",)) for date in dates]


def _described(family: Family, order: DateOrder | None) -> str:
    mark = family.described[2]
    return f"mm{mark}dd{mark}yyyy" if _month_first(family, order) else family.described


def _month_first(family: Family, order: DateOrder | None) -> bool:
    return family.open and order is DateOrder.MONTH_FIRST


def _swapped(date: str) -> str:
    return date.replace("%d", "%?").replace("%m", "%d").replace("%?", "%m")


def _fits(value: str, fmt: str) -> bool:
    try:
        datetime.strptime(value, fmt)  # noqa: DTZ007 (only asks whether it can be read)
    except ValueError:
        return False
    return True


def instant_sql(text: str, style: DateStyle, time_zone: str) -> str:
    """SQL for a trimmed VARCHAR: TIMESTAMPTZ for a zoned style, else a local TIMESTAMP; NULL if unreadable.

    `time_zone` is an SQL literal. A value of the other kind, with or without a zone, is moved over.
    """
    local, instant = f"try_cast({text} AS TIMESTAMP)", f"try_cast({text} AS TIMESTAMPTZ)"
    has_zone = f"({text} LIKE '%Z' OR contains({text}, '+') OR contains(substr({text}, 12), '-'))"
    if style.zoned:
        return f"CASE WHEN {has_zone} THEN {instant} ELSE timezone({time_zone}, {local}) END"
    text = months.spelled_out_sql(text) if style.named else text
    tries = [f"try_strptime({text}, {list(formats)})" for formats in (style.formats, style.rare) if formats]
    if style.iso:
        tries.append(f"CASE WHEN {has_zone} THEN timezone({time_zone}, {instant}) ELSE {local} END")
    return f"coalesce({', '.join(tries)})"
