"""What one process cost: time by the clock, processor seconds, peak memory. Nothing is warm but the files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]


class Failed(RuntimeError):
    """A measured command did not end with exit code 0; the message holds what it said."""


@dataclass(frozen=True)
class Cost:
    """`seconds` by the clock, `cpu` = user + system seconds of all threads, `peak` = largest resident MB."""

    seconds: float
    cpu: float
    peak: float


def command(arguments: Sequence[str]) -> tuple[Cost, str]:
    """Run a command from the checkout's root; its cost as the kernel counted it (wait4), and its stdout.

    The kernel lets a child's peak memory begin at its parent's, so the process that measures has to stay small.
    """
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaint:
        started = os.times().elapsed
        process = subprocess.Popen(arguments, cwd=ROOT, stdout=answer, stderr=complaint)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = os.times().elapsed - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            complaint.seek(0)
            raise Failed(f"{' '.join(arguments)} failed:\n{complaint.read().decode(errors='replace')[-2000:]}")
        answer.seek(0)
        return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), answer.read().decode()


def work(module: str, *arguments: str, home: Path) -> Cost:
    """What the work of `python -m MODULE` in the installation of `home` says of itself; memory as the kernel saw it."""
    return told(module, *arguments, home=home)[0]


def told(module: str, *arguments: str, home: Path) -> tuple[Cost, dict[str, Any]]:
    """The same, and all that it says."""
    settings = {"BLEIB_HOME": str(home), "BLEIB_HOSTS": "localhost", "DJANGO_SETTINGS_MODULE": "bleib.config.settings"}
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        process, answer = command([sys.executable, "-m", module, *arguments])
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    said: dict[str, Any] = json.loads(answer.strip().splitlines()[-1])
    return Cost(said["seconds"], said["cpu"], process.peak), said


def bleib(*arguments: str) -> list[str]:
    """The call of Bleib's command line in this environment."""
    return [sys.executable, "-m", "bleib", *arguments]


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each quantity over the repetitions; for memory the worst one."""
    return Cost(
        seconds=median(cost.seconds for cost in costs),
        cpu=median(cost.cpu for cost in costs),
        peak=max(cost.peak for cost in costs),
    )
