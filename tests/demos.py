"""A demo that runs in processes of its own, as somebody who calls `./bleib demo` has it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STOP_SECONDS = 60


class Demo:
    """`said` is what it printed until it was ready; `address` is where its pages are."""

    def __init__(self, folder: Path, **environment: str) -> None:
        clean = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bleib", "demo", "--home", str(folder), "--lang", "en"],
            env=clean | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = self._until_ready()
        self.address = self._told(r"(http://127\.0\.0\.1:\d+)")
        self.email, self.password = self._told(r"Sign in: (\S+)"), self._told(r"Password: (\S+)")

    def _until_ready(self) -> str:
        said = ""
        for line in self.process.stdout or ():
            said += line
            if line.startswith("Stop:"):
                return said
        raise AssertionError(f"The demo did not start:\n{said}")

    def _told(self, pattern: str) -> str:
        found = re.search(pattern, self.said)
        assert found, self.said
        return found[1]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends it, if it has not ended; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(STOP_SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def processes(self) -> list[str]:
        """Those of its session that live, whoever their parent is by now."""
        call = ["ps", "-o", "pid=,stat=", "-s", str(self.process.pid)]
        listed = subprocess.run(call, capture_output=True, text=True, check=False).stdout
        return [line for line in listed.splitlines() if "Z" not in line]


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """For a block, in English."""
    demo = Demo(folder)
    try:
        yield demo
    finally:
        demo.stop()
