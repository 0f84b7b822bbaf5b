"""What every command does first that works on an installation's state."""

from __future__ import annotations

import os
from pathlib import Path

from bleib.cli._home import home_folder
from bleib.kernel.errors import BleibError


def open_installation(home: Path | None) -> Path:
    """Make Django and the database ready; returns the installation's folder. Creates both on first use."""
    from django.db import DatabaseError

    from bleib.config.setup import prepare, setup

    folder = home_folder(home)
    setup(folder)
    try:
        prepare()
    except DatabaseError as error:
        raise BleibError(f"The database of {folder} cannot be opened: {error}") from error
    return folder


def open_embedded(folder: Path) -> None:
    """The same with the database in the folder itself, whatever BLEIB_DATABASE_URL says: nothing of it is real."""
    os.environ.pop("BLEIB_DATABASE_URL", None)
    os.environ.pop("BLEIB_DATABASE_URL_FILE", None)
    open_installation(folder)


def open_existing(home: Path | None) -> Path:
    """The same, but a folder without an installation is an error, not the beginning of one."""
    folder = home_folder(home)
    if not folder.exists():
        raise BleibError(f"There is no installation in {folder}. Name its folder with --home, or BLEIB_HOME.")
    return open_installation(home)
