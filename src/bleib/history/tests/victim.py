"""A process that a test kills; it does what `killable` does."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import sys
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from tests.processes import environment, running

END = 100  # characters of a number


class Victim:
    """A process waiting for its order; tests start the next one early."""

    def __init__(self, home: Path) -> None:
        theirs, orders = os.pipe()
        answers, theirs_too = os.pipe()
        self._pid = _ask(f"fork {home}", theirs, theirs_too)
        self._orders, self._answers = os.fdopen(orders, "w"), os.fdopen(answers)

    def order(self, operation: str) -> None:
        assert self._answers.readline() == "ready\n"
        self._orders.write(operation + "\n")
        self._orders.flush()

    def kill(self) -> bool:
        """Whether it died before its work was done."""
        os.kill(self._pid, signal.SIGKILL)
        output, _ = self._end()
        return "done" not in output

    def wait(self) -> int:
        """How it ended: the exit code, or minus the signal."""
        return self._end()[1]

    def _end(self) -> tuple[str, int]:
        """What it said until then, and how it ended."""
        with self._orders, self._answers:
            self._orders.close()
            return self._answers.read(), _ask(f"wait {self._pid}")


def _ask(words: str, *pipes: int) -> int:
    """What the nursery answers; the ends of pipes that it is given are its own from now on."""
    socket.send_fds(nursery(), [words.encode()], pipes)
    for pipe in pipes:
        os.close(pipe)
    return int(nursery().recv(END))


@cache
def nursery() -> socket.socket:
    """The way to talk to it; it is started with the first victim and ends with this process."""
    stack = ExitStack()
    atexit.register(stack.close)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.processes", "bleib.history.tests.nursery", theirs.fileno()]
    with theirs:
        stack.enter_context(running(command, env=environment(Path()), pass_fds=[theirs.fileno()]))
    return stack.enter_context(ours)
