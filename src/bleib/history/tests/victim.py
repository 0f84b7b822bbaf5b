"""A process that a test kills; it does what `killable` does."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tests.processes import start


class Victim:
    """A process waiting for its order; tests start the next one early."""

    def __init__(self, home: Path) -> None:
        self._stack = ExitStack()
        self.process = self._stack.enter_context(start("bleib.history.tests.killable", home, home=home))

    def order(self, operation: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        self.process.stdin.write(operation + "\n")
        self.process.stdin.flush()

    def kill(self) -> bool:
        """Whether it died before its work was done."""
        self.process.kill()
        output, _ = self.process.communicate(timeout=60)
        self._stack.close()
        return "done" not in output

    def wait(self) -> int:
        """How it ended: the exit code, or minus the signal."""
        self.process.communicate(timeout=60)
        self._stack.close()
        return self.process.returncode
