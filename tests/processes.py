"""Processes that a test starts: they work on the test's own database, in a home folder of its own."""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).parents[1]
GONE_SECONDS = 30
# How many processes a test of random moments kills; CI asks for a hundred.
RANDOM_KILLS = int(os.environ.get("BLEIB_TEST_KILLS", "40"))


def start(module: str, *arguments: object, home: Path) -> AbstractContextManager[subprocess.Popen[str]]:
    """Run a module as a program, with Django ready and pipes to talk to it."""
    command = [sys.executable, "-m", "tests.processes", module, *arguments]
    return running(command, env=environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@contextmanager
def running(command: Sequence[object], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A program that ends with the block, however that ends, and everything it has started with it."""
    process = subprocess.Popen([*map(str, command)], start_new_session=True, text=True, **options)
    with process:
        try:
            yield process
        finally:
            kill_group(process)


def kill_group(process: subprocess.Popen[str]) -> None:
    """End a program of `running` and its children at once; their pipes are read to the end and closed."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdin is not None:
        process.stdin.close()
    with suppress(ValueError):  # somebody has read the pipes before
        process.communicate(timeout=GONE_SECONDS)


def environment(home: Path) -> dict[str, str]:
    """Variables of a process that shares the test's database."""
    from django.db import connection

    shared = {name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "src", ROOT))),
        "BLEIB_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tests.shared_database",
        "BLEIB_TEST_SHARED": json.dumps(shared, default=str),
    }


if __name__ == "__main__":
    django.setup()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
