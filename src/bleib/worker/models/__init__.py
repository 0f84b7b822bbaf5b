"""What the worker has to do and who is at it."""

from bleib.worker.models.job import Job, State
from bleib.worker.models.lease import Lease
from bleib.worker.models.tally import Tally
from bleib.worker.models.worker import Worker

__all__ = ["Job", "Lease", "State", "Tally", "Worker"]
