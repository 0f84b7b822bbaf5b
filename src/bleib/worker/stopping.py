"""Long work asks now and then whether it should stop."""

from __future__ import annotations

import threading

from bleib.worker.tasks import Stopping

_lane = threading.local()


def obey(stop: threading.Event) -> None:
    """From now on, `checkpoint` in this thread listens to `stop`."""
    _lane.stop = stop


def checkpoint() -> None:
    """Called by a task between two steps, outside of a transaction.

    If the worker was told to stop, the task ends here and its job goes back to the queue, to go on later. Anywhere
    but in a worker nothing happens.
    """
    stop = getattr(_lane, "stop", None)
    if stop is not None and stop.is_set():
        raise Stopping
