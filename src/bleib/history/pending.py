"""Pending facts: written in the transaction of what caused them, appended to the lake in batches, once.

A batch gets its instant first. If the process dies, the next call finds the batch and asks the lake whether it has
that instant; only then are the rows deleted, in the transaction that tells the feed. So a fact is in one place at
least, and where it is in both it has the same id.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from django.db import transaction
from django.db.models import QuerySet
from sqlglot import exp

from bleib.history import crash, touched
from bleib.history.erased import erased_among
from bleib.history.fact_types import CONCLUDED
from bleib.history.facts import FACTS
from bleib.history.lake import Lake
from bleib.history.models import PendingFact
from bleib.history.models.change import ChangeKind
from bleib.history.models.setting import next_instant
from bleib.history.publishing import publish
from bleib.worker.api import lease

BATCH = 20_000
# What Bleib concluded touches nobody: it follows from other facts, and nothing is measured by it.
NEWS = exp.column("type").isin(*CONCLUDED).not_().sql("duckdb")
GIVEN = {"import_id", "recorded_at", "retracted", "month"}  # the lake's own columns
STAGED = pa.schema([*(field for field in FACTS if field.name not in GIVEN), pa.field("number", pa.int64())])
FIELDS = [{"id": "fact_id", "number": "pk"}.get(name, name) for name in STAGED.names]


def append_pending(home: Path, *, now: datetime) -> int:
    """Append all facts that are pending now to the lake in `home`; returns how many. Cheap if there are none.

    What comes meanwhile is for the next call: otherwise this one would not end as long as facts keep coming.
    """
    appended = 0
    newest = PendingFact.objects.order_by("pk").values_list("pk", flat=True).last()
    if newest is not None:
        with lease("pending", doing="Appending pending facts"):
            while (batch := _next_batch(newest, now)) is not None:
                appended += _append(Lake(home), batch)
    return appended


def _next_batch(newest: int, now: datetime) -> datetime | None:
    """The instant of a batch that was begun, or of a new one; None where nothing up to `newest` is pending."""
    begun = PendingFact.objects.exclude(batch=None).order_by("batch").values_list("batch", flat=True).first()
    return begun or _begin_batch(newest, now)


def _begin_batch(newest: int, now: datetime) -> datetime | None:
    waiting = PendingFact.objects.filter(batch=None, pk__lte=newest)
    numbers = list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not numbers:
        return None
    with transaction.atomic():
        instant = next_instant(now)
        begun = waiting.filter(pk__lte=numbers[-1]).update(batch=instant)
    crash.point("pending.batched")
    return instant if begun else None  # they may have been taken back meanwhile


def _append(lake: Lake, batch: datetime) -> int:
    rows = PendingFact.objects.filter(batch=batch)
    _strip(rows)
    with duckdb.connect() as connection:
        _stage(connection, rows.order_by("pk").values_list(*FIELDS))
        customers = touched.pack(connection, f"from staged where {NEWS}")
        if lake.holds_instant(connection, batch):  # whoever began this died after the commit
            version = lake.version()
        else:
            version = lake.append(connection, table="staged", import_id=None, recorded_at=batch)
    crash.point("pending.committed")
    with transaction.atomic():
        appended, _ = rows.delete()
        publish(ChangeKind.PENDING, recorded_at=batch, touched=customers, lake_version=version)
    crash.point("pending.finished")
    return appended


def _strip(rows: QuerySet[PendingFact]) -> None:
    """A transaction that began before an erasing may have recorded a fact of theirs after it."""
    known = rows.order_by().values_list("customer", flat=True).distinct()
    if nobody := erased_among(number for number in known if number):
        rows.filter(customer__in=nobody).update(customer=None, contact=None)


def _stage(connection: duckdb.DuckDBPyConnection, rows: Any) -> None:
    """The table `staged`: of facts that were recorded twice in this batch the last one."""
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, field.type) for field, column in zip(STAGED, columns, strict=True)]
    connection.register("pending_facts", pa.table(arrays, schema=STAGED))
    connection.execute(
        "create or replace temp table staged as select * exclude (number) from pending_facts "
        "qualify row_number() over (partition by id order by number desc) = 1"
    )
