"""Rules and segments as a YAML file that somebody uploads: its text, and what it would do, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.audit.api import told_changes
from bleib.rules.edits import Edit, EditKind

LONGEST_FILE = 200_000
HAPPENS: Mapping[EditKind, Promise] = {
    EditKind.ADDED: _("is added"),
    EditKind.CHANGED: _("changes"),
    EditKind.REMOVED: _("is removed"),
}


class FileForm(forms.Form):
    """The text of a YAML file; a file that is chosen fills it."""

    text = forms.CharField(
        label=_("The file as text (YAML)"), max_length=LONGEST_FILE, strip=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )  # fmt: skip


@dataclass(frozen=True)
class ShownEdit:
    """`changes`: which parts differ, before and after; empty where it comes or goes as a whole."""

    what: Promise
    key: str
    happens: Promise
    changes: str
    is_removed: bool


def shown_edits(edits: Iterable[Edit], what: Mapping[str, tuple[Promise, str]]) -> list[ShownEdit]:
    """`what`: for each kind of thing that is edited what it is called, and its model (app.model)."""
    return [_shown(edit, *what[edit.what]) for edit in edits]


def _shown(edit: Edit, what: Promise, model: str) -> ShownEdit:
    is_changed = edit.kind is EditKind.CHANGED
    changes = told_changes(model, before=edit.before, after=edit.after) if is_changed else ""
    return ShownEdit(what, edit.key, HAPPENS[edit.kind], changes, edit.kind is EditKind.REMOVED)
