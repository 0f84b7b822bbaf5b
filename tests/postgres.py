"""A PostgreSQL server of our own for the tests: Debian's programs, a folder in /tmp, a socket and no port."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bleib.kernel.scratch import scratch_folder

# Only processes are killed in tests, never the machine, so the server may skip waiting for the disk.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' -c max_connections=50"


def programs() -> Path | None:
    """Where Debian keeps initdb and pg_ctl, of the newest version installed; None without PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def server(prepare: Callable[[Path], str] = lambda _folder: "") -> Iterator[str]:
    """Start a server and yield the address of an empty database `bleib`; stop and remove it afterwards.

    `prepare` may put files into the server's folder, and returns further options of the server.
    """
    home = programs()
    if home is None:
        raise RuntimeError("PostgreSQL is missing: sudo apt install postgresql")
    with scratch_folder() as scratch:
        folder = _folder_of_the_server(Path(scratch))
        data = folder / "data"
        _run(home / "initdb", "-D", data, "-U", "bleib", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"{QUICK} -k {folder} {prepare(folder)}"
        _run(home / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            _run(home / "createdb", "-h", folder, "-U", "bleib", "bleib")
            yield f"postgresql://bleib@{quote(str(folder), safe='')}/bleib"
        finally:
            _run(home / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _folder_of_the_server(scratch: Path) -> Path:
    """The server's user has to get at it; a server whose folder is gone ends by itself within a minute."""
    folder = scratch / "postgres"
    folder.mkdir()
    if os.geteuid() == 0:
        scratch.chmod(0o711)
        shutil.chown(folder, "postgres", "postgres")
    return folder


def _run(*command: object) -> None:
    """As the user `postgres` where we are root: the server refuses to run as root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    subprocess.run(words, check=True, capture_output=True, cwd="/tmp")
