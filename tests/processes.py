"""Processes that a test starts: they work on the test's own database, in a home folder of its own."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]


def start(module: str, *arguments: object, home: Path) -> subprocess.Popen[str]:
    """Run a module as a program, with Django ready and pipes to talk to it."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.processes", module, *map(str, arguments)],
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


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
