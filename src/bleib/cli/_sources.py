"""Sources of events on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bleib.cli._language import Language
from bleib.ingest.api import Summary

HEADS = {
    Language.DE: ("Schlüssel", "Name", "Art", "Beginnt mit", "Ereignisse, 30 Tage", "zuletzt"),
    Language.EN: ("key", "name", "kind", "begins with", "events, 30 days", "last"),
}
KINDS = {
    Language.DE: {"public": "öffentlich", "secret": "geheim", "revoked": "widerrufen"},
    Language.EN: {"public": "public", "secret": "secret", "revoked": "revoked"},
}


def table(found: Sequence[Summary], lang: Language) -> None:
    """One line a source."""
    shown = Table(*HEADS[lang])
    for each in found:
        source = each.source
        kind = "revoked" if source.revoked_at else "public" if source.is_public else "secret"
        last = each.last_day.isoformat() if each.last_day else "–"
        shown.add_row(source.key, source.name, KINDS[lang][kind], source.shown, f"{each.events:,}", last)
    Console().print(shown)
