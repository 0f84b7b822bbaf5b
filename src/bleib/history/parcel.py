"""Facts by the thousand, packed into one value: kept in the transaction of what caused them, appended in one commit.

For a room that takes in so much that a row for each fact would cost more than all the rest. The protocol is that of
pending facts (`pending.py`): a parcel has its instant before it is appended, and whoever finds one that was left asks
the lake whether it has that instant. The room keeps parcels in a table of its own, and appends under the lease
`pending`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from bleib.history import touched
from bleib.history.erased import erased_among
from bleib.history.facts import FACTS
from bleib.history.lake import Lake
from bleib.history.models import Setting
from bleib.history.models.change import ChangeKind
from bleib.history.new_fact import NewFact, fact_id
from bleib.history.pending import GIVEN, NEWS
from bleib.history.publishing import publish

PARCEL = pa.schema([field for field in FACTS if field.name not in GIVEN])
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
ZSTD = pa.ipc.IpcWriteOptions(compression="zstd")


class Line(NamedTuple):
    """What a fact says, whoever it is of and whenever it was; checked, and often the same for many facts."""

    type: str
    amount: Decimal | int | None = None
    quantity: Decimal | int | None = None
    product: str | None = None
    ref: str | None = None
    props: str | None = None

    @classmethod
    def of(cls, fact: NewFact) -> Line:
        return cls(fact.type, fact.amount, fact.quantity, fact.product, fact.ref, fact.props_json)


class Packing:
    """Facts being packed: of those that are said twice the last one counts."""

    def __init__(self) -> None:
        self._rows: dict[bytes, tuple[Any, ...]] = {}
        self._currency, self._zone = Setting.read("currency", "EUR"), ZoneInfo(settings.TIME_ZONE)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, fact: NewFact) -> None:
        whose = (fact.customer, fact.contact)
        self.put(Line.of(fact), whose=whose, at=fact.occurred_at, source=fact.source, key=fact.key)

    def put(self, line: Line, *, whose: tuple[str | None, str | None], at: datetime, source: str, key: str) -> None:
        """A fact of `whose` customer and contact; nothing is checked any more."""
        type_, amount, quantity, product, ref, props = line
        number = fact_id(source, type_, key)
        self._rows[number] = (
            number,
            type_,
            *whose,
            (at - EPOCH) // MICROSECOND,  # Arrow takes a number in a tenth of the time
            at.astimezone(self._zone).date(),
            amount,
            None if amount is None else self._currency,
            quantity,
            None,  # cost
            product,
            ref,
            source,
            props,
        )

    def packed(self) -> bytes:
        """All of them, with the columns of PARCEL."""
        columns = zip(*self._rows.values(), strict=True) if self._rows else [()] * len(PARCEL)
        arrays = [_array(column, field.type) for field, column in zip(PARCEL, columns, strict=True)]
        return _packed(pa.table(arrays, schema=PARCEL))


def about(content: bytes, *, customers: Collection[str], contacts: Collection[str]) -> list[dict[str, Any]]:
    """Facts in a parcel about these customers or contacts."""
    table = _unpacked(content)
    theirs = pc.or_(_among(table, "customer", customers), _among(table, "contact", contacts))
    found: list[dict[str, Any]] = table.filter(theirs).to_pylist()
    return found


def without(content: bytes, *, customers: Collection[str], contacts: Collection[str]) -> bytes:
    """The parcel, with no customer and contact where it is one of these."""
    table = _unpacked(content)
    theirs = _among(table, "customer", customers)
    table = _emptied(table, "contact", pc.or_(theirs, _among(table, "contact", contacts)))
    return _packed(_emptied(table, "customer", theirs))


def contacts_in(content: bytes) -> set[str]:
    """The contacts that a parcel names."""
    return set(_unpacked(content)["contact"].unique().drop_null().to_pylist())


def append_parcel(home: Path, content: bytes, *, instant: datetime) -> tuple[bytes, int]:
    """Bring a parcel into the lake, unless it has it already; returns what `tell_of_parcel` has to be told.

    Under the lease `pending` until that is told: who is erased is asked here, and an erasing waits for it.
    """
    known = set(_unpacked(content)["customer"].unique().drop_null().to_pylist())
    if nobody := erased_among(known):
        content = without(content, customers=nobody, contacts=())
    lake = Lake(home)
    with duckdb.connect() as connection:
        connection.register("parcel", _unpacked(content))
        customers = touched.pack(connection, f"from parcel where {NEWS}")
        if lake.holds_instant(connection, instant):  # whoever began this died after the commit
            return customers, lake.version()
        return customers, lake.append(connection, table="parcel", import_id=None, recorded_at=instant)


def tell_of_parcel(customers: bytes, version: int, *, instant: datetime) -> None:
    """Tell the feed, in the transaction that removes the parcel."""
    publish(ChangeKind.PENDING, recorded_at=instant, touched=customers, lake_version=version)


def _array(column: Any, kind: pa.DataType) -> pa.Array:
    return pa.array(column, pa.int64()).cast(kind) if pa.types.is_timestamp(kind) else pa.array(column, kind)


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, PARCEL, options=ZSTD) as writer:
        writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _unpacked(content: bytes) -> pa.Table:
    return pa.ipc.open_stream(content).read_all()


def _among(table: pa.Table, column: str, values: Collection[str]) -> Any:
    return pc.is_in(table[column], pa.array(list(values), pa.string()))


def _emptied(table: pa.Table, column: str, where: Any) -> pa.Table:
    kept = pc.if_else(where, pa.scalar(None, pa.string()), table[column])
    return table.set_column(table.schema.get_field_index(column), PARCEL.field(column), kept)
