"""A process that has everything loaded and forks itself when a test wants one to kill: starting one takes a second.

It takes words from a socket, given as a number: `fork HOME` with the ends of two pipes, answered by the number of the
new process, which does what `killable` does; `wait NUMBER`, answered by how that one ended.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from django.conf import settings

from bleib.history.tests import killable

LONGEST = 4096


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    while True:
        message, pipes, _flags, _from = socket.recv_fds(control, LONGEST, 2)
        word, _, what = message.decode().partition(" ")
        if not word:
            return
        answer = _fork(what, *pipes) if word == "fork" else os.waitstatus_to_exitcode(os.waitpid(int(what), 0)[1])
        control.send(str(answer).encode())


def _fork(home: str, orders: int, answers: int) -> int:
    child = os.fork()
    if child == 0:
        try:
            os.dup2(orders, 0)
            os.dup2(answers, 1)
            _become(home)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(orders)
    os.close(answers)
    return child


def _become(home: str) -> None:
    """The process that `killable` is where it is started by itself."""
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
    sys.argv[1:] = [home]
    os.environ["BLEIB_HOME"] = home
    settings.HOME = Path(home)
    killable.main()


if __name__ == "__main__":
    main()
