"""Sentences of a command: values are printed as `report.words` prints them, in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from babel.numbers import format_decimal
from rich.console import Console
from rich.text import Text

from bleib.report.terminal import plain, rich_table
from bleib.report.words import Words
from bleib.ui.table import Table


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence of the commands about forecasts by key, German and English side by side."""
    return tomllib.loads(files("bleib.cli").joinpath("forecast.toml").read_text(encoding="utf-8"))


class Speaker:
    """Prints sentences and tables of one command to a console."""

    def __init__(self, words: Words, console: Console) -> None:
        self._words, self._console = words, console

    def text(self, key: str, **values: Any) -> str:
        """The sentence `key`; `{share:percent}` is a value and how it is printed."""
        return self._words.vformat(sentences()[key][self._words.lang], (), values)

    def shown(self, value: Any, kind: str) -> str:
        return self._words.show(value, kind)

    def score(self, value: float) -> str:
        """A score between 0 and 1, or near it, with two decimals."""
        return format_decimal(value, "0.00", locale=self._words.locale)

    def say(self, key: str, style: str = "", /, **values: Any) -> None:
        self.print(self.text(key, **values), style)

    def print(self, text: str, style: str = "") -> None:
        self._console.print(Text(plain(text), style=style))

    def table(self, table: Table) -> None:
        """Under its caption, after an empty line."""
        self.print(f"\n{table.caption}", "bold")
        self._console.print(rich_table(table, self._words))
