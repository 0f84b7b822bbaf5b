"""Exports: the list of customers as a file, as long as it is."""

from __future__ import annotations

from typing import Any, Literal

from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils import timezone
from ninja import Field, Query, Router

from bleib.accounts.api import Scope
from bleib.accounts.models import Token, User
from bleib.api.files import CSV, PARQUET, columns, csv_lines, parquet_parts
from bleib.api.operations import operation
from bleib.api.said.customers import CustomerFilter, refuse_unseen
from bleib.api.wanted import listing
from bleib.audit.api import record
from bleib.customers.importing.load import one
from bleib.figures.listing.walk import hits

router = Router()
KINDS = {"csv": (CSV, csv_lines), "parquet": (PARQUET, parquet_parts)}
FILE = {media: {"schema": {"type": "string", "format": "binary"}} for media in (CSV, PARQUET)}


class ExportFilter(CustomerFilter):
    """Which customers, in which order; `limit` and `cursor` say nothing here."""

    format: Literal["csv", "parquet"] = Field("csv", description="CSV with commas and UTF-8, or Parquet.")


@operation(router, "GET", "exports/customers", scope=Scope.EXPORT_CUSTOMERS, answer=Any, content=FILE)
def export_customers(by: User, token: Token, asked: Query[ExportFilter]) -> Any:
    """The list of customers as a file.

    Filters are those of the list. The light is in it with the scope `read:lights`, figures with `read:figures`. Who
    took it out and how many there were is in the audit log before the first line.
    """
    refuse_unseen(asked, token.admits)
    found, now = listing(asked), timezone.now()
    sql, values = hits(found.wanted)
    count = one(f"select count(*) from ({sql}) h", values)
    said = asked.model_dump(exclude_defaults=True, exclude={"limit", "cursor", "format"})
    told = "&".join(f"{name}={value}" for name, value in said.items())
    with transaction.atomic():
        record(
            actor=by, verb="customers.exported", subject=asked.format.upper(), now=now,
            number=count, filter=told or "–",
        )  # fmt: skip
    media, parts = KINDS[asked.format]
    name = f"customers-{timezone.localdate(now)}.{asked.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(parts(found, columns(token.admits)), content_type=media, headers=headers)
