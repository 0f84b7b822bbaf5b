"""`bleib backup`: the whole installation in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_existing

FileArgument = Annotated[Path, typer.Argument(help="The file to write, for example bleib-2026-11-21.tar.")]


def backup(lang: LangOption, file: FileArgument, home: HomeOption = None) -> None:
    """Save database, history and files at one point in time. Others may go on working."""
    folder = open_existing(home)
    from bleib.backup.api import create

    with Console(stderr=True).status("") as status:
        saved = create(file, home=folder, now=datetime.now(UTC), watch=status.update)
    size = f"{saved.size / 1e6:,.1f} MB"
    Console().print(
        f"{saved.rows} Zeilen und {saved.lake_files} Dateien des Verlaufs in {file} gesichert ({size})."
        if lang is Language.DE
        else f"Saved {saved.rows} rows and {saved.lake_files} files of the history to {file} ({size})."
    )
