"""Named points at which the kill tests end the process, as a power cut would.

Every point stands where two stores could disagree: after a file is written, after a commit, before the state says so.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "import.begun",
    "import.compared",
    "import.staged",
    "import.written",
    "import.committed",
    "import.finished",
    "pending.batched",
    "pending.committed",
    "pending.finished",
    "erasure.noted",
    "erasure.written",
    "erasure.committed",
    "erasure.deleted",
    "erasure.told",
    "undo.marked",
    "undo.written",
    "undo.committed",
    "undo.finished",
    "compaction.written",
    "compaction.committed",
    "compaction.before-vacuum",
    "compaction.vacuumed",
    "activity.counted",
    "activity.written",
    "activity.committed",
)


def point(name: str) -> None:
    """End this process with SIGKILL if BLEIB_CRASH_AT names this point; otherwise do nothing."""
    if os.environ.get("BLEIB_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
