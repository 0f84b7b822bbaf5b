"""The whole list as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.audit.api import record
from bleib.console.customers.columns import COLUMNS
from bleib.console.customers.filter import ListFilter
from bleib.console.customers.rows import rows_of
from bleib.console.customers.sheets import csv_lines, workbook
from bleib.customers.importing.load import one
from bleib.figures.listing.walk import hits

AT_ONCE = 500  # SQLite takes a thousand values in a statement
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Action.EXPORT_CUSTOMERS)
@require_POST
def export(request: StaffRequest) -> HttpResponseBase:
    """CSV, or a workbook; who exported what and how many is in the audit log before the first line goes out."""
    asked = ListFilter(QueryDict(request.POST.get("query", "")), reader=request.user)
    kind = request.POST.get("format")
    if kind not in ("csv", "xlsx"):
        return HttpResponse(status=400)
    _note(request, asked, kind)
    titles = [_("Number"), _("Name"), *(str(COLUMNS[name].title) for name in asked.columns)]
    rows, name = _rows(asked, get_language()), f"customers-{timezone.localdate()}.{kind}"
    if kind == "xlsx":
        return FileResponse(workbook(titles, rows), as_attachment=True, filename=name, content_type=EXCEL)
    lines = csv_lines(titles, rows, german=(get_language() or "de").startswith("de"))
    return StreamingHttpResponse(
        (each.encode() for each in lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _note(request: StaffRequest, asked: ListFilter, kind: str) -> None:
    sql, values = hits(asked.wanted)
    count = one(f"select count(*) from ({sql}) h", values)
    with transaction.atomic():
        record(
            actor=request.user, verb="customers.exported", subject=kind.upper(), now=timezone.now(), number=count,
            filter=asked.told or "–",
        )  # fmt: skip


def _rows(asked: ListFilter, language: str | None) -> Iterator[Sequence[Any]]:
    columns, today = [COLUMNS[name] for name in asked.columns], asked.wanted.today
    for ids in asked.listing().every(AT_ONCE):
        with override(language or "de"):  # lines are made when the request is over
            rows = [
                [row.customer.number, row.customer.name, *(column.read(row) for column in columns)]
                for row in rows_of(ids, today=today)
            ]
        yield from rows
