"""What the worker has to do and who is at it."""

from bleib.worker.models.lease import Lease

__all__ = ["Lease"]
