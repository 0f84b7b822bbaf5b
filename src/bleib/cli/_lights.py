"""What `bleib lights` prints."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from bleib.audit.api import told_changes
from bleib.cli._language import Language
from bleib.lights.api import Colour, Edit, EditKind, Trial

SIGNS = {EditKind.ADDED: "+", EditKind.CHANGED: "~", EditKind.REMOVED: "-"}
# What is edited: in German, in English, and the model that says how its parts are told.
WHAT = {
    "rule": ("Regel", "rule", "lights.lightrule"),
    "set": ("Regelwerk", "set", "lights.ruleset"),
    "segment": ("Segment", "segment", "segments.segment"),
}


def edits(done: Sequence[Edit], lang: Language) -> None:
    """What was done, rule by rule."""
    _edits(done, lang)
    german = lang is Language.DE
    if done:
        Console().print("Übernommen. Der Worker beurteilt alle neu." if german
                        else "Done. The worker judges everybody by them.")  # fmt: skip


def trial(found: Trial, lang: Language) -> None:
    """What would be done, and to whose light."""
    german, console = lang is Language.DE, Console(highlight=False)
    _edits(found.edits, lang)
    for colour in Colour:
        console.print(f"{colour.label}: {found.before[colour]:,} → {found.after[colour]:,}", markup=False)
    changed = f"{found.changed:,}"
    console.print(f"{changed} Kunden bekämen eine andere Ampel." if german
                  else f"{changed} customers would have another light.")  # fmt: skip
    for move in found.moves:
        before = Colour(move.before).label if move.before else "–"
        console.print(f"  {move.number}: {before} → {Colour(move.after).label}", markup=False)
    console.print("Probelauf: nichts wurde geändert." if german else "Dry run: nothing was changed.")


def differences(done: Sequence[Edit], lang: Language) -> None:
    """What differs, a line per edit: as the audit log tells it, conditions as sentences."""
    console = Console(highlight=False)
    for edit in done:
        german, english, model = WHAT[edit.what]
        changed = edit.kind is EditKind.CHANGED
        parts = told_changes(model, before=edit.before, after=edit.after) if changed else ""
        line = f"{SIGNS[edit.kind]} {german if lang is Language.DE else english} {edit.key} {parts}".rstrip()
        console.print(line, markup=False, soft_wrap=True)


def _edits(done: Sequence[Edit], lang: Language) -> None:
    differences(done, lang)
    if not done:
        Console().print("An den Regeln ändert sich nichts." if lang is Language.DE else "The rules stay as they are.")
