"""Which column says what: the page of an open upload, with a sample, the last dry run, and what was chosen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.imports.forms import ColumnsForm
from bleib.console.imports.outcome import outcome_of
from bleib.kernel.errors import BleibError
from bleib.uploads import api
from bleib.uploads.api import Seen, State, Upload, findings, orders


@requires(Action.IMPORT)
@require_POST
def choose(request: StaffRequest, key: UUID) -> HttpResponse:
    """Keep what was chosen, and look again or try it out."""
    upload = get_object_or_404(Upload, key=key, by=request.user)
    if upload.state != State.OPEN:
        return redirect("upload_page", key=key)
    now = timezone.now()
    try:
        seen = api.look(upload, now=now)
        form = ColumnsForm(request.POST, upload=upload, seen=seen)
        if not form.is_valid():
            return _page(request, upload, seen, form=form)
        upload.wish(form.wishes().kept())
        findings.forget(upload.folder)
        _save_preset(request, upload, form.cleaned_data.get("save_as", ""))
    except BleibError as error:
        messages.error(request, str(error))
        return redirect("upload_page", key=key)
    if "try" in request.POST:
        api.start_trying(upload, now=now)
    return redirect("upload_page", key=key)


def columns_page(request: StaffRequest, upload: Upload) -> HttpResponse:
    """The form as it was chosen last. A file that is no table is said, and can only be discarded."""
    if not upload.is_whole:
        problem = _("A file is gone, because it named a person who was erased. Discard the rest and upload it again.")
        return render(request, "console/imports/columns.html", {"upload": upload, "unreadable": problem})
    try:
        seen = api.look(upload, now=timezone.now())
    except BleibError as error:
        return render(request, "console/imports/columns.html", {"upload": upload, "unreadable": str(error)})
    return _page(request, upload, seen)


def _page(request: StaffRequest, upload: Upload, seen: Seen, *, form: ColumnsForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "upload": upload,
        "seen": seen,
        "form": form or ColumnsForm(upload=upload, seen=seen),
        "tables": [(table, list(zip(table.headings, table.said, strict=True))) for table in seen.tables],
        "outcome": outcome_of(upload),
    }
    return render(request, "console/imports/columns.html", context)


def _save_preset(request: StaffRequest, upload: Upload, name: str) -> None:
    """The columns under a name, for the next export of the same program."""
    if name:
        orders.save(name, api.look(upload, now=timezone.now()))
        messages.success(request, _("The columns were saved as “%(name)s”.") % {"name": name})
