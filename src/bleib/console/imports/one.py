"""One import: what came in, what did not, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.imports.rows import counts_of, row_of
from bleib.console.imports.waiting import worker_now
from bleib.customers.api import Left, shown_left
from bleib.customers.models import CustomerImport
from bleib.history.models import Import, Setting
from bleib.kernel.errors import BleibError
from bleib.kernel.told import Told
from bleib.uploads.api import Topic, job_of, orders, preview_undo, start_undo, undo_key
from bleib.uploads.api import lists as of_customers
from bleib.uploads.sentences import on_a_page

MOST_TRIED = 20_000  # lines; trying out the undoing of more would hold up everybody who writes
SHOWN_LEFT = 20


@requires(Action.SEE_FIGURES)
def entry(request: StaffRequest, pk: int, topic: Topic) -> HttpResponse:
    """Counts, files, how they were read, who; htmx asks again while it is being undone."""
    found = _found(pk, topic)
    row = row_of(found)
    now = timezone.now()
    context = {
        "row": row,
        "entry": found,
        "counts": counts_of(topic, found.counts or {}),
        "said": _said(found),
        "has_rejects": bool(found.rejects),
        "may_import": request.user.may(Action.IMPORT),
        "undoing": job_of(undo_key(topic, pk)),
        **worker_now(now),
    }
    return render(request, "console/imports/one.html", context)


@requires(Action.IMPORT)
def undo(request: StaffRequest, pk: int, topic: Topic) -> HttpResponse:
    """What would go; POST has it done by the worker."""
    found = _found(pk, topic)
    row = row_of(found)
    if request.method == "POST":
        if request.POST.get("sure") != "yes":
            messages.warning(request, _("Nothing was undone. Tick the box to say that you are sure."))
            return redirect(row.undo_address)
        if not start_undo(found, by=request.user, now=timezone.now()):
            messages.warning(request, _("This import is being undone already."))
        return redirect(row.address)
    context: dict[str, Any] = {"row": row, "entry": found, "currency": Setting.read("currency", "EUR")}
    if isinstance(found, CustomerImport) and found.touched > MOST_TRIED:
        return render(request, "console/imports/undo.html", {**context, "untried": found})
    try:
        context["going"] = preview_undo(found, now=timezone.now())
        context["left"] = _left(getattr(context["going"], "left", ()))
    except BleibError as error:
        context["problem"] = on_a_page(error)
    return render(request, "console/imports/undo.html", context)


@requires(Action.IMPORT)
def rejects(request: StaffRequest, pk: int, topic: Topic) -> FileResponse:  # noqa: ARG001
    """The lines that were not taken, for a spreadsheet."""
    found = _found(pk, topic)
    file = Path(settings.HOME) / (found.rejects or "")
    if not found.rejects or not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name, content_type="text/csv")


def _found(pk: int, topic: Topic) -> Import | CustomerImport:
    if topic == Topic.CUSTOMERS:
        return get_object_or_404(CustomerImport.objects.select_related("done_by", "undone_by"), pk=pk)
    return get_object_or_404(Import.objects.select_related("by", "undone_by"), pk=pk)


def _said(found: Import | CustomerImport) -> dict[str, Any]:
    """What was said about how the files are read, in words of the page."""
    options = found.options
    labels = orders.labels_of(options.get("kind", "")) if isinstance(found, Import) else of_customers.all_labels()
    columns = [(labels.get(key, key), column) for key, column in options.get("columns", {}).items()]
    language = get_language() or "en"
    sources = [_source(each, language) for each in getattr(found, "sources", ())]
    told = {"system": options.get("system", ""), "preset": options.get("preset") or ""}
    return {"sources": sources, "columns": columns, **told}


def _source(kept: Sequence[Any], language: str) -> tuple[str, int, str, str]:
    """Name, lines, role and remark. Older imports kept no remark, or an English one."""
    name, lines, role, remark = (*kept, "")[:4]
    return name, lines, role, Told.kept(remark).said(language)


def _left(left: Sequence[Left]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(what.said(language), why.said(language)) for what, why in shown_left(left, most=SHOWN_LEFT)]
