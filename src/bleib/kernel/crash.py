"""Named points at which kill tests end the process, as a power cut would."""

from __future__ import annotations

import os
import signal


def point(name: str) -> None:
    """End this process with SIGKILL if BLEIB_CRASH_AT names this point; otherwise do nothing."""
    if os.environ.get("BLEIB_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
