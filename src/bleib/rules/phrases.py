"""Words, numbers and days of sentences about rules, in German or English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from bleib.kernel.errors import UsageError
from bleib.rules.conditions import Value
from bleib.rules.vocabulary import Field, Kind

LOCALES = {"de": "de_DE", "en": "en_GB"}
NBSP = "\u00a0"
# "Letzte Aktivität" becomes "letzte Aktivität" within a sentence, "Tage seit" stays.
_ADJECTIVE = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+(?:e|er|es|en) [A-ZÄÖÜ]")


@cache
def phrases() -> Mapping[str, Any]:
    return tomllib.loads(files("bleib.rules").joinpath("phrases.toml").read_text(encoding="utf-8"))


class Speaker:
    """One language and one currency."""

    def __init__(self, lang: str, currency: str) -> None:
        if lang not in LOCALES:
            raise UsageError(f"Rules are not said in '{lang}', but in: {', '.join(LOCALES)}.")
        self.lang, self.currency = lang, currency

    def say(self, place: str, name: str, **values: Any) -> str:
        """The phrase `name` of a section; where there is a wording for one day and `n` is 1, this one."""
        section = phrases()[place]
        name = f"{name}_one" if values.get("n") == 1 and f"{name}_one" in section else name
        printed = {key: self.count(value) if key == "n" else value for key, value in values.items()}
        return str(section[name][self.lang]).format(**printed)

    def label(self, field: Field) -> str:
        """What the field is called within a sentence; of one that counts from a date, what that is."""
        return self.inner((field.of_de if self.lang == "de" else field.of_en) or field.label(self.lang))

    def inner(self, label: str) -> str:
        """A name as it is written within a sentence."""
        german = self.lang == "de"
        lower = bool(_ADJECTIVE.match(label)) if german else label[1:2].islower() or label[1:2] == " "
        return label[:1].lower() + label[1:] if lower else label

    def value(self, field: Field, value: Value) -> str:
        """A value as people write it; several with "or" between them."""
        if isinstance(value, tuple):
            return self.join([self.value(field, each) for each in value], "or")
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, str):
            choice = field.choice(value)
            return value if choice is None else choice.label(self.lang)
        return self.number(field, Decimal(value))

    def number(self, field: Field, value: Decimal) -> str:
        locale = LOCALES[self.lang]
        if field.kind is Kind.MONEY:
            pattern = None if value % 1 else f"#,##0{NBSP}¤" if self.lang == "de" else "¤#,##0"
            return format_currency(value, self.currency, pattern, locale=locale, currency_digits=bool(value % 1))
        if field.kind is Kind.SHARE:
            return f"{format_decimal(value * 100, '#,##0.##', locale=locale)}{NBSP}%"
        if field.kind is Kind.DAYS:
            return self.days(value)
        return format_decimal(value, "#,##0.####", locale=locale)

    def day(self, value: date) -> str:
        return format_date(value, "long", locale=LOCALES[self.lang])

    def days(self, value: Decimal) -> str:
        one, many = ("Tag", "Tage") if self.lang == "de" else ("day", "days")
        return f"{self.count(value)} {one if value == 1 else many}"

    def count(self, value: int | Decimal) -> str:
        return format_decimal(value, "#,##0.##", locale=LOCALES[self.lang])

    def join(self, parts: Sequence[str], word: str) -> str:
        """`a, b and c`."""
        if len(parts) == 1:
            return parts[0]
        return f"{', '.join(parts[:-1])} {phrases()['join'][word][self.lang]} {parts[-1]}"
