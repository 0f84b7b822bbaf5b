"""`bleib compact`: tidy the history's files. Changes no fact."""

from __future__ import annotations

from rich.console import Console

from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_existing


def compact(lang: LangOption, home: HomeOption = None) -> None:
    """Make one sorted file of each month's many, and delete files that nobody needs any more."""
    folder = open_existing(home)
    from bleib.history.compaction import compact as tidy  # wants the database

    done = tidy(folder)
    Console().print(
        f"Monate neu geschrieben: {len(done.months)}, alte Dateien gelöscht: {done.deleted}."
        if lang is Language.DE
        else f"Months rewritten: {len(done.months)}, old files deleted: {done.deleted}."
    )
