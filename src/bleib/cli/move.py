"""`bleib move`: from the embedded database to PostgreSQL."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_existing
from bleib.kernel.errors import BleibError

ToOption = Annotated[str, typer.Option("--to", help="An empty PostgreSQL database: postgresql://user@host/name.")]


def move(lang: LangOption, to: ToOption, home: HomeOption = None) -> None:
    """Move the database to PostgreSQL, every row of it. The history stays where it is. Stop server and worker first."""
    from bleib.config.environment import Environment

    database = Environment({"BLEIB_DATABASE_URL": to}).database()
    open_existing(home)
    from django.db import OperationalError

    from bleib.backup.api import move as carry

    try:
        with Console(stderr=True).status("") as status:
            moved = carry(database=database, watch=status.update)
    except OperationalError as error:
        raise BleibError(f"The move failed and changed nothing: {str(error).strip()}") from error
    Console().print(
        f"{moved.rows} Zeilen übertragen. Setzen Sie BLEIB_DATABASE_URL auf diese Adresse und starten Sie neu; "
        f"die alte Datenbank liegt in {moved.old}."
        if lang is Language.DE
        else f"Moved {moved.rows} rows. Set BLEIB_DATABASE_URL to that address and start again; "
        f"the old database is in {moved.old}."
    )
