"""What `bleib segments` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from bleib.cli._language import Language
from bleib.cli._lights import differences
from bleib.segments.api import Edit, Membership, Segment, sentence


def segments(listed: Iterable[Segment], counts: Mapping[str, int], lang: Language) -> None:
    """Key, name, how many, and the condition in words."""
    german = lang is Language.DE
    table = _table(["Schlüssel", "Name", "Zahl", "Bedingung"] if german else ["Key", "Name", "Count", "Condition"])
    for each in listed:
        count = f"{counts[each.key]:,}" if each.is_active else ("aus" if german else "off")
        table.add_row(each.key, each.name(lang.value), count, sentence(each.condition, each.subject, lang.value))
    Console(highlight=False).print(table)


def members(found: Iterable[Membership], lang: Language) -> None:
    """A row per member: number, customer, contact, entered, left."""
    heads = ("Nummer", "Kunde", "Ansprechpartner", "Eingetreten", "Ausgetreten")
    table = _table(heads if lang is Language.DE else ("Number", "Customer", "Contact", "Entered", "Left"))
    for each in found:
        days = ("" if moment is None else timezone.localtime(moment).date().isoformat()
                for moment in (each.entered_at, each.left_at))  # fmt: skip
        table.add_row(each.customer.number, each.customer.name, str(each.contact or ""), *days)
    Console(highlight=False).print(table)


def edits(done: Sequence[Edit], lang: Language, *, dry_run: bool) -> None:
    """What was done, or would be, segment by segment."""
    german, console = lang is Language.DE, Console(highlight=False)
    differences(done, lang)
    if not done:
        console.print("An den Segmenten ändert sich nichts." if german else "The segments stay as they are.")
    elif dry_run:
        console.print("Probelauf: nichts wurde geändert." if german else "Dry run: nothing was changed.")
    else:
        console.print("Übernommen. Der Worker füllt sie neu." if german else "Done. The worker fills them anew.")


def _table(heads: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, justify="right" if head in ("Zahl", "Count") else "left")
    return table
