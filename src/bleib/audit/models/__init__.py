"""Who did what, and the chain that seals it."""

from bleib.audit.models.entry import Concern, Entry
from bleib.audit.models.seal import Seal

__all__ = ["Concern", "Entry", "Seal"]
