"""`bleib imports`: the list of imports, newest first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bleib.cli._home import HomeOption, home_folder
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_installation

if TYPE_CHECKING:
    from bleib.history.models import Import

HEADINGS = {
    "de": ("Nr.", "Dateien", "Zustand", "übernommen", "doppelt", "abgelehnt"),
    "en": ("no.", "files", "state", "accepted", "duplicates", "rejected"),
}
NUMBERS_FROM = 3
STATES = {
    "done": ("fertig", "done"),
    "undone": ("zurückgenommen", "undone"),
    "undoing": ("wird zurückgenommen", "being undone"),
}
# An import that is neither done nor running died; running it again completes it.
INTERRUPTED = ("unterbrochen - noch einmal importieren", "interrupted - import again")


def imports(lang: LangOption, home: HomeOption = None) -> None:
    """List the imports with their numbers, as `bleib undo` wants them."""
    found = _found(home)
    if not found:
        Console().print("Noch nichts importiert." if lang is Language.DE else "Nothing was imported yet.")
        return
    table = Table(box=None, pad_edge=False)
    for heading in HEADINGS[lang]:
        table.add_column(heading, justify="left" if heading in HEADINGS[lang][:NUMBERS_FROM] else "right")
    for each in found:
        table.add_row(*_row(each, lang))
    Console().print(table)


def _found(home: Path | None) -> list[Import]:
    """All imports, newest first; none where there is no installation yet."""
    if not home_folder(home).exists():
        return []
    open_installation(home)
    from bleib.history.models import Import  # wants the database

    return list(Import.objects.all())


def _row(entry: Import, lang: Language) -> list[str]:
    state = STATES.get(entry.state, INTERRUPTED)[0 if lang is Language.DE else 1]
    days = f"\n{entry.first_day} - {entry.last_day}" if entry.first_day else ""
    when = entry.undone_at or entry.finished_at or entry.started_at
    counts = entry.counted
    numbers = [counts.accepted, counts.duplicates, counts.rejected] if entry.counts else []
    told = [f"{number:,}".replace(",", "." if lang is Language.DE else ",") for number in numbers]
    return [str(entry.pk), f"{entry.label}{days}", f"{state}\n{when:%Y-%m-%d %H:%M} UTC", *(told or [""] * 3)]
