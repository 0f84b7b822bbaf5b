"""Rules and segments as a YAML file that somebody uploads: what it would do, in words, and then it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bleib.accounts.request import StaffRequest
from bleib.audit.api import told_changes
from bleib.rules.edits import ChangedMeanwhile, Edit, EditKind
from bleib.rules.yaml_file import FileError

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
class Upload:
    """What a file does, first on a page, then in the database - if it still does what was shown.

    `digest`: of what is stored. `tried`: context of the page; `taken`: as `import_segments`; both raise FileError.
    `back`: the name of the address that follows, `done`: what is said there.
    """

    page: str
    digest: Callable[[], str]
    tried: Callable[[str, StaffRequest], Mapping[str, Any]]
    taken: Callable[..., object]
    back: str
    done: Promise

    def attempt(self, request: StaffRequest, *, is_other: bool = False) -> HttpResponse:
        """What a file would do; `is_other`: something else than what was shown."""
        form, seen = FileForm(request.POST), self.digest()  # before it is tried: who edits meanwhile is noticed
        if not form.is_valid():
            return render(request, self.page, {"form": form})
        text = form.cleaned_data["text"]
        try:
            shown = self.tried(text, request)
        except FileError as error:
            return self._wrong(request, form, error)
        return render(request, self.page, {"text": text, "seen": seen, "is_other": is_other, **shown})

    def take(self, request: StaffRequest) -> HttpResponse:
        """The file is done as it was shown; where that has become something else, it is shown again."""
        form = FileForm(request.POST)
        if not form.is_valid():
            return render(request, self.page, {"form": form})
        seen = request.POST.get("seen", "")
        try:
            self.taken(form.cleaned_data["text"], by=request.user, now=timezone.now(), seen=seen)
        except ChangedMeanwhile:
            return self.attempt(request, is_other=True)
        except FileError as error:
            return self._wrong(request, form, error)
        messages.success(request, str(self.done))
        return redirect(self.back)

    def _wrong(self, request: StaffRequest, form: FileForm, error: FileError) -> HttpResponse:
        return render(request, self.page, {"problems": error.said_in(get_language()).problems, "form": form})


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
