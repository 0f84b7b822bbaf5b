"""A server's worker process ends when the process that watches over it was killed: it would keep the port."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.process import BaseProcess

STOPPING_SECONDS = 20


def end_with_parent() -> None:
    """Watch the process that started this one through multiprocessing; under another server there is nothing to do."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent,), name="end-with-parent", daemon=True).start()


def _outlive(parent: BaseProcess) -> None:
    """First politely: requests on their way are answered."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOPPING_SECONDS)
    os._exit(1)
