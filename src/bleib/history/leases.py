"""Leases: one process at a time compacts, undoes, refreshes, or imports the same files.

A lease ends with its process, however that died: on the same machine the process is looked up; from another machine
or container a lease counts until its heartbeat has been missing for a minute. Liveness is about the wall clock, so
this is the one module that reads it.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Row

from bleib.history.state import State, open_state
from bleib.kernel.errors import BleibError

TTL_SECONDS = 60.0
HEARTBEAT_SECONDS = 15.0
POLL_SECONDS = 0.05


class LeaseTaken(BleibError):
    """Somebody alive is at it."""


@contextmanager
def lease(state: State, name: str, *, doing: str, wait: float = 600.0) -> Iterator[None]:
    """Hold `name` for a block; `doing` is what another user is told. Raises LeaseTaken after `wait` seconds."""
    token = uuid.uuid4().hex
    deadline = time.monotonic() + wait
    while (holder := _take(state, name, token)) is not None:
        if time.monotonic() >= deadline:
            raise LeaseTaken(
                f"{doing} has to wait: process {holder['pid']} on {holder['host']} is at it since "
                f"{time.strftime('%H:%M:%S', time.localtime(holder['taken_at']))}. Try again when it is done."
            )
        time.sleep(POLL_SECONDS)
    stop = threading.Event()
    beat = threading.Thread(target=_heartbeat, args=(state.home, token, stop), daemon=True)
    beat.start()
    try:
        yield
    finally:
        stop.set()
        beat.join()
        state.connection.execute("delete from leases where token = ?", (token,))


def _take(state: State, name: str, token: str) -> Row | None:
    """Take the lease and return None, or return who holds it."""
    with state.transaction() as connection:
        holder: Row | None = connection.execute("select * from leases where name = ?", (name,)).fetchone()
        if holder is not None and _is_alive(holder):
            return holder
        me, now = Process.me(), time.time()
        connection.execute(
            "insert or replace into leases values (?, ?, ?, ?, ?, ?, ?, ?)",
            (name, token, me.pid, me.began, me.host, me.boot, now, now + TTL_SECONDS),
        )
    return None


def _is_alive(holder: Row) -> bool:
    me = Process.me()
    if (holder["host"], holder["boot"]) == (me.host, me.boot):
        return Process.of(holder["pid"]) == Process(holder["pid"], holder["began"], holder["host"], holder["boot"])
    return bool(holder["expires_at"] > time.time())


def _heartbeat(home: Path, token: str, stop: threading.Event) -> None:
    """Renew from a thread of its own: the work may be one long call into the engine."""
    while not stop.wait(HEARTBEAT_SECONDS):
        with open_state(home) as state:
            state.connection.execute(
                "update leases set expires_at = ? where token = ?", (time.time() + TTL_SECONDS, token)
            )


@dataclass(frozen=True)
class Process:
    """A process of this machine that cannot be mistaken for a later one with the same number."""

    pid: int
    began: str
    host: str
    boot: str

    @classmethod
    def me(cls) -> Process:
        return cls.of(os.getpid())

    @classmethod
    def of(cls, pid: int) -> Process:
        return cls(pid, _began(pid), socket.gethostname(), _read(Path("/proc/sys/kernel/random/boot_id")))


def _began(pid: int) -> str:
    """Start time in clock ticks since boot; 'gone' for no process; '' where the system does not tell."""
    if not Path("/proc/self/stat").exists():
        return "" if _exists(pid) else "gone"
    # The command's name, in parentheses, may contain blanks; field 3 is a zombie's mark, field 22 the start.
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 and fields[0] != "Z" else "gone"


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
