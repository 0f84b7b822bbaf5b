"""How far a job is, for the page that waits for it: which stage, how many lines, which share of the stage."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from bleib.uploads import findings

EVERY_SECONDS = 0.5


class Progress:
    """A context manager; inside, a thread writes down how far the engine is. `stage` is one of console's words."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._said: dict[str, Any] = {"stage": "opening", "name": "", "lines": 0, "share": 0}
        self._engine: Any = None
        self._asking = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Progress:
        self._write()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    @contextmanager
    def following(self, engine: Any) -> Iterator[None]:
        """For a block, ask this connection how far its statement is; nobody asks it any more when it is closed."""
        engine.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        self._engine = engine
        try:
            yield
        finally:
            with self._asking:
                self._engine = None

    def say(self, stage: str, *, name: str = "", lines: int | None = None) -> None:
        kept = self._said["lines"] if lines is None else lines
        self._said = {"stage": stage, "name": name, "lines": kept, "share": 0}
        self._write()

    def _watch(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            with self._asking:
                share = 0 if self._engine is None else round(self._engine.query_progress())
            # A stage is several statements, and each of them begins anew; what has been shown is not taken back.
            if share > self._said["share"]:
                self._said = self._said | {"share": share}
                self._write()

    def _write(self) -> None:
        findings.write(self._folder, findings.PROGRESS, self._said)
