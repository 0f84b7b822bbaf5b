"""Lake and database belong together: one that was restored without the other is refused."""

from __future__ import annotations

from pathlib import Path

from bleib.history.lake import Lake
from bleib.history.models import Change, Import
from bleib.kernel.errors import BleibError


def refuse_torn(home: Path) -> None:
    """Raises BleibError for facts that the database knows nothing of: nobody could say where they came from."""
    if Import.objects.exists() or Change.objects.exists() or not Lake(home).files():
        return
    raise BleibError(
        f"The database is missing or empty, but there are facts in {home / 'facts'}: nobody knows which import they "
        "belong to. Restore both from the same backup."
    )
