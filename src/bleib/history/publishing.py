"""Telling the feed of a commit."""

from __future__ import annotations

from datetime import datetime

from bleib.history.models import Change, Import
from bleib.history.models.change import ChangeKind
from bleib.history.models.setting import wait_for_others
from bleib.history.touched import first_day


def publish(
    kind: ChangeKind, *, recorded_at: datetime, touched: bytes, lake_version: int | None, imported: Import | None = None
) -> Change:
    """Tell the feed, in the transaction that finishes the commit. Once per instant: telling again raises.

    Primary keys rise in the order in which this becomes known; instants need not: an import has its own before it ends.
    """
    wait_for_others()
    return Change.objects.create(
        kind=kind,
        imported=imported,
        recorded_at=recorded_at,
        touched=touched,
        from_day=first_day(touched),
        lake_version=lake_version,
    )
