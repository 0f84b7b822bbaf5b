"""What other rooms may ask: save an installation, bring it back, move it to PostgreSQL."""

from bleib.backup.create import Saved, create
from bleib.backup.move import Moved, move
from bleib.backup.restore import Restored, restore

__all__ = ["Moved", "Restored", "Saved", "create", "move", "restore"]
