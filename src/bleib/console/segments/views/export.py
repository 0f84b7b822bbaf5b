"""The contacts of a segment as a file; its customers are exported from the list of customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.audit.api import record
from bleib.console.customers.sheets import csv_lines, workbook
from bleib.console.customers.views.export import EXCEL
from bleib.customers.models import Contact
from bleib.segments.api import Segment, Subject, members

AT_ONCE = 2_000
TOLD = ("salutation", "title", "first_name", "last_name", "position", "department", "language", "mail", "phone")


@requires(Action.EXPORT_CUSTOMERS)
@require_POST
def export(request: StaffRequest, key: str) -> HttpResponseBase:
    """CSV, or a workbook; who exported how many is in the audit log before the first line goes out."""
    found = get_object_or_404(Segment, key=key, subject=Subject.CONTACT)
    kind = request.POST.get("format")
    if kind not in ("csv", "xlsx"):
        return HttpResponse(status=400)
    with transaction.atomic():
        count = members(found).count()
        record(actor=request.user, verb="segment.exported", subject=found, now=timezone.now(), number=count)
    name = f"{found.key}-{timezone.localdate()}.{kind}"
    if kind == "xlsx":
        return FileResponse(workbook(_titles(), _rows(found)), as_attachment=True, filename=name, content_type=EXCEL)
    lines = csv_lines(_titles(), _rows(found), german=(get_language() or "de").startswith("de"))
    return StreamingHttpResponse(
        (each.encode() for each in lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _titles() -> list[str]:
    told = [str(Contact._meta.get_field(name).verbose_name) for name in TOLD]  # type: ignore[union-attr]
    return [_("Number"), _("Customer"), *(capfirst(each) for each in told), _("Since")]


def _rows(found: Segment) -> Iterator[Sequence[Any]]:
    for each in members(found).iterator(AT_ONCE):
        told = [_told(each.contact, name) for name in TOLD]
        yield [each.customer.number, each.customer.name, *told, timezone.localtime(each.entered_at).date()]


def _told(contact: Contact | None, name: str) -> str:
    """What stands in the field; of a choice its word, of nothing chosen nothing."""
    value = getattr(contact, name, "")
    return str(getattr(contact, f"get_{name}_display")()) if value and name == "salutation" else value
