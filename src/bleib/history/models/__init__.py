"""What the history knows besides its facts: where they came from, what is on its way, and what changed."""

from bleib.history.models.alias import Alias
from bleib.history.models.change import Change
from bleib.history.models.delivery import Delivery
from bleib.history.models.erased import ErasedNumber
from bleib.history.models.imports import Import, ImportedName
from bleib.history.models.pending import PendingFact
from bleib.history.models.setting import Setting

__all__ = ["Alias", "Change", "Delivery", "ErasedNumber", "Import", "ImportedName", "PendingFact", "Setting"]
