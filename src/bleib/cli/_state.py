"""What every command does first that works on an installation's state."""

from __future__ import annotations

from pathlib import Path

from bleib.cli._reading import home_folder
from bleib.kernel.errors import BleibError


def open_installation(home: Path | None) -> Path:
    """Make Django and the database ready; returns the installation's folder. Creates both on first use."""
    from bleib.config.setup import prepare, setup

    folder = home_folder(home)
    setup(folder)
    prepare()
    return folder


def open_existing(home: Path | None) -> Path:
    """The same, but a folder without an installation is an error, not the beginning of one."""
    folder = home_folder(home)
    if not folder.exists():
        raise BleibError(f"There is no installation in {folder}. Name its folder with --home, or BLEIB_HOME.")
    return open_installation(home)
