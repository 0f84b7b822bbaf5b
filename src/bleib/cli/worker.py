"""`bleib worker`: everything that happens by itself."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from types import FrameType
from typing import Annotated

import typer

from bleib.cli._home import HomeOption
from bleib.cli._state import open_installation
from bleib.config.logging import configure

StopOption = Annotated[
    float, typer.Option("--grace", min=0, metavar="SECONDS", help="How long work may go on after a signal to stop.")
]


def worker(grace: StopOption = 20.0, home: HomeOption = None) -> None:
    """Do what is due until told to stop (SIGTERM, Ctrl-C). On SQLite one worker, on PostgreSQL any number."""
    open_installation(home)
    configure()
    from bleib.config.schedule import ALL
    from bleib.worker.api import Crew

    crew = Crew(ALL, clock=lambda: datetime.now(UTC), grace=grace)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        crew.stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if not crew.run():
        os._exit(0)  # a thread is in the middle of something long: its job was given back
