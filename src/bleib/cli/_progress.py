"""A progress bar on stderr while DuckDB reads; silent where stderr is no terminal."""

from __future__ import annotations

import threading
from types import TracebackType

import duckdb
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bleib.cli._language import Language

EVERY_SECONDS = 0.2


class Watch:
    """Shows the running query's progress under the name of the step. A context manager."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, lang: Language) -> None:
        self._connection = connection
        self._opening = "Dateien werden gelesen" if lang is Language.DE else "Reading files"
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._poll, daemon=True)

    def __enter__(self) -> Watch:
        if not self._progress.disable:
            self._connection.execute("SET enable_progress_bar = true")
            self._connection.execute("SET enable_progress_bar_print = false")
        self._task = self._progress.add_task(self._opening, total=None)
        self._progress.start()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()
        self._progress.stop()

    def step(self, label: str) -> None:
        """Say what is being worked on now."""
        self._progress.update(self._task, description=label, total=None, completed=0)

    def _poll(self) -> None:
        while not self._done.wait(EVERY_SECONDS):
            if self._progress.disable:
                return
            share = self._connection.query_progress()
            if share > 0:
                self._progress.update(self._task, total=100, completed=share)
