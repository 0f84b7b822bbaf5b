"""One file is one command: `report.py` holds the function `report`, `import_.py` is `bleib import`.

A command's file is imported only when the command is called, so that `bleib crr` does not wait for the database
engine. Files with a leading underscore are no commands.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperGroup

import bleib.cli

# The order of `bleib --help`: the way a newcomer walks. Other commands follow by name.
FIRST = (
    *("demo", "report", "forecast", "backtest", "import", "imports", "undo", "crr", "sql"),
    *("init", "serve", "worker", "status", "customers", "person", "audit", "backup", "restore", "move", "compact"),
)


class CommandFiles(Mapping[str, Any]):
    """The commands by name, each loaded when it is asked for."""

    def __init__(self) -> None:
        files = [module.name for module in pkgutil.iter_modules(bleib.cli.__path__) if not module.ispkg]
        self._files = {file.rstrip("_"): file for file in files if not file.startswith("_")}

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._files, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name)))

    def __getitem__(self, name: str) -> Any:
        return _load(name, self._files[name])


def _load(name: str, file: str) -> Any:
    """The command in `file`, which may set `CONTEXT`, Typer's context settings."""
    module = import_module(f"bleib.cli.{file}")
    single = typer.Typer(add_completion=False)
    single.command(name, context_settings=getattr(module, "CONTEXT", None))(getattr(module, file))
    return typer.main.get_command(single)


class Commands(TyperGroup):
    """The group of all commands."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.commands = cast(Any, CommandFiles())  # read only
