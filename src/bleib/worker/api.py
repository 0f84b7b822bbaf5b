"""What other rooms may ask of the worker."""

from bleib.worker.crew import Crew
from bleib.worker.housekeeping import tidy
from bleib.worker.leases import LeaseTaken, lease
from bleib.worker.models import Job, State
from bleib.worker.queue import enqueue
from bleib.worker.status import Status, TaskSeen, WorkerSeen, status
from bleib.worker.stopping import checkpoint
from bleib.worker.tasks import Daily, Every, Lane, OnDemand, Stopping, Unfinished

__all__ = [
    "Crew",
    "Daily",
    "Every",
    "Job",
    "Lane",
    "LeaseTaken",
    "OnDemand",
    "State",
    "Status",
    "Stopping",
    "TaskSeen",
    "Unfinished",
    "WorkerSeen",
    "checkpoint",
    "enqueue",
    "lease",
    "status",
    "tidy",
]
