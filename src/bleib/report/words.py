"""Sentences, numbers, days and money in the reader's language.

A placeholder in `sentences.toml` says how its value is printed: `{start:count}`, `{crr:percent}`, `{until:day}`.
Callers pass raw values and never format anything themselves.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from babel.dates import format_date
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
)

from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Unit, Window

LOCALES = {"de": "de_DE", "en": "en_GB"}
NOTHING = "–"
NBSP = "\u00a0"
# Amounts in whole units of the currency.
WHOLE = {"de": f"#,##0{NBSP}¤", "en": "¤#,##0"}
# From here on an amount, and the column it stands in, has no cents.
NO_CENTS = 10_000
LONGEST_NAME = 80
# How a value may be printed; each is a method of Words. `text` and `cell` are printed as they are.
KINDS = (
    "count", "number", "ratio", "share", "whole", "percent", "times", "money", "cents", "units", "compact", "day",
    "span", "days", "days_dative", "name",
)  # fmt: skip


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by key, German and English side by side."""
    return tomllib.loads(files("bleib.report").joinpath("sentences.toml").read_text(encoding="utf-8"))


def precision(amounts: Iterable[Decimal | float | None]) -> str:
    """The kind in which these amounts stand one below the other, so that a column adds up to the eye."""
    largest = max((abs(float(each)) for each in amounts if each is not None), default=0.0)
    return "cents" if largest < NO_CENTS else "units"


class Words(Formatter):
    """One language and one currency. `show` prints a value by kind, `say` a sentence."""

    def __init__(self, lang: str, currency: str) -> None:
        if lang not in LOCALES:
            raise UsageError(f"There is no report in '{lang}'. Choose one of: {', '.join(LOCALES)}.")
        self.lang, self.locale, self.currency = lang, LOCALES[lang], currency
        self.kinds: dict[str, Callable[[Any], str]] = {"text": str, "cell": str}
        self.kinds |= {name: getattr(self, name) for name in KINDS}

    def say(self, key: str, **values: Any) -> str:
        """The sentence `key`; where its `plural` value is 1 or 0 and there is a wording for that, this one."""
        entry = sentences()[key]
        amount: Any = values.get(entry.get("plural", ""))
        number = {0: "_none", 1: "_one"}.get(amount, "")
        return self.vformat(entry.get(self.lang + number, entry[self.lang]), (), values)

    def format_field(self, value: Any, format_spec: str) -> str:
        return self.show(value, format_spec or "text")

    def show(self, value: Any, kind: str) -> str:
        """A value for people; None is a dash, because nothing observed is not 0."""
        return NOTHING if value is None else self.kinds[kind](value)

    def count(self, value: int | Decimal) -> str:
        return format_decimal(value, "#,##0", locale=self.locale)

    def number(self, value: float | Decimal) -> str:
        return format_decimal(value, "#,##0.##", locale=self.locale)

    def ratio(self, value: float) -> str:
        return format_decimal(value, "#,##0.0", locale=self.locale)

    def share(self, value: float) -> str:
        """A rate in percent without its sign, one decimal; what rounds to nothing is 0.0, not -0.0."""
        return self.ratio(round(value, 1) + 0.0)

    def whole(self, value: float) -> str:
        """A rate in whole percent without its sign, for cells of a matrix."""
        return format_decimal(value, "#,##0", locale=self.locale)

    def percent(self, value: float) -> str:
        return f"{self.share(value)}{NBSP}%"

    def money(self, value: Decimal | float) -> str:
        """An amount on its own: with cents below 10,000, in whole units from there on."""
        return self.show(value, precision([value]))

    def cents(self, value: Decimal | float) -> str:
        return format_currency(value, self.currency, locale=self.locale)

    def units(self, value: Decimal | float) -> str:
        return format_currency(value, self.currency, WHOLE[self.lang], locale=self.locale, currency_digits=False)

    def compact(self, value: Decimal | float) -> str:
        """From a million on `1.23 Mio.`, for big numbers and labels; below like `money`."""
        if abs(float(value)) < 1_000_000:
            return self.money(value)
        return format_compact_currency(value, self.currency, locale=self.locale, fraction_digits=2)

    def name(self, value: str) -> str:
        """What somebody or something is called; of what is too long to read, beginning and end."""
        return value if len(value) <= LONGEST_NAME else f"{value[: LONGEST_NAME - 16]}…{value[-15:]}"

    def day(self, value: date) -> str:
        return format_date(value, "medium", locale=self.locale)

    def span(self, value: Window) -> str:
        """A window as people say it: both days are inside."""
        last = value.end - timedelta(days=1)
        return self.day(last) if last == value.start else f"{self.day(value.start)} – {self.day(last)}"

    def days(self, value: float) -> str:
        """A length of time: `31 days`, `1 day`, `30.5 days`."""
        return self.say("days", n=round(value, 1))

    def days_dative(self, value: float) -> str:
        """The same after "vor", "von" and "innerhalb von", where German says `31 Tagen`."""
        return self.say("days_dative", n=round(value, 1))

    def times(self, value: float) -> str:
        """A multiple: `3.1×`."""
        return f"{self.ratio(value)}×"

    def month(self, day: date) -> str:
        """The month of a day by its name: `October 2026`."""
        return format_date(day, "LLLL yyyy", locale=self.locale)

    def period(self, start: date, unit: Unit) -> str:
        """A calendar period as an axis says it: `Aug 2011`, `Q3 2011`, `2011`, or a week by its Monday."""
        pattern = {Unit.WEEK: "d MMM yy", Unit.MONTH: "MMM yy", Unit.QUARTER: "'Q'Q yyyy", Unit.YEAR: "yyyy"}[unit]
        if unit is Unit.WEEK and self.lang == "de":
            pattern = "d. MMM yy"
        return format_date(start, pattern, locale=self.locale)
