"""The command line. A command is a file here, see `_commands`."""

from bleib.cli._main import main

__all__ = ["main"]
