"""Server and worker of one installation side by side, as long as this process lives and nobody tells it to stop."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from bleib.cli._main import run, stop_tidily
from bleib.kernel.errors import BleibError

HOST = "127.0.0.1"
START_SECONDS = 120
STOP_SECONDS = 30  # the server and the worker finish within 20


class Stopped(BaseException):
    """Somebody said Ctrl-C, or SIGTERM."""


@contextmanager
def told_to_stop() -> Iterator[None]:
    """A signal to stop ends the block, and is no error; what follows the block is not interrupted by another one."""

    def stop(_signal: int, _frame: object) -> None:
        raise Stopped

    try:
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        yield
    except Stopped:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def running(home: Path, *, port: int, log: Path) -> Iterator[Sequence[SpawnProcess]]:
    """The server, answering, and the worker. What they say goes into `log`. Raises BleibError where none starts."""
    spawn = multiprocessing.get_context("spawn")
    calls = (["serve", "--host", HOST, "--port", str(port)], ["worker"])
    both = [spawn.Process(target=_begin, args=([*call, "--home", str(home)], log)) for call in calls]
    try:
        for process in both:
            process.start()
        _wait_until_answering(both[0], port, log)
        yield both
    finally:
        _end(both)


def wait_for(*processes: SpawnProcess) -> None:
    """Until one of them ends."""
    wait([process.sentinel for process in processes])


def free_port(wanted: int) -> int:
    """`wanted` where nobody listens on it, else one that the system chooses."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise BleibError("No port is free on this machine.")


def _begin(call: Sequence[str], log: Path) -> None:
    """In the new process: one command, ended by the one who began it - also by that one's death."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the one who began this one tells it
    stop_tidily()
    said = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(said, sys.stdout.fileno())
    os.dup2(said, sys.stderr.fileno())
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    sys.exit(run(call))


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def _wait_until_answering(server: SpawnProcess, port: int, log: Path) -> None:
    ask = build_opener(ProxyHandler({})).open
    until = time.monotonic() + START_SECONDS
    while server.is_alive() and time.monotonic() < until:
        try:
            ask(f"http://{HOST}:{port}/health", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise BleibError(f"The server did not start. What it said stands in {log}.")


def _end(processes: Sequence[SpawnProcess]) -> None:
    started = [process for process in processes if process.pid is not None]
    for process in started:
        process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for process in started:
        process.join(max(0.0, until - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()
