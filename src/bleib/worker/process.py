"""Telling a living process from a dead one, also when its number was given again."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path


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

    def is_here(self) -> bool:
        """Whether it ran on this machine since it was switched on; only then can it be looked up."""
        me = Process.me()
        return (self.host, self.boot) == (me.host, me.boot)

    def is_alive(self) -> bool:
        return self.is_here() and Process.of(self.pid) == self


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
