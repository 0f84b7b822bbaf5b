"""A command line in this process, and a small order file."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bleib.cli._main import run

ORDERS = """Belegnr;Datum;Kundennr;Menge;Einzelpreis
1;10.01.2025;A;2;10,00
2;12.01.2025;B;1;50,00
3;15.07.2025;A;1;30,00
4;20.07.2025;C;3;5,00
5;kaputt;C;3;5,00
"""


@dataclass(frozen=True)
class Answer:
    """What a command line printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Bleib = Callable[..., Answer]


@pytest.fixture
def bleib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None, settings: Any) -> Bleib:
    """Runs a command line in a home folder of its own, with the test's database."""
    monkeypatch.setenv("BLEIB_HOME", str(tmp_path / "home"))
    settings.HOME = tmp_path / "home"  # put back afterwards

    def call(*arguments: object, lang: str = "en") -> Answer:
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            code = run([*map(str, arguments), "--lang", lang])
        return Answer(code, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path
