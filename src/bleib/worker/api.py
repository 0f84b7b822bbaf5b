"""What other rooms may ask of the worker."""

from bleib.worker.leases import LeaseTaken, lease

__all__ = ["LeaseTaken", "lease"]
