"""Where the installation lies: the option every command has, and the folder it means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

HomeOption = Annotated[Path | None, typer.Option("--home", help="Folder of the installation (or BLEIB_HOME).")]


def home_folder(home: Path | None) -> Path:
    """The installation's folder: --home, else BLEIB_HOME, else ~/.local/share/bleib."""
    return home or Path(os.environ.get("BLEIB_HOME") or "~/.local/share/bleib").expanduser()
