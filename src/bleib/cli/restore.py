"""`bleib restore`: an installation from a backup."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bleib.cli._home import HomeOption, home_folder
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_installation

FileArgument = Annotated[Path, typer.Argument(help="The backup.")]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Set aside the installation that is there, under another name.")
]


def restore(lang: LangOption, file: FileArgument, replace: ReplaceOption = False, home: HomeOption = None) -> None:
    """Bring an installation back from a backup. Stop server and worker first."""
    from bleib.config.environment import Environment
    from bleib.config.setup import setup

    folder = home_folder(home).absolute()
    setup(folder)
    from bleib.backup.api import restore as bring_back

    done = bring_back(file, home=folder, database=Environment().database(), replace=replace, now=datetime.now(UTC))
    open_installation(folder)  # replays what was erased since
    console = Console()
    console.print(
        f"{done.rows} Zeilen vom {done.made_at:%d.%m.%Y %H:%M} UTC wiederhergestellt in {folder}."
        if lang is Language.DE
        else f"Restored {done.rows} rows of {done.made_at:%Y-%m-%d %H:%M} UTC to {folder}."
    )
    if done.set_aside:
        console.print(
            f"Was vorher da war, liegt in {done.set_aside}. Löschen Sie es, sobald alles stimmt: es nennt Personen."
            if lang is Language.DE
            else f"What was there before is in {done.set_aside}. Delete it when all is well: it names people, too."
        )
