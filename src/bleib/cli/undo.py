"""`bleib undo`: take an import back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_existing


def undo(
    lang: LangOption,
    number: Annotated[int, typer.Argument(metavar="IMPORT", help="Its number, see 'bleib imports'.")],
    home: HomeOption = None,
) -> None:
    """Take an import back: its facts go, facts that other imports brought as well stay."""
    folder = open_existing(home)
    from bleib.history.undo import undo as take_back  # wants the database

    entry = take_back(folder, number, now=datetime.now(UTC))
    Console().print(
        f"Import Nr. {entry.pk} ({entry.label}) ist zurückgenommen."
        if lang is Language.DE
        else f"Import no. {entry.pk} ({entry.label}) is undone.",
        markup=False,
    )
