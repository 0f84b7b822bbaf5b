"""Sentences about a forecast, German and English: what a model is, and why there is none."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from bleib.forecast.protocol import CannotFit

LOCALES = {"de": "de_DE", "en": "en_GB"}


@dataclass(frozen=True)
class Remark:
    """A sentence by its `code` in sentences.toml, with the `values` of its placeholders: numbers, text, ISO days."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, lang: str) -> str:
        """In `lang` (de or en); numbers and days are printed as it is usual there, `..._on` is a day."""
        entry = sentences()[self.code]
        one = self.values.get(entry.get("plural", "")) == 1
        shown = {name: _shown(name, value, LOCALES[lang]) for name, value in self.values.items()}
        return entry[f"{lang}_one" if one else lang].format(**shown)


class NoForecast(CannotFit):
    """These data bear no forecast. The text is English; `remark` says it in both languages."""

    def __init__(self, code: str, **values: Any) -> None:
        self.remark = Remark(code, values)
        super().__init__(self.remark.sentence("en"))


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by code, German and English side by side."""
    return tomllib.loads(files("bleib.forecast").joinpath("sentences.toml").read_text(encoding="utf-8"))


def _shown(name: str, value: Any, locale: str) -> str:
    from babel.dates import format_date
    from babel.numbers import format_decimal

    if name.endswith("_on"):
        return format_date(date.fromisoformat(value), "medium", locale=locale)
    return format_decimal(value, "#,##0.####", locale=locale) if isinstance(value, int | float) else str(value)
