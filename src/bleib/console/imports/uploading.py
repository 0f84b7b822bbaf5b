"""One upload on its way: taken over, tried out, started, discarded. Everybody sees only their own."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.imports.columns import columns_page
from bleib.console.imports.rows import ADDRESSES
from bleib.console.imports.waiting import waiting
from bleib.kernel.errors import BleibError
from bleib.uploads import api
from bleib.uploads.api import State, Topic, Upload, findings
from bleib.uploads.models.upload import BUSY
from bleib.uploads.sentences import on_a_page


@requires(Action.IMPORT)
@require_POST
def upload(request: StaffRequest) -> HttpResponse:
    """Take files over. The script that shows the progress is told the next address; a browser is sent there."""
    topic, files = request.POST.get("topic", ""), request.FILES.getlist("files")
    refused = _refusal(request, files, topic)
    if refused:
        messages.error(request, refused)
        address = reverse("imports")
    else:
        taken = api.keep(files, topic=Topic(topic), by=request.user, now=timezone.now())
        _turn_postings(request, taken)
        address = reverse("upload_page", args=[taken.key])
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(status=201, headers={"Location": address})
    return redirect(address)


@requires(Action.IMPORT)
def one(request: StaffRequest, key: UUID) -> HttpResponse:
    """The columns while the upload is open, and the progress while a job is at it; htmx asks for that again."""
    found = own(request, key)
    if found.state == State.DONE:
        address = reverse(ADDRESSES[Topic(found.topic)][0], args=[found.number])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)  # type: ignore[attr-defined]
    if found.state in BUSY:
        return render(request, "console/imports/waiting.html", waiting(found, now=timezone.now()))
    return columns_page(request, found)


@requires(Action.IMPORT)
@require_POST
def start(request: StaffRequest, key: UUID) -> HttpResponse:
    """Import for good, by the worker."""
    api.start_import(own(request, key), by=request.user, now=timezone.now())
    return redirect("upload_page", key=key)


@requires(Action.IMPORT)
@require_POST
def stop(request: StaffRequest, key: UUID) -> HttpResponse:
    """Back to the columns, as long as no worker is at it."""
    if not api.stop(own(request, key), now=timezone.now()):
        messages.warning(request, _("The worker is at it already and brings it to an end."))
    return redirect("upload_page", key=key)


@requires(Action.IMPORT)
@require_POST
def discard(request: StaffRequest, key: UUID) -> HttpResponse:
    """The files go, and nothing was imported."""
    found = own(request, key)
    if found.state in BUSY:
        messages.warning(request, _("The worker is at it already and brings it to an end."))
        return redirect("upload_page", key=key)
    api.discard(found)
    found.delete()
    messages.success(request, _("The files were deleted."))
    return redirect("imports")


@requires(Action.IMPORT)
def rejects(request: StaffRequest, key: UUID) -> FileResponse:
    """Lines that the dry run could not use, with their reasons, for a spreadsheet."""
    file = own(request, key).folder / findings.REJECTS
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename="rejects.csv", content_type="text/csv")


def _turn_postings(request: StaffRequest, taken: Upload) -> None:
    """Of DATEV postings only what was invoiced is read; the rest is told here."""
    try:
        found = api.turn_postings(taken, now=timezone.now())
    except BleibError as error:
        messages.error(request, on_a_page(error))
        return
    if found is not None:
        told = _(
            "These are DATEV postings: %(lines)s of them are invoices and credit notes to customers and can be "
            "imported; %(others)s others, such as payments, are left out."
        )
        lines = f"{found.lines + len(found.bad):,}"
        messages.info(request, told % {"lines": lines, "others": f"{found.others:,}"})


def own(request: StaffRequest, key: UUID) -> Upload:
    """The upload, if it is this colleague's."""
    return get_object_or_404(Upload.objects.select_related("by"), key=key, by=request.user)


def _refusal(request: StaffRequest, files: Sequence[object], topic: str) -> str:
    """Why these files are not taken; empty where they are."""
    refused = getattr(request, "refused", "")
    if refused == "too large":
        return _("This is more than 4 GB in one go. Choose fewer files, or pack them with gzip.")
    if refused == "too many":
        return _("These are more than %(most)s files in one go. Choose fewer, or join them before.") % {
            "most": f"{api.MOST_FILES:,}"
        }
    if refused == "disk full":
        return _("The server's disk has no room for these files. Tell whoever runs the installation.")
    if not files or topic not in Topic:
        return _("Choose at least one file.")
    return ""
