"""A PostgreSQL server of our own for the tests: Debian's programs, a folder in /tmp, a socket and no port."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# Only processes are killed in tests, never the machine, so the server may skip waiting for the disk.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' -c max_connections=50"


def programs() -> Path | None:
    """Where Debian keeps initdb and pg_ctl, of the newest version installed; None without PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """Start a server and yield the address of an empty database `bleib`; stop and remove it afterwards."""
    home = programs()
    if home is None:
        raise RuntimeError("PostgreSQL is missing: sudo apt install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="bleib-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        _run(home / "initdb", "-D", data, "-U", "bleib", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _run(home / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"{QUICK} -k {folder}", "start")
        try:
            _run(home / "createdb", "-h", folder, "-U", "bleib", "bleib")
            yield f"postgresql://bleib@{quote(str(folder), safe='')}/bleib"
        finally:
            _run(home / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: object) -> None:
    """As the user `postgres` where we are root: the server refuses to run as root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    subprocess.run(words, check=True, capture_output=True, cwd="/tmp")
